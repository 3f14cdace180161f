"""Snapshots of older formats, kept as files: each still opens, is compared with today, and is restored."""

import json
from pathlib import Path

import pytest

from news.models import Issue
from seoulsolution.admin.urls import form_url
from seoulsolution.pages.models import Page
from seoulsolution.revisions import drafts, history, publishing
from seoulsolution.revisions.models import Event, Revision
from seoulsolution.search.index.consistency import find_drift
from tests.factories import (
    make_document,
    make_image,
    make_issue,
    make_notice,
    make_partner,
    make_post,
    make_topic,
)
from tests.forms import restore

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "snapshots"


def make_page():
    return Page.objects.create(key="about-us", title_en="Today", body_en="<p>Today</p>")


#: Of each kind: how to make a record of today, and what its snapshot of format 1 brings back.
KINDS = {
    "post": (make_post, {"title_ko": "전차의 귀환", "author": "SMG"}),
    "document": (make_document, {"title_ko": "서울의 수돗물", "kind": "video", "year": 2020}),
    "issue": (lambda: make_issue(number=7), {"title_ko": "2021년 11월호", "number": 201}),
    "notice": (make_notice, {"title_ko": "추천 공고", "citizens_required": 30}),
    "partner": (make_partner, {"name_ko": "시티넷", "description_en": "<p>A network.</p>"}),
    "page": (make_page, {"title_ko": "소개", "body_en": "<p>Us.</p>"}),
    "topic": (lambda: make_topic(slug="today", name_ko="오늘"), {"name_ko": "물", "slug": "water"}),
    "image": (lambda: make_image(alt_ko="오늘"), {"alt_ko": "청록빛 들판", "credit": "City"}),
}


def put_first(record, name):
    """Make the snapshot of a file the first revision of ``record``, and the record as it is the second."""
    kind = history.ContentType.objects.get_for_model(record)
    data = json.loads((FILES / f"{name}.json").read_text())
    Revision.objects.create(content_type=kind, object_id=record.pk, number=1, data=data, event=Event.EDITED)
    history.write([record])
    return data


def page_of(record, rest=""):
    return form_url(record).replace("change/", f"history/{rest}")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", KINDS)
def test_a_snapshot_of_format_1_opens_compares_and_comes_back(staff_client, name, language):
    make, expected = KINDS[name]
    record = make()
    assert put_first(record, name)["format"] == 1
    staff_client.cookies["django_language"] = language
    assert len(staff_client.get(page_of(record)).context["rows"]) == 2
    for rest in ("1/", "2/", "1/?with=2", "2/?with=1"):
        assert staff_client.get(page_of(record, rest)).status_code == 200
    found = {one.name for one in staff_client.get(page_of(record, "2/?with=1")).context["differences"]}
    assert expected.keys() <= found | {"kind"}
    assert restore(staff_client, record, 1).status_code == 302
    record = drafts.shown(type(record).objects.get(pk=record.pk))
    assert {field: getattr(record, field) for field in expected} == expected
    assert Revision.objects.of(record).first().event == "restored"
    assert list(find_drift("default")) == []


@pytest.mark.parametrize(
    ("name", "relation", "titles"),
    [
        ("issue", "stories", ["첫 기사", None]),
        ("issue", "popular_titles", ["Up to 1 GW"]),
        ("notice", "parts", ["Part 1", "Part 2"]),
        ("notice", "selection_steps", ["심사"]),
    ],
)
def test_children_of_format_1_come_back(staff_client, name, relation, titles):
    record = KINDS[name][0]()
    data = put_first(record, name)
    restore(staff_client, record, 1)
    publishing.publish(record)
    rows = getattr(type(record).objects.get(pk=record.pk), relation).order_by("pk")
    assert [str(row.uid) for row in rows] == [row["uid"] for row in data["children"][relation]]
    column = {"stories": "title_ko", "popular_titles": "title", "selection_steps": "title_ko"}
    assert [getattr(row, column.get(relation, "title_en")) for row in rows] == titles


@pytest.fixture
def issue():
    issue = make_issue(stories=1, number=7, lead_en="Lead of today")
    put_first(issue, "issue-older")
    return issue


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_is_unknown_today_is_shown(staff_client, issue, language):
    staff_client.cookies["django_language"] = language
    assert staff_client.get(page_of(issue)).status_code == 200
    content = staff_client.get(page_of(issue, "1/")).content.decode()
    for text in ("A field that is gone", "subtitle_en", "By the river", "Gone too", "two hundred", "#3, #7"):
        assert text in content
    assert "By the river" in staff_client.get(page_of(issue, "2/?with=1")).content.decode()


def test_what_is_unknown_or_does_not_fit_is_left_out_of_the_restore_and_said(staff_client, issue):
    response = restore(staff_client, issue, 1, follow=True)
    [*_others, said] = [str(message) for message in response.context["messages"]]
    for label in (
        "Subtitle_en",
        "Number",
        "Month",
        "Year",
        "Series",
        "Author",
        "Lead",
        "Sponsors",
        "Photographs",
    ):
        assert label in said
    publishing.publish(issue)
    again = Issue.objects.get()
    assert (again.title_en, again.title_ko, again.lead_en) == (
        "As it was long ago",
        "오래전",
        "Lead of today",
    )
    assert (again.number, again.year, again.month, again.series) == (7, 2021, 11, "newsletter")
    assert [story.title_en for story in again.stories.all()] == ["A story without a uid"]
    assert list(find_drift("default")) == []


def test_an_older_format_restored_twice_makes_no_second_story(staff_client, issue):
    for _ in range(2):
        restore(staff_client, issue, 1)
    assert Issue.objects.get().stories.count() == 1


def test_an_issue_whose_last_revision_is_of_an_older_format_is_saved_and_deleted(staff_client, issue):
    Revision.objects.of(issue).filter(number=2).delete()
    with history.change([issue]) as [locked]:
        locked.title_en = "Today"
        locked.save()
    assert Revision.objects.of(issue).first().number == 2
    history.delete([issue])
    assert staff_client.get("/admin/news/issue/deleted/").status_code == 200


def test_a_deleted_record_of_an_older_format_is_not_recovered_without_what_it_needs(staff_client, issue):
    old = json.loads((FILES / "issue-older.json").read_text())
    history.delete([issue])
    Revision.objects.filter(event=Event.DELETED).update(data=old)
    response = staff_client.post(f"/admin/news/issue/deleted/{issue.pk}/recover/", follow=True)
    assert "it lacks what is needed today" in response.content.decode()
    assert not Issue.objects.exists()
    assert "As it was long ago" in response.content.decode()

"""A record begins as a copy of another: all of its text, and nothing of its publication."""

import datetime

import pytest

from news.models import Issue
from notices.models import Notice, SelectionStep
from seoulsolution.revisions import drafts, history, translations
from seoulsolution.revisions.models import Revision
from tests.factories import attach, make_file, make_issue, make_notice, make_post, make_topic, make_user

pytestmark = pytest.mark.django_db


def copy(client, record):
    """Press the button on the form of ``record``; return the copy."""
    path = f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/copy/"
    assert "/change/" in client.post(path).url
    return type(record).objects.latest("pk")


def test_a_notice_is_copied_with_its_parts_and_without_its_dates(staff_client):
    file = make_file()
    notice = attach(make_notice(parts=2, result_announced_on=datetime.date(2018, 9, 1)), file)
    SelectionStep.objects.create(notice=notice, position=1, title_en="Review", year=2018, month=8)
    made = copy(staff_client, notice)
    assert (made.state, made.title_en, made.intro_en) == ("draft", notice.title_en, notice.intro_en)
    assert [made.submission_opens, made.submission_closes, made.result_announced_on] == [None] * 3
    assert [part.title_en for part in made.parts.all()] == ["Part 1", "Part 2"]
    assert (made.selection_steps.get().year, made.attachments.get().file) == (2019, file)
    assert [part.title_en for part in Notice.objects.get(pk=notice.pk).parts.all()] == ["Part 1", "Part 2"]


def test_an_imported_issue_is_copied_to_the_next_month_and_number(staff_client, imported_issue):
    made = copy(staff_client, imported_issue)
    assert (made.number, made.state) == (imported_issue.number + 1, "draft")
    assert f"(No.{made.number})" in made.title_en
    assert made.year * 12 + made.month == imported_issue.year * 12 + imported_issue.month + 1
    assert [story.body_en for story in made.stories.all()] == [
        story.body_en for story in imported_issue.stories.all()
    ]
    assert not made.provenances.exists()


def test_the_copy_of_december_is_of_january_and_its_titles_say_so(staff_client):
    titles = {"title_en": "2021 December (No.201), after No.2010", "title_ko": "2021년 12월 제201호"}
    made = copy(staff_client, make_issue(number=201, year=2021, month=12, **titles))
    assert (made.year, made.month, Issue.objects.count()) == (2022, 1, 2)
    assert (made.title_en, made.title_ko) == ("2022 January (No.202), after No.2010", "2022년 1월 제202호")


def test_the_text_that_staff_work_on_is_copied(staff_client, staff):
    post = make_post([make_topic()], withheld_ko=True, old_addresses="/archives/1")
    with history.change([post], user=staff) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"title_en": "Draft"}), user=staff)
    made = copy(staff_client, post)
    assert (made.title_en, made.date, made.withheld_ko, made.old_addresses) == ("Draft", None, False, "")
    assert [topic.slug for topic in made.topics.all()] == ["water"]
    assert [(each.event, each.created_by) for each in Revision.objects.of(made)] == [("created", staff)]


def test_a_translation_that_is_behind_is_behind_in_the_copy(staff_client, staff):
    post = make_post(title_en="Trams", title_ko="전차")
    with history.change([post], user=staff):
        type(post).objects.filter(pk=post.pk).update(title_ko="새 전차")
    assert translations.of(copy(staff_client, post)) == translations.of(post) == {"title_en": "전차"}


def test_one_chosen_in_the_list_opens_and_many_do_not(staff_client):
    posts = [make_post(), make_post()]
    sent = {"action": "copy_chosen", "_selected_action": [posts[0].pk]}
    assert "/change/" in staff_client.post("/admin/news/post/", sent).url
    sent["_selected_action"] = [post.pk for post in posts]
    assert staff_client.post("/admin/news/post/", sent).url == "/admin/news/post/"


def test_only_who_may_add_may_copy(client):
    post = make_post()
    client.force_login(make_user(Translator="news"))
    assert client.post(f"/admin/news/post/{post.pk}/copy/").status_code == 403
    assert "copy/" not in client.get(f"/admin/news/post/{post.pk}/change/").content.decode()

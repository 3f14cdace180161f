"""The checks before publishing, each with what it says and the input to which it leads."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Topic
from seoulsolution.admin.publishing.findings import Weight, findings_of, links_to
from seoulsolution.media.models import File
from tests.factories import make_image, make_issue, make_post, make_topic
from tests.forms import submit

pytestmark = pytest.mark.django_db
FULL = {
    "title_ko": "지열 에너지",
    "body_ko": "<p>계획</p>",
    "summary_en": "A plan.",
    "summary_ko": "계획",
}


def make_full(**fields):
    topic = Topic.objects.filter(slug="water").first() or make_topic()
    return make_post([topic], **FULL | fields)


def said(record):
    return [(each.weight.name, each.field, each.text) for each in findings_of(record)]


def test_a_full_record_has_nothing_to_mend():
    assert said(make_full()) == []


@pytest.mark.parametrize(
    ("fields", "weight", "field", "words"),
    [
        ({"body_en": '<p><a href="https://x.org">Here.</a></p>'}, "ADVICE", "body_en", "“Here.”"),
        ({"body_ko": '<p><a href="https://x.org">여기</a></p>'}, "ADVICE", "body_ko", "“여기”"),
        ({"body_en": "<h2>A</h2><h4>B</h4>"}, "ADVICE", "body_en", "heading of level 3"),
        ({"body_en": "<h3>A</h3>"}, "ADVICE", "body_en", "heading of level 2"),
        ({"body_en": "<table><tr><td>1</td></tr></table>"}, "ADVICE", "body_en", "table 1"),
        (
            {"body_en": '<p><a href="/en/news/7654321/">Plan</a></p>'},
            "ADVICE",
            "body_en",
            "/en/news/7654321/",
        ),
        ({"body_en": '<p><a href="/admin/news/">Plan</a></p>'}, "OBSTACLE", "body_en", "/admin/news/"),
        ({"title_ko": "지열에너지 공급 확대 계획 " * 3}, "HINT", "title_ko", "too long"),
        ({"summary_ko": ""}, "HINT", "summary_ko", "empty"),
        ({"title_ko": "", "body_ko": "", "summary_ko": ""}, "HINT", "title_ko", "한국어"),
        ({"date": None}, "HINT", "date", "empty"),
        ({"date": datetime.date(2199, 1, 1)}, "ADVICE", "date", "future"),
        ({"body_en": "", "body_ko": ""}, "OBSTACLE", "body_en", "readers see nothing"),
    ],
)
def test_each_thing_is_found_at_its_input(fields, weight, field, words):
    [found, *_more] = said(make_full(**fields))
    assert found[:2] == (weight, field)
    assert words in found[2]


def test_what_reads_well_is_left_alone():
    table = "<table><tr><th>Year</th></tr><tr><td>1</td></tr></table>"
    text = f'<h2>A</h2><h3>B</h3><h2>C</h2>{table}<p><a href="https://x.org">The plan</a></p>'
    assert said(make_full(body_en=text)) == []
    assert said(make_full(title_en="Other", title_ko="", body_ko="", withheld_ko=True)) == []


def test_a_missing_topic_and_a_title_that_another_has_are_hints(post):
    post.topics.clear()
    other = make_post(**{f"title_{code}": post.title_in(code) for code in ("en", "ko")})
    found = {field: text for weight, field, text in said(post) if weight == "HINT"}
    assert "by topic" in found["topics"]
    assert other.get_absolute_url("en") in found["title_en"]


def test_a_finding_leads_to_its_input_on_the_form(staff_client):
    issue = make_issue(2)
    story = issue.stories.get(position=2)
    story.body_ko, story.title_ko = '<p><a href="https://x.org">여기</a></p>', "둘째"
    story.save()
    [link] = [each for each in links_to(findings_of(issue)) if each["weight"] == "advice"]
    page = f"/admin/news/issue/{issue.pk}/change/"
    assert link["url"] == f"{page}#id_stories-1-body_ko"
    shown = staff_client.get(page).content.decode()
    assert 'href="#id_stories-1-body_ko">둘째: Body (한국어)</a>' in shown or (
        'href="#id_stories-1-body_ko">Story 2: Body (한국어)</a>' in shown
    )
    assert 'id="id_stories-1-body_ko"' in shown


@pytest.mark.parametrize("state", ["draft", "published"])
def test_an_obstacle_is_not_overridden(staff_client, state):
    post = make_full(state=state)
    sent = {"_publish": "1", "body_en": '<p><a href="/admin/">Desk</a></p>', "_publish_anyway": "Please."}
    response = submit(staff_client, f"/admin/news/post/{post.pk}/change/", **sent)
    assert "no reader can open" in response.content.decode()
    post.refresh_from_db()
    assert (post.state, post.body_en) == (state, "<p>The city announced a plan.</p>")


def make_troubled(number):
    keys = [make_image(size=(40, 40), alt_en="").key for _each in range(number)]
    texts = [f'<site-picture key="{key}"></site-picture><h4>{key}</h4>' for key in keys]
    texts += [f'<p><a href="/en/news/{each}00/">here</a></p>' for each in range(1, number + 1)]
    post = make_post(body_en="".join(texts), title_en=f"Troubles: {number}")
    for at in range(number):
        post.attachments.create(file=File.objects.create(file=f"files/{at}", format="hwp"), position=at + 1)
    return post


def test_the_checks_cost_the_same_whatever_they_find():
    counts = []
    for number in (1, 8):
        post = make_troubled(number)
        with CaptureQueriesContext(connection) as queries:
            found = findings_of(type(post).objects.get(pk=post.pk))
        assert sum(each.weight is Weight.ADVICE for each in found) == 4 * number + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]

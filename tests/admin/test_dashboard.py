"""The first page of the admin: what waits, what changed last, what happens next."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from seoulsolution.reviews.models import Review
from seoulsolution.revisions import drafts, history, workflow
from tests.factories import make_document, make_issue, make_notice, make_partner, make_post

pytestmark = pytest.mark.django_db


def test_the_dashboard_shows_drafts_reviews_and_what_goes_live(staff_client):
    draft = make_post(title_en="Waiting", state="draft")
    Review.objects.create(record=draft, reason="no_date")
    Review.objects.create(record=make_partner(), reason="no_date")
    Review.objects.create(record=draft, reason="cut_title", resolved_at=timezone.now())
    make_post(title_en="Soon", go_live_at=timezone.now() + datetime.timedelta(days=1))
    context = staff_client.get("/admin/").context
    assert [row["title"] for row in context["drafts"]] == ["Waiting"]
    assert [(row["reason"], row["number"]) for row in context["reviews"]] == [("no date in the source", 2)]
    assert [(row["title"], row["what"]) for row in context["upcoming"]] == [("Soon", "goes live")]
    assert context["recent"][0]["title"] == "Soon"


def test_the_dashboard_links_to_lists_that_hold_what_it_counts(staff_client):
    make_post(state="draft")
    make_post(title_ko="제목", body_ko="<p>본문</p>")
    Review.objects.create(record=make_post(), reason="no_date")
    context = staff_client.get("/admin/").context
    posts = next(kind for kind in context["kinds"] if kind["url"] == "/admin/news/post/")
    for number, url in [*posts["states"], *posts["missing"]]:
        assert staff_client.get(url).context["cl"].result_count == number
    for row in context["reviews"]:
        assert staff_client.get(row["url"]).context["page"].paginator.count == row["number"]
    assert [row["url"] for row in context["reviews"]] == ["/admin/importing/review/?reason=no_date"]
    assert [number for number, _url in posts["states"]] == [1, 2, 0]
    assert [number for number, _url in posts["missing"]] == [0, 2]


def test_the_dashboard_costs_the_same_for_one_and_for_many(staff_client, django_assert_max_num_queries):
    def fill(number):
        Review.objects.create(record=make_post(state="draft"), reason="no_date")
        make_document()
        make_partner()
        make_issue(number=number)
        make_notice()

    def count():
        with django_assert_max_num_queries(60) as captured:
            staff_client.get("/admin/")
        return len(captured)

    fill(1)
    count()
    one = count()
    for number in range(2, 6):
        fill(number)
    assert count() == one


def test_the_dashboard_shows_only_what_the_user_may_see(client, django_user_model):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_partner"))
    client.force_login(clerk)
    Review.objects.create(record=make_post(state="draft", title_en="Secret"), reason="no_date")
    response = client.get("/admin/")
    assert [kind["url"] for kind in response.context["kinds"]] == ["/admin/partners/partner/"]
    assert "Secret" not in response.content.decode()
    assert response.context["reviews"] == []


def test_what_waits_for_whom(staff_client, staff, django_user_model):
    author = django_user_model.objects.create_user("author")
    submitted, returned, approved, draft = (
        make_post(title_en=name) for name in ("One", "Two", "Three", "Four")
    )
    for post in (submitted, returned, approved, draft):
        with history.change([post], user=author) as [locked]:
            data = drafts.current(locked)
            drafts.save(locked, data | {"fields": data["fields"] | {"author": "SMG"}}, user=author)
    for post, user in ((submitted, author), (returned, staff), (approved, author)):
        workflow.submit(post, user=user, note="Please look")
    workflow.send_back(returned, user=author)
    workflow.approve(approved, user=staff)
    waiting = {
        str(heading): [str(row["title"]) for row in rows]
        for heading, rows in staff_client.get("/admin/").context["waiting"]
    }
    assert waiting == {
        "Returned to you": ["Two"],
        "Waiting for review": ["One"],
        "Approved, to be published": ["Three"],
        "Drafts over public texts": ["Four", "Three", "Two", "One"],
    }


def test_a_note_is_that_of_who_decided(staff_client, staff, django_user_model):
    post, editor = make_post(state="draft"), django_user_model.objects.create_user("lee")
    workflow.submit(post, user=staff, note="Please look")
    workflow.send_back(post, user=editor, note="Nearly there")
    [(_heading, [row])] = staff_client.get("/admin/").context["waiting"]
    assert row["what"] == "lee: Nearly there"


def test_a_draft_that_could_not_be_published_is_named(staff_client, staff):
    post = make_post(title_en="Trams")
    with history.change([post], user=staff) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"fields": data["fields"] | {"body_en": ""}}, user=staff)
    drafts.schedule(post, timezone.now() - datetime.timedelta(minutes=1), user=staff)
    [(heading, rows)] = staff_client.get("/admin/").context["waiting"]
    assert heading == "Could not be published"
    assert "It is not complete in any language." in rows[0]["what"]

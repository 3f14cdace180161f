"""The first page of the admin: what waits, what changed last, what happens next."""

import datetime

import pytest
from django.utils import timezone

from seoulsolution.reviews.models import Review
from seoulsolution.revisions import drafts, history, publishing, workflow
from tests.factories import allow, make_document, make_issue, make_notice, make_partner, make_post, make_user

pytestmark = pytest.mark.django_db


def sections(client):
    """Return {name: rows} of the sections of the first page."""
    return {section.name: section.rows for section in client.get("/admin/").context["sections"]}


def test_the_dashboard_shows_drafts_reviews_and_what_goes_live(staff_client):
    draft = make_post(title_en="Waiting", state="draft")
    Review.objects.create(record=draft, reason="no_date")
    Review.objects.create(record=make_partner(), reason="no_date")
    Review.objects.create(record=draft, reason="cut_title", resolved_at=timezone.now())
    make_post(title_en="Soon", go_live_at=timezone.now() + datetime.timedelta(days=1))
    make_post(title_en="Later", go_live_at=timezone.now() + datetime.timedelta(days=8))
    context, shown = staff_client.get("/admin/").context, sections(staff_client)
    assert [row.title for row in shown["others"]] == ["Waiting"]
    assert [(row["reason"], row["number"]) for row in context["reviews"]] == [("no date in the source", 2)]
    assert [(row.title, row.what, row.has_hour) for row in shown["week"]] == [("Soon", "goes live", True)]


def test_a_person_finds_their_drafts_and_what_colleagues_did(staff_client, staff, django_user_model):
    lee = django_user_model.objects.create_user("lee")
    mine, theirs, public = (make_post(title_en=name, state="draft") for name in ("Mine", "Theirs", "Public"))
    for post, user in ((mine, staff), (theirs, lee), (public, lee)):
        history.write([post], user=user, event="created")
    workflow.submit(theirs, user=lee)
    publishing.publish(public, user=lee)
    shown = sections(staff_client)
    assert [row.title for row in shown["mine"]] == ["Mine"]
    assert [row.title for row in shown["others"]] == ["Theirs"]
    did = [(row.title, row.what) for row in shown["colleagues"]]
    assert did[:2] == [("Public", "lee: published"), ("Theirs", "lee: submitted")]


def test_a_planned_draft_and_the_last_day_of_a_notice_are_in_the_week(staff_client, staff):
    today, post = timezone.localdate(), make_post(title_en="Planned")
    make_notice(submission_opens=None, submission_closes=today)
    with history.change([post], user=staff) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"fields": data["fields"] | {"author": "SMG"}}, user=staff)
    publishing.schedule(post, timezone.now() + datetime.timedelta(days=2), user=staff)
    rows = sections(staff_client)["week"]
    assert [(row.what, row.has_hour) for row in rows] == [
        ("submission closes", False),
        ("draft is published", True),
    ]


def test_the_dashboard_links_to_lists_that_hold_what_it_counts(staff_client):
    make_post(state="draft")
    make_post(title_ko="제목", body_ko="<p>본문</p>")
    Review.objects.create(record=make_post(), reason="no_date")
    context = staff_client.get("/admin/").context
    posts = next(kind for kind in context["kinds"] if kind["url"] == "/admin/news/post/")
    for _what, number, url in posts["cells"]:
        assert staff_client.get(url).context["cl"].result_count == number
    for row in context["reviews"]:
        assert staff_client.get(row["url"]).context["page"].paginator.count == row["number"]
    assert [row["url"] for row in context["reviews"]] == ["/admin/importing/review/?reason=no_date"]
    assert [number for _what, number, _url in posts["cells"]] == [1, 2, 0, 0, 2]


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
    allow(clerk, "view_partner")
    client.force_login(clerk)
    Review.objects.create(record=make_post(state="draft", title_en="Secret"), reason="no_date")
    response = client.get("/admin/")
    assert [kind["url"] for kind in response.context["kinds"]] == ["/admin/partners/partner/"]
    assert "Secret" not in response.content.decode()
    assert response.context["reviews"] is None


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
    shown = {name: [row.title for row in rows] for name, rows in sections(staff_client).items()}
    assert (shown["returned"], shown["submitted"], shown["approved"]) == (["Two"], ["One"], ["Three"])
    assert shown["others"] == ["Four", "Three", "Two", "One"]


def test_an_author_is_told_of_an_approval_and_of_no_review(client, staff):
    author, post = make_user("kim", Author="news"), make_post(title_en="One", state="draft")
    for each in (post, make_post(title_en="Two", state="draft")):
        workflow.submit(each, user=author)
    workflow.approve(post, user=staff)
    client.force_login(author)
    shown = sections(client)
    assert [row.title for row in shown["approved"]] == ["One"]
    assert "submitted" not in shown


def test_a_note_is_that_of_who_decided(staff_client, staff, django_user_model):
    post, editor = make_post(state="draft"), django_user_model.objects.create_user("lee")
    workflow.submit(post, user=staff, note="Please look")
    workflow.send_back(post, user=editor, note="Nearly there")
    [row] = sections(staff_client)["returned"]
    assert row.what == "lee: Nearly there"


def test_a_draft_that_could_not_be_published_is_named(staff_client, staff):
    post = make_post(title_en="Trams")
    with history.change([post], user=staff) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"fields": data["fields"] | {"body_en": ""}}, user=staff)
    publishing.schedule(post, timezone.now() - datetime.timedelta(minutes=1), user=staff)
    [row] = sections(staff_client)["failed"]
    assert "It is not complete in any language." in row.what

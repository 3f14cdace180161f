"""Saving a published record in the admin, and the way of its draft to readers."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from news.models import Issue, Post, Story
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import drafts, history, workflow
from seoulsolution.revisions.models import Draft, Revision, Submission
from tests.factories import (
    make_document,
    make_image,
    make_issue,
    make_notice,
    make_partner,
    make_post,
    make_user,
)
from tests.forms import confirm, data_of, errors_of, list_data_of, open_form, submit, withdraw
from tests.marks import MADE_AND_IMPORTED

pytestmark = pytest.mark.django_db
BOTH = {"title_ko": "전차", "body_ko": "<p>글</p>"}


def form_url(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def save(client, record, **changes):
    """Press "Save draft"."""
    return submit(client, form_url(record), _publish=None, _continue="1", **changes)


def act(client, record, action, **data):
    number = history.latest_number(record)
    path = form_url(record).replace("change/", f"workflow/{action}/")
    return client.post(path, {"_revision": number} | data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def value(client, record, name):
    return open_form(client, form_url(record))[name]


@pytest.fixture(params=MADE_AND_IMPORTED)
def post(request, db):
    if request.param == "made":
        return make_post(title_en="Trams", **BOTH)
    return request.getfixturevalue("imported_post")


def test_saving_a_published_record_keeps_a_draft(staff_client, staff, post):
    title = post.title_en
    response = save(staff_client, post, title_en="Ferries", title_ko="나룻배")
    assert response.status_code == 302
    assert "kept as a draft" in said(staff_client.get(response.url))[0]
    post.refresh_from_db()
    assert post.title_en == title
    assert value(staff_client, post, "title_ko") == "나룻배"
    last = Revision.objects.of(post).first()
    assert (last.is_draft, last.event, last.created_by) == (True, "edited", staff)


@pytest.mark.parametrize("make", [make_post, make_document, make_issue, make_notice, make_partner])
def test_every_kind_keeps_drafts(staff_client, make):
    record = make()
    name = f"{record.title_field}_ko"
    save(staff_client, record, **{name: "초안"})
    assert not getattr(type(record).objects.get(), name)
    assert value(staff_client, record, name) == "초안"
    act(staff_client, record, "publish")
    assert getattr(type(record).objects.get(), name) == "초안"


def test_a_form_that_changed_nothing_makes_no_draft(staff_client, post):
    save(staff_client, post)
    assert not Draft.objects.exists()
    assert history.latest_number(post) <= 1


def test_an_unpublished_record_is_saved_at_once(staff_client):
    post = make_post(state="draft")
    save(staff_client, post, title_en="Ferries")
    assert Post.objects.get().title_en == "Ferries"
    assert not Draft.objects.exists()


def test_save_and_publish_is_one_revision(staff_client):
    post = make_post(title_en="Trams")
    save(staff_client, post, title_en="Ferries")
    submit(staff_client, form_url(post), title_en="Buses")
    assert Post.objects.get().title_en == "Buses"
    assert [one.event for one in Revision.objects.of(post)] == ["published", "edited", "found"]
    assert not Draft.objects.exists()


def test_stories_added_changed_and_deleted_in_a_draft(staff_client):
    issue = make_issue(stories=2)
    stories = {"stories-TOTAL_FORMS": 3, "stories-2-title_en": "New", "stories-0-DELETE": "on"}
    save(staff_client, issue, **stories, **{"stories-1-title_ko": "둘째"})
    assert [story.title_en for story in Story.objects.all()] == ["Story 1", "Story 2"]
    page = open_form(staff_client, form_url(issue))
    assert [page["stories-0-title_ko"], page["stories-1-title_en"]] == ["둘째", "New"]
    save(staff_client, issue, **{"stories-1-title_en": "Newer"})
    act(staff_client, issue, "publish")
    assert [story.title_en for story in Story.objects.all()] == ["Story 2", "Newer"]
    assert Story.objects.first().title_ko == "둘째"


def test_a_row_of_another_record_is_not_taken_over(staff_client):
    issue, other = make_issue(stories=1), make_issue(stories=1, number=202)
    theirs = other.stories.get()
    submit(staff_client, form_url(issue), **{"stories-0-uid": str(theirs.uid), "stories-0-title_en": "Taken"})
    theirs.refresh_from_db()
    assert (theirs.issue, theirs.title_en) == (other, "Story 1")


@pytest.mark.parametrize("kind", MADE_AND_IMPORTED)
def test_a_row_that_only_the_draft_of_another_record_has_is_not_taken_over(staff_client, request, kind):
    issue = request.getfixturevalue("imported_issue") if kind == "imported" else make_issue(stories=1)
    other = make_issue(stories=1, number=999)
    total = other.stories.count() + 1
    new = {"stories-TOTAL_FORMS": total, f"stories-{total - 1}-title_en": "Theirs"}
    save(staff_client, other, **new)
    theirs = drafts.current(other)["children"]["stories"][-1]
    assert (theirs["id"], theirs["fields"]["title_en"]) == (None, "Theirs")
    total = issue.stories.count() + 1
    taken = {f"stories-{total - 1}-title_en": "Taken", f"stories-{total - 1}-uid": theirs["uid"]}
    save(staff_client, issue, **{"stories-TOTAL_FORMS": total}, **taken)
    mine = drafts.current(issue)["children"]["stories"][-1]
    assert mine["fields"]["title_en"] == "Taken"
    assert mine["uid"] != theirs["uid"]


@pytest.mark.parametrize("kind", MADE_AND_IMPORTED)
@pytest.mark.parametrize("is_bulk", [False, True])
def test_a_story_that_only_left_a_draft_is_not_said_to_be_deleted(staff_client, request, is_bulk, kind):
    issue = request.getfixturevalue("imported_issue") if kind == "imported" else make_issue(stories=2)
    gone = make_issue(stories=1, number=999, state="draft").stories.get()
    story, count = issue.stories.first(), issue.stories.count()
    if is_bulk:
        chosen = {"action": "delete_selected", "_selected_action": [story.pk, gone.pk]}
        response = staff_client.post("/admin/news/story/", chosen | {"post": "yes"}, follow=True)
        assert said(response)[1:] == ["Successfully deleted 1 story."]
    else:
        path = form_url(story).replace("change/", "delete/")
        response = staff_client.post(path, {"post": "yes"}, follow=True)
        assert response.redirect_chain[-1][0] == form_url(issue)
        assert len(said(response)) == 1
    assert f'<a href="{form_url(issue)}">' in said(response)[0]
    assert said(response)[0].endswith(f"and seen by readers until it is published: {story}")
    assert Story.objects.filter(pk=story.pk).exists()
    assert len(drafts.current(issue)["children"]["stories"]) == count - 1
    assert Story.objects.filter(pk=gone.pk).exists() is not is_bulk


def test_a_story_is_changed_on_its_own_page_in_the_draft_of_its_issue(staff_client):
    issue = make_issue(stories=2)
    story = issue.stories.first()
    response = save(staff_client, story, title_ko="하나")
    assert "draft of" in said(staff_client.get(response.url))[0]
    assert not Story.objects.first().title_ko
    assert value(staff_client, story, "title_ko") == "하나"
    assert value(staff_client, issue, "stories-0-title_ko") == "하나"
    act(staff_client, issue, "publish")
    assert Story.objects.first().title_ko == "하나"


def test_a_story_is_added_on_its_own_page_to_the_draft_of_its_issue(staff_client):
    issue = make_issue(stories=1)
    fields = {"title_en": "Two", "issue": issue.pk, "position": 2}
    response = submit(staff_client, "/admin/news/story/add/", **fields)
    assert response.url == form_url(issue)
    assert Story.objects.count() == 1
    assert value(staff_client, issue, "stories-1-title_en") == "Two"


def test_a_position_changed_in_the_list_is_public_at_once_and_in_the_draft(staff_client):
    partner = make_partner(position=1)
    save(staff_client, partner, description_en="<p>Draft</p>")
    data = list_data_of(staff_client.get("/admin/partners/partner/"))
    staff_client.post("/admin/partners/partner/", data | {"form-0-position": 7, "_save": ""})
    partner.refresh_from_db()
    assert (partner.position, partner.description_en or "") == (7, "")
    assert drafts.shown(partner).position == 7
    assert "Draft" in drafts.shown(partner).description_en


# Two people ---------------------------------------------------------------------------------------


def test_two_who_edit_one_draft_lose_nothing(staff_client, django_user_model, post):
    colleague = Client()
    colleague.force_login(django_user_model.objects.create_superuser("colleague"))
    save(staff_client, post, title_en="Ferries")
    mine, theirs = (open_form(client, form_url(post)) for client in (staff_client, colleague))
    for data in (mine, theirs):
        data.pop("_publish")
    assert colleague.post(form_url(post), theirs | {"title_ko": "나룻배"}).status_code == 302
    refused = staff_client.post(form_url(post), mine | {"author": "SMG"})
    assert refused.status_code == 200
    merged = data_of(refused)
    assert (merged["title_en"], merged["title_ko"], merged["author"]) == ("Ferries", "나룻배", "SMG")


def test_a_withdrawal_below_an_open_draft_is_no_change_of_its_text(staff_client):
    post = make_post(title_en="Trams", **BOTH)
    save(staff_client, post, title_en="Ferries")
    opened = open_form(staff_client, form_url(post))
    with history.change([post]) as [locked]:
        locked.state = "withdrawn"
        locked.save()
    refused = staff_client.post(form_url(post), opened | {"author": "SMG", "_publish": "1"})
    assert refused.status_code == 200
    assert [one.name for one, _both in refused.context["save_conflict"].theirs] == ["state"]
    assert Post.objects.get().state == "withdrawn"


@pytest.mark.parametrize("action", ["publish", "discard", "submit", "schedule"])
def test_what_was_decided_on_an_older_text_is_refused(staff_client, action):
    post = make_post(title_en="Trams")
    save(staff_client, post, title_en="Ferries")
    number = history.latest_number(post)
    save(staff_client, post, title_en="Buses")
    response = act(staff_client, post, action, _revision=number)
    assert "Somebody has saved this" in said(response)[-1]
    assert (Post.objects.get().title_en, drafts.shown(post).title_en) == ("Trams", "Buses")
    assert not Submission.objects.exists()


# To readers ---------------------------------------------------------------------------------------


def test_a_moment_is_planned_in_seoul_time_and_given_up(staff_client, staff):
    with time_machine.travel(datetime.datetime(2027, 3, 1, tzinfo=datetime.UTC)):
        staff_client.force_login(staff)
        post = make_post(title_en="Trams")
        save(staff_client, post, title_en="Ferries")
        response = act(staff_client, post, "schedule", at_0="2027-03-01", at_1="12:00")
        assert "It will be published then." in said(response)
        assert Draft.objects.get().publish_at == datetime.datetime(2027, 3, 1, 3, tzinfo=datetime.UTC)
        act(staff_client, post, "unschedule")
    assert Draft.objects.get().publish_at is None


@pytest.mark.parametrize(
    ("at", "message"),
    [(("2001-01-01", "12:00"), "has passed"), (("soon", "12:00"), "not a date"), (("", ""), "required")],
)
def test_a_moment_that_cannot_be_is_refused(staff_client, at, message):
    post = make_post(title_en="Trams")
    save(staff_client, post, title_en="Ferries")
    response = act(staff_client, post, "schedule", at_0=at[0], at_1=at[1])
    assert message in said(response)[-1]
    assert Draft.objects.get().publish_at is None


def test_remarks_are_shown_at_their_fields(staff_client):
    post = make_post(state="draft")
    act(staff_client, post, "submit", note="Ready")
    act(staff_client, post, "return", note="Nearly", remark_title_en="<b>Shorter</b>")
    form = staff_client.get(form_url(post)).context["adminform"].form
    assert "&lt;b&gt;Shorter&lt;/b&gt;" in form["title_en"].help_text
    assert [one.event for one in Revision.objects.of(post)][:2] == ["returned", "submitted"]


def test_nobody_publishes_their_own_text_where_a_second_person_is_asked_for(staff_client, settings):
    settings.SECOND_PAIR_OF_EYES = True
    post = make_post(title_en="Trams")
    submit(staff_client, form_url(post), title_en="Ferries")
    assert Post.objects.get().title_en == "Trams"
    assert act(staff_client, post, "publish").status_code == 403
    assert drafts.shown(post).title_en == "Ferries"


@pytest.mark.parametrize("action", ["publish", "discard", "submit", "return", "approve", "schedule"])
def test_actions_are_for_those_who_may(client, django_user_model, action):
    post = make_post(title_en="Trams")
    with history.change([post]) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"fields": data["fields"] | {"title_en": "Ferries"}})
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert act(client, post, action).status_code == 403
    assert act(client, post, action, _revision="x").status_code == 403
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(("status", "texts"), [("submitted", []), ("returned", ["Too long", "Name it"])])
def test_what_was_typed_for_an_action_that_is_not_done_is_not_lost(staff_client, staff, status, texts):
    post = make_post(state="draft")
    workflow.submit(post, user=staff)
    Submission.objects.update(status=status)
    page = act(staff_client, post, "return", _revision=0, note="Too long", remark_title_en="Name it")
    forms = {action["name"]: action["form"] for action in page.context["workflow"]["actions"]}
    kept = forms["return"].data if "return" in forms else {"note": "", "remark_title_en": ""}
    assert (kept["note"], kept["remark_title_en"]) == (("", "") if texts else ("Too long", "Name it"))
    assert page.context["workflow"]["texts_not_sent"] == texts
    assert "Too long" in page.content.decode()
    assert "Too long" not in staff_client.get(form_url(post)).content.decode()


@pytest.mark.parametrize("path", ["workflow/nonsense/", "workflow/publish/"])
def test_odd_addresses(staff_client, path):
    post = make_post()
    address = form_url(post).replace("change/", path)
    assert staff_client.get(address).status_code in (404, 405)
    assert staff_client.post(address.replace(f"/{post.pk}/", "/999/")).status_code == 404
    assert staff_client.post(address.replace(f"/{post.pk}/", "/x/")).status_code == 404


def test_an_error_in_a_draft_is_said_at_its_field(staff_client):
    make_issue(number=300)
    issue = make_issue(number=201)
    response = save(staff_client, issue, number=300)
    assert errors_of(response) == {"number": ["There is an issue of this number already."]}
    assert Issue.objects.get(pk=issue.pk).number == 201


def test_opening_a_form_costs_the_same_with_many_records(staff_client):
    post = make_post()
    save(staff_client, post, title_en="Ferries")
    staff_client.get(form_url(post))
    counts = []
    for _many in range(2):
        with CaptureQueriesContext(connection) as queries:
            staff_client.get(form_url(post))
        counts.append(len(queries))
        for other in [make_post() for _one in range(10)]:
            save(staff_client, other, title_en="Ferries")
    assert counts[0] == counts[1]


def test_publishing_in_bulk_leaves_drafts_as_they_are_and_says_so(staff_client):
    post = make_post(title_en="Trams")
    save(staff_client, post, title_en="Ferries")
    Post.objects.update(state="draft")
    history.write([Post.objects.get()])
    shown = list_data_of(staff_client.get("/admin/news/post/"))
    chosen = {"action": "publish", "_selected_action": [post.pk]}
    response = confirm(staff_client, "/admin/news/post/", shown | chosen)
    assert any("stays a draft" in message for message in said(response))
    assert (Post.objects.get().state, Post.objects.get().title_en) == ("published", "Trams")
    assert Draft.objects.exists()


def test_the_work_list_changes_public_texts_only_for_who_may_publish(staff_client):
    client, post = Client(), make_post(title_en="Trams", date=None)
    Review.objects.create(record=post, reason="no_date")
    client.force_login(make_user(Editor=""))
    address = f"/admin/importing/review/news.post/{post.pk}/"
    page = client.get(address)
    assert "a draft is kept there" in page.content.decode()
    assert client.post(address, {"date": "2020-01-01", "_save": ""}).status_code == 403
    assert Post.objects.get().date is None
    save(staff_client, post, title_en="Ferries")
    assert "There is a draft" in staff_client.get(address).content.decode()


# The box above the form ---------------------------------------------------------------------------


def box_of(client, record):
    """Return the text of the box above the form."""
    page = client.get(form_url(record)).content.decode()
    box = page.partition('<section class="admin-public"')[2].partition("</section>")[0]
    return " ".join(strip_tags(box).split())


def test_the_box_tells_the_public_text_from_the_draft(staff_client, post):
    save(staff_client, post, title_en="", title_ko="초안", body_en="")
    box = box_of(staff_client, post)
    assert "On the site" in box
    assert "The form shows the draft, not the public text." in box
    links = staff_client.get(form_url(post)).context["language_links"]
    assert {"code": "en", "name": "English", "url": post.get_absolute_url("en"), "note": ""} in links


def test_the_box_says_since_when_a_record_is_public(staff_client):
    with time_machine.travel("2026-03-02 09:00+09:00", tick=False):
        post = make_post(state="draft")
        save(staff_client, post, title_en="Trams")
        act(staff_client, post, "publish")
    with time_machine.travel("2026-03-03 09:00+09:00", tick=False):
        save(staff_client, post, title_en="Ferries")
        act(staff_client, post, "publish")
        assert "since 2 Mar 2026 09:00" in box_of(staff_client, post)
        withdraw(staff_client, "/admin/news/post/", [post.pk])
        assert "since" not in box_of(staff_client, post)
    with time_machine.travel("2026-03-04 09:00+09:00", tick=False):
        act(staff_client, post, "publish")
        assert "since 4 Mar 2026 09:00" in box_of(staff_client, post)


def test_the_box_does_not_guess_since_when(staff_client):
    assert "since" not in box_of(staff_client, make_post())
    moment = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    assert "since 1 Mar 2026 09:00" in box_of(staff_client, make_post(go_live_at=moment))


def test_the_box_offers_what_the_user_may_do(client, staff_client):
    post = make_post(title_en="Trams")
    save(staff_client, post, title_en="Ferries")
    assert "Publish at a time" in box_of(staff_client, post)
    assert "Withdraw from the site" in box_of(staff_client, post)
    client.force_login(make_user("lee", Editor="news"))
    box = box_of(client, post)
    assert "Submit for review" in box
    assert "Publish at a time" not in box
    assert "Withdraw from the site" not in box


# What was tried to break it -------------------------------------------------------------------------------


@pytest.mark.parametrize("initial", ["0", "1", "-1"])
@pytest.mark.parametrize("state", ["draft", "published"])
def test_rows_stay_whatever_the_form_says_of_their_number(staff_client, initial, state):
    issue = make_issue(stories=2, state=state)
    submit(staff_client, form_url(issue), **{"stories-INITIAL_FORMS": initial, "title_ko": "제목"})
    assert Story.objects.count() == 2
    assert len(drafts.shown(Issue.objects.get()).stories.all()) == 2


def test_a_number_that_no_database_can_hold_is_refused(staff_client):
    issue = make_issue(stories=2)
    response = submit(staff_client, form_url(issue), **{"stories-0-position": "9223372036854775807"})
    assert "stories-0-position" in errors_of(response)


def test_parts_near_the_highest_number_change_places(staff_client):
    notice = make_notice(parts=2)
    submit(staff_client, form_url(notice), **{"parts-0-number": 9999})
    submit(staff_client, form_url(notice), **{"parts-0-number": 9999, "parts-1-number": 2})
    assert sorted(notice.parts.values_list("number", flat=True)) == [2, 9999]


@pytest.mark.parametrize(
    "changes", [{"body_en": ""}, {"go_live_at_0": "2999-01-01", "go_live_at_1": "09:00"}]
)
def test_save_and_publish_does_not_take_the_page_off_the_site(staff_client, changes):
    post = make_post(title_en="Trams")
    response = submit(staff_client, form_url(post), **changes)
    assert response.status_code == 200
    assert errors_of(response)
    assert Post.objects.visible("en").exists()


def test_a_year_that_cannot_be_is_an_error_of_its_field(staff_client):
    post = make_post(state="draft")
    response = submit(staff_client, form_url(post), go_live_at_0="0001-01-01", go_live_at_1="00:00")
    assert "go_live_at" in errors_of(response)


@pytest.mark.parametrize("sent", [{"_revision": 1}, {"_revision": ""}, {}])
def test_restoring_from_a_page_that_is_old_or_does_not_say_is_refused(staff_client, post, sent):
    number = history.latest_number(post) or 1
    save(staff_client, post, title_en="Ferries")
    path = form_url(post).replace("change/", f"history/{number}/")
    response = staff_client.post(f"{path}restore/", sent)
    assert response.url == path
    assert "Somebody has saved this" in said(staff_client.get(path))[-1]
    assert drafts.shown(Post.objects.get(pk=post.pk)).title_en == "Ferries"


def test_a_picture_that_only_a_draft_shows_is_not_deleted(staff_client):
    image, post = make_image(), make_post()
    save(staff_client, post, cover=image.pk)
    staff_client.post(form_url(image).replace("change/", "delete/"), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [image.pk], "post": "yes"}
    staff_client.post("/admin/media/image/", chosen)
    act(staff_client, post, "publish")
    assert Post.objects.get().cover == image


def test_what_was_only_decided_meanwhile_is_no_conflict(staff_client):
    post = make_post(state="draft", title_en="Trams")
    data = open_form(staff_client, form_url(post))
    act(staff_client, post, "submit")
    assert staff_client.post(form_url(post), data | {"title_en": "Ferries"}).status_code == 302
    assert Post.objects.get().title_en == "Ferries"


def test_the_box_above_the_form_tells_of_the_public_text(staff_client):
    post = make_post(title_en="Trams")
    save(staff_client, post, body_en="")
    context = staff_client.get(form_url(post)).context
    assert context["why_not_public"] == []
    assert context["language_links"][0]["url"] == post.get_absolute_url("en")

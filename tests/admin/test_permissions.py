"""What each role may do with each record, by HTTP: in its section and in another, made and imported."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.models import Issue, Post, Story, Topic
from notices.models import Notice
from partners.models import Partner
from seoulsolution.admin.conflicts import number_name
from seoulsolution.admin.permissions import ChildPermissions, RecordPermissions
from seoulsolution.admin.urls import form_url
from seoulsolution.importing.models import LedgerEntry, Proposal, SourceFile, UnplacedLine
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import drafts, history, publishing, workflow
from seoulsolution.revisions.models import Event, Revision
from tests.admin.reviewing import LIST, page_of, sent
from tests.factories import (
    allow,
    make_image,
    make_issue,
    make_notice,
    make_partner,
    make_post,
    make_topic,
    make_user,
)
from tests.forms import confirm, errors_of, list_data_of, open_form, submit
from tests.marks import MADE_AND_IMPORTED, REFUSED_BY_A_FORM, on_one_database

pytestmark = pytest.mark.django_db
NO_ATTACHMENTS = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}
ROLES = ("Author", "Translator", "Editor", "Publisher", "Administrator")
#: Who may little, and who may all.
EACH_ROLE = on_one_database(ROLES, but=("Author", "Administrator"))
LOCKED, ROWS_LOCKED = "You may not change this.", "You may not add or remove rows."


@pytest.fixture
def issue():
    issue = make_issue(stories=2)
    issue.popular_titles.create(position=1, title="Trams")
    return issue


@pytest.fixture
def translator_client(client):
    client.force_login(make_user(Translator=""))
    return client


def login(client, **roles):
    user = make_user(**roles)
    client.force_login(user)
    return user


def page(record, rest):
    return form_url(record).removesuffix("change/") + rest


def of_kind(record, rest=""):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{rest}"


def began(record, user):
    """Make ``user`` the one who created ``record``."""
    Revision.objects.of(record).delete()
    history.write([record], user=user, event=Event.CREATED)
    return record


def run(client, action, record, **data):
    number = {number_name(record): history.latest_number(record)}
    chosen = number | {"action": action, "_selected_action": [record.pk]}
    return confirm(client, of_kind(record), chosen | data)


def fresh(record):
    """Return the record as staff see it: as a draft has it, if there is one."""
    return drafts.shown(type(record).objects.get(pk=record.pk))


# Each role and each thing to do -------------------------------------------------------------------------


def add(client, post, user):
    data = {"title_en": "Ferries", "state": "draft"} | NO_ATTACHMENTS
    return client.post(of_kind(post, "add/"), data).status_code == 302


def change_own(client, post, user):
    began(post, user)
    submit(client, form_url(post), author="Kim")
    return fresh(post).author == "Kim"


def change_others(client, post, user):
    client.post(form_url(post), sent_form(post) | {"author": "Kim"})
    return fresh(post).author == "Kim"


def translate(client, post, user):
    client.post(form_url(post), sent_form(post) | {"title_ko": "지열"})
    return fresh(post).title_ko == "지열"


def publish(client, post, user):
    Post.objects.filter(pk=post.pk).update(state="draft")
    run(client, "publish", post)
    return fresh(post).state == "published"


def withdraw(client, post, user):
    page = run(client, "withdraw", post)
    if page.context and "form" in page.context:
        data = {"records": page.context["form"]["records"].value()}
        client.post(page.context["action"], data)
    return fresh(post).state == "withdrawn"


def delete(client, post, user):
    client.post(page(post, "delete/"), {"post": "yes"})
    return not Post.objects.filter(pk=post.pk).exists()


def delete_many(client, post, user):
    run(client, "delete_selected", post, post="yes")
    return not Post.objects.filter(pk=post.pk).exists()


def restore(client, post, user):
    with history.change([post]) as [locked]:
        locked.author = "Lee"
        locked.save()
    client.post(page(post, "history/1/restore/"), {"_revision": history.latest_number(post)})
    return fresh(post).author != "Lee"


def recover(client, post, user):
    history.delete([post])
    client.post(of_kind(post, f"deleted/{post.pk}/recover/"))
    return Post.objects.filter(pk=post.pk).exists()


def see_history(client, post, user):
    history.keep_first([post])
    pages = [page(post, rest) for rest in ("history/", "history/1/", "change/")] + [of_kind(post)]
    return {client.get(each).status_code for each in pages} == {200}


def see_deleted(client, post, user):
    return client.get(of_kind(post, "deleted/")).status_code == 200


def resolve_reviews(client, post, user):
    post.reviews.all().delete()
    review = Review.objects.create(record=post, reason="unsure_cut")
    run(client, "resolve_reviews", post)
    return fresh(review).resolved_at is not None


def sent_form(record):
    """Return the data of the record's form as a superuser sees it: a form is only a help, never a guard."""
    users = get_user_model().objects
    full = Client()
    full.force_login(users.filter(username="root").first() or users.create_superuser("root"))
    data = open_form(full, form_url(record))
    return {name: value for name, value in data.items() if value is not None and name != "_publish"}


ALLOWED = {
    add: "Author Editor Publisher Administrator",
    change_own: "Author Editor Publisher Administrator",
    change_others: "Editor Publisher Administrator",
    translate: "Translator Editor Publisher Administrator",
    publish: "Publisher Administrator",
    withdraw: "Publisher Administrator",
    delete: "Publisher Administrator",
    delete_many: "Publisher Administrator",
    restore: "Editor Publisher Administrator",
    recover: "Editor Publisher Administrator",
    see_history: "Author Translator Editor Publisher Administrator",
    see_deleted: "Author Editor Publisher Administrator",
    resolve_reviews: "Editor Publisher Administrator",
}


@pytest.mark.parametrize("act", ALLOWED, ids=lambda act: act.__name__)
@pytest.mark.parametrize("role", EACH_ROLE)
def test_a_role_may_do_what_it_is_for_in_its_section_alone(client, post, role, act):
    user = login(client, **{role: "archive"})
    if act is not change_own:  # whose own it is decides there, see below
        assert not act(client, post, user)
    post = Post.objects.filter(pk=post.pk).first() or make_post()
    user.role_assignments.update(section="news")
    Post.objects.filter(pk=post.pk).update(state="published", author="")
    assert act(client, fresh(post), user) == (role in ALLOWED[act].split())


@pytest.mark.parametrize("role", EACH_ROLE)
def test_nobody_sees_or_changes_their_own_record_in_another_section(client, post, role):
    began(post, login(client, **{role: "archive"}))
    for path in (of_kind(post), form_url(post), page(post, "history/"), page(post, "delete/")):
        assert client.get(path).status_code == 403
    assert client.post(form_url(post), sent_form(post) | {"author": "Kim"}).status_code == 403


def test_an_author_who_began_a_record_edits_it_and_restores_it_and_recovers_it(client, post):
    user = login(client, Author="news")
    began(post, user)
    assert restore(client, post, user)
    assert recover(client, fresh(post), user)


@pytest.mark.parametrize("others", [[], ["edited"], ["approved"]])
def test_an_author_discards_only_a_draft_that_is_all_their_own(client, post, staff, others):
    user = login(client, Author="news")
    with history.change([began(post, user)]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"author": "Kim"}), user=user)
    if "edited" in others:
        with history.change([post]) as [locked]:
            drafts.save(locked, drafts.with_values(locked, {"author": "Lee"}), user=staff)
    if "approved" in others:
        workflow.approve(post, user=staff)
    shown = "workflow/discard/" in client.get(form_url(post)).content.decode()
    number = {"_revision": history.latest_number(post)}
    status = client.post(page(post, "workflow/discard/"), number).status_code
    assert (shown, status, drafts.exist(post)) == (
        (False, 403, True) if "edited" in others else (True, 302, False)
    )


def test_an_author_discards_a_draft_after_that_of_an_editor_was_discarded(client, post, staff):
    user = login(client, Author="news")
    began(post, user)
    for writer in (staff, user):
        with history.change([post]) as [locked]:
            drafts.save(locked, drafts.with_values(locked, {"author": "Kim"}), user=writer)
        if writer is staff:
            drafts.discard(post, user=staff)
    number = {"_revision": history.latest_number(post)}
    assert client.post(page(post, "workflow/discard/"), number).status_code == 302
    assert not drafts.exist(post)


def test_what_was_only_found_or_is_edited_by_an_author_is_not_theirs(client, post):
    user = login(client, Author="news")
    Revision.objects.of(post).delete()
    history.write([post], user=user, event=Event.IMPORTED)
    assert not change_others(client, post, user)


def test_an_author_makes_a_record_of_their_own_by_saving_as_new(client, post):
    user = login(client, Author="news")
    before = fresh(post).author
    client.post(form_url(post), sent_form(post) | {"_saveasnew": "", "author": "Kim", "state": "draft"})
    assert fresh(post).author == before
    made = Post.objects.get(author="Kim")
    assert Revision.objects.of(made).get().created_by == user


def test_deleting_what_is_published_needs_the_right_to_publish(client, post):
    user = login(client, Editor="news")
    allow(user, "delete_post")
    assert not delete(client, post, user)
    assert not delete_many(client, post, user)
    Post.objects.update(state="draft")
    assert delete(client, post, user)


@REFUSED_BY_A_FORM
@pytest.mark.parametrize(("name", "value"), [("expires_at_0", "2020-01-01"), ("withheld_en", "on")])
def test_who_may_not_publish_sets_neither_state_nor_times_nor_withholding(client, post, name, value):
    login(client, Editor="news")
    changes = {name: value, "author": "Kim"} | ({"expires_at_1": "10:00"} if "expires" in name else {})
    response = client.post(form_url(post), sent_form(post) | changes)
    assert LOCKED in errors_of(response)[name.removesuffix("_0")]
    now = fresh(post)
    assert (now.state, now.expires_at, now.withheld_en, now.author) == ("published", None, False, post.author)


def test_who_may_not_publish_adds_drafts_alone(client):
    login(client, Author="news")
    data = {"title_en": "Ferries", "state": "published", "_publish": "1"} | NO_ATTACHMENTS
    assert client.post("/admin/news/post/add/", data).status_code == 302
    assert Post.objects.get().state == "draft"


# The limit of a translator ------------------------------------------------------------------------------


@REFUSED_BY_A_FORM
@pytest.mark.parametrize(
    "changes",
    [
        {"title_en": "Ferries"},
        {"body_en": "<p>Other.</p>"},
        {"withheld_ko": "on"},
        {"withheld_en": "on"},
        {"date": "2020-01-01"},
        {"topics": []},
        {"author": "Kim"},
        {"source_url": "https://example.org/"},
        {"title_cut": "on"},
        {"go_live_at_0": "2020-01-01", "go_live_at_1": "10:00"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_translator_changes_nothing_but_the_other_language(translator_client, post, changes):
    post.topics.add(make_topic(slug="trams"))
    before = Post.objects.values().get(pk=post.pk), list(post.topics.all())
    if "topics" in changes:
        changes = {"topics": [make_topic(slug="other").pk]}
    response = translator_client.post(form_url(post), sent_form(post) | changes | {"title_ko": "지열"})
    name = next(iter(changes)).removesuffix("_0")
    assert errors_of(response) == {name: [LOCKED]}
    assert (Post.objects.values().get(pk=post.pk), list(post.topics.all())) == before


def test_a_translator_sees_the_rest_and_browsers_need_not_send_it(translator_client, post):
    form = translator_client.get(form_url(post)).context["adminform"].form
    assert {name for name, field in form.fields.items() if not field.disabled} == {
        "title_ko",
        "summary_ko",
        "key_points_ko",
        "body_ko",
    }
    data = {"_revision": history.latest_number(post), "title_ko": "지열", "body_ko": "<p>본문.</p>"}
    rows = {"reviews-review-content_type-object_id-TOTAL_FORMS": 0}
    rows |= {"reviews-review-content_type-object_id-INITIAL_FORMS": 0}
    rows |= NO_ATTACHMENTS
    assert translator_client.post(form_url(post), data | rows).status_code == 302
    now = fresh(post)
    assert (now.title_ko, now.body_ko, now.title_en) == ("지열", "<p>본문.</p>", post.title_en)


@pytest.mark.parametrize(
    ("first", "translated"),
    [
        ({"title_en": "Trams", "title_ko": None}, "ko"),
        ({"title_en": "", "title_ko": "전차"}, "en"),
        ({"title_en": "Trams", "title_ko": "전차"}, "en"),
        ({"title_en": "", "title_ko": ""}, "en"),
    ],
)
def test_the_first_revision_says_which_language_is_the_source(translator_client, first, translated):
    post = make_post(**first)
    history.write([post], event=Event.CREATED)
    Post.objects.update(title_en="Trams", title_ko="전차")
    form = translator_client.get(form_url(post)).context["adminform"].form
    assert not form.fields[f"title_{translated}"].disabled
    assert form.fields["title_en" if translated == "ko" else "title_ko"].disabled


def test_a_translation_that_was_added_stays_open_to_translators(translator_client, post):
    for title in ("지열", "땅의 열"):
        submit(translator_client, form_url(post), title_ko=title)
        assert fresh(post).title_ko == title


def test_a_translator_fills_in_rows(translator_client, issue):
    changes = {"stories-0-title_ko": "하나", "stories-0-body_ko": "<p>글.</p>"}
    assert translator_client.post(form_url(issue), sent_form(issue) | changes).status_code == 302
    assert fresh(issue.stories.first()).title_ko == "하나"


@REFUSED_BY_A_FORM
@pytest.mark.parametrize(
    "changes",
    [
        {"stories-0-title_en": "Other"},
        {"stories-0-position": 7},
        {"stories-0-position": 2, "stories-1-position": 1},
        {"popular_titles-0-title": "Other"},
        {"popular_titles-0-language": "ko"},
    ],
    ids=str,
)
def test_a_translator_changes_nothing_else_in_rows(translator_client, issue, changes):
    before = list(Story.objects.values()), list(issue.popular_titles.values())
    data = sent_form(issue) | changes | {"stories-0-title_ko": "하나"}
    errors = errors_of(translator_client.post(form_url(issue), data))
    assert {messages[0] for messages in errors.values()} == {LOCKED}
    assert set(errors) == set(changes)
    assert (list(Story.objects.values()), list(issue.popular_titles.values())) == before


@REFUSED_BY_A_FORM
@pytest.mark.parametrize(
    "changes",
    [
        {"stories-0-DELETE": "on"},
        {"stories-TOTAL_FORMS": 3, "stories-2-title_en": "New", "stories-2-position": 3},
        {"stories-TOTAL_FORMS": 3, "stories-2-title_ko": "새것"},
        {"stories-INITIAL_FORMS": 0, "stories-0-title_ko": "하나"},
        {"popular_titles-TOTAL_FORMS": 2, "popular_titles-1-title": "New"},
        {"popular_titles-0-DELETE": "on"},
    ],
    ids=str,
)
def test_a_translator_adds_and_removes_no_rows(translator_client, issue, changes):
    before = list(Story.objects.values()), list(issue.popular_titles.values())
    errors = errors_of(translator_client.post(form_url(issue), sent_form(issue) | changes))
    assert [ROWS_LOCKED] in errors.values()
    assert (list(Story.objects.values()), list(issue.popular_titles.values())) == before


def test_a_translator_fills_in_the_parts_of_a_notice(translator_client):
    notice = make_notice(parts=1)
    data = sent_form(notice) | {"parts-0-title_ko": "자격"}
    assert translator_client.post(form_url(notice), data).status_code == 302
    assert fresh(notice.parts.get()).title_ko == "자격"
    response = translator_client.post(form_url(notice), sent_form(notice) | {"parts-0-kind": "benefits"})
    assert errors_of(response)["parts-0-kind"] == [LOCKED]


def test_a_translator_ticks_no_review_off(translator_client, post):
    Review.objects.all().delete()
    review = Review.objects.create(record=post, reason="unsure_cut")
    prefix = "reviews-review-content_type-object_id"
    data = sent_form(post)
    response = translator_client.post(form_url(post), data | {f"{prefix}-0-resolved": "on"})
    assert errors_of(response) == {f"{prefix}-0-resolved": [LOCKED]}
    more = {f"{prefix}-TOTAL_FORMS": 2, f"{prefix}-1-resolved": "on"}
    assert errors_of(translator_client.post(form_url(post), data | more)) == {prefix: [ROWS_LOCKED]}
    address = page_of(post)
    assert translator_client.get(address).status_code == 200
    for button in ("_save", "_dismiss"):
        data = {"_revision": history.latest_number(post), "done": [review.pk], "title_ko": "지열", button: ""}
        assert translator_client.post(address, data).status_code == 403
    assert translator_client.get(f"{LIST}?reason=unsure_cut").context["accept_url"] == ""
    accept = {"_chosen": "", "review": [review.pk]}
    assert translator_client.post(f"{LIST}accept/?reason=unsure_cut", accept).status_code == 403
    assert fresh(review).resolved_at is None


def test_reviews_are_resolved_by_editors_and_by_who_began_the_record(client, post):
    Review.objects.all().delete()
    review = Review.objects.create(record=post, reason="unsure_cut")
    user = login(client, Author="news")
    response = client.get(page_of(post))
    assert client.post(page_of(post), sent(response)).status_code == 403
    began(post, user)
    Post.objects.filter(pk=post.pk).update(state="draft")
    client.post(page_of(post), sent(client.get(page_of(post))) | {"done": [review.pk]})
    assert fresh(review).resolved_at is not None


@pytest.mark.parametrize("role", ["Author", "Translator"])
def test_numbers_in_a_list_are_for_who_edits_every_record(client, role):
    partner = make_partner()
    user = login(client, **{role: ""})
    began(partner, user)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": partner.pk, "form-0-position": 9}
    assert client.get(of_kind(partner)).context["cl"].formset is None
    assert client.post(of_kind(partner), rows | {"_save": ""}).status_code == 403
    assert fresh(partner).position == 0
    user.role_assignments.all().delete()
    client.force_login(make_user("editor", Editor="partners"))
    data = list_data_of(client.get(of_kind(partner))) | rows | {"_save": ""}
    client.post(of_kind(partner), data)
    assert (Partner.objects.get().position, fresh(partner).position) == (0, 9)
    client.force_login(make_user("publisher", Publisher=""))
    client.post(of_kind(partner), list_data_of(client.get(of_kind(partner))) | rows | {"_save": ""})
    assert Partner.objects.get().position == 9


# Children -----------------------------------------------------------------------------------------------


@pytest.fixture(params=MADE_AND_IMPORTED)
def story(request, db):
    if request.param == "made":
        return make_issue(stories=1).stories.get()
    return request.getfixturevalue("imported_issue").stories.first()


@pytest.mark.parametrize("role", EACH_ROLE)
def test_a_story_follows_the_permissions_of_its_issue(client, story, role):
    edits = role in ("Editor", "Publisher", "Administrator")
    user = login(client, **{role: "news"})
    assert client.get(form_url(story)).status_code == client.get(of_kind(story)).status_code == 403
    user.role_assignments.update(section="newsletter")
    assert client.get(form_url(story)).status_code == 200
    data = sent_form(story)
    client.post(form_url(story), data | {"title_ko": "하나"})
    assert (fresh(story).title_ko == "하나") == (edits or role == "Translator")
    client.post(form_url(story), sent_form(story) | {"title_en": "Other"})
    assert (fresh(story).title_en == "Other") == edits
    client.post(page(story, "delete/"), {"post": "yes"})
    assert (fresh(story) is None) == edits


def test_an_author_writes_stories_into_their_own_issues_alone(client, story):
    own = began(make_issue(number=9), login(client, Author="newsletter"))
    new = {"title_en": "Mine", "position": 9}
    response = client.post(of_kind(story, "add/"), new | {"issue": story.issue_id})
    assert list(errors_of(response)) == ["issue"]
    assert client.post(of_kind(story, "add/"), new | {"issue": own.pk}).status_code == 302
    publishing.publish(own)
    mine = own.stories.get()
    assert list(errors_of(submit(client, form_url(mine), issue=story.issue_id))) == ["issue"]
    assert client.post(form_url(story), sent_form(story) | {"issue": own.pk}).status_code == 403
    run(client, "delete_selected", story, post="yes")
    assert Story.objects.filter(pk=story.pk).exists()
    assert submit(client, form_url(own), **{"stories-0-DELETE": "on"}).status_code == 302
    assert not fresh(own).stories.all()


def test_every_child_with_a_page_of_its_own_follows_its_record():
    for model, model_admin in admin.site._registry.items():
        if getattr(model, "revision_parent", ""):
            assert isinstance(model_admin, ChildPermissions)
        elif getattr(model, "section", ""):
            assert isinstance(model_admin, RecordPermissions)


# Topics and pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", EACH_ROLE)
def test_topics_are_for_who_edits_and_pictures_for_authors_too(client, role):
    login(client, **{role: ""})
    edits = role in ("Editor", "Publisher", "Administrator")
    topic, image = make_topic(), make_image()
    client.post("/admin/news/topic/add/", {"name_en": "Air", "slug": "air", "position": 1})
    assert Topic.objects.filter(slug="air").exists() == edits
    submitted = client.post(form_url(topic), sent_form(topic) | {"name_en": "Rivers"})
    assert submitted.status_code == (302 if edits else 403)
    assert client.get("/admin/media/image/add/").status_code == (403 if role == "Translator" else 200)
    assert client.get(page(image, "delete/")).status_code == (
        200 if role in ("Publisher", "Administrator") else 403
    )


# The other doors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "published"])
def test_the_redirect_to_the_site_is_for_who_may_see_the_record(client, post, state):
    Post.objects.update(state=state)
    kind = ContentType.objects.get_for_model(Post).pk
    user = login(client, Publisher="archive")
    for pk in (post.pk, 999_999, "x"):
        response = client.get(f"/admin/r/{kind}/{pk}/")
        assert response.status_code == 403
        assert post.slug("en") not in response.content.decode()
    user.role_assignments.update(section="news")
    assert post.slug("en") in client.get(f"/admin/r/{kind}/{post.pk}/").url
    users = ContentType.objects.get_for_model(user).pk
    for path in (f"{kind}/999999", f"{kind}/x", f"{kind}/{'9' * 30}", "999999/1", f"{'9' * 30}/1"):
        assert client.get(f"/admin/r/{path}/").status_code == 404
    assert client.get(f"/admin/r/{users}/{user.pk}/").status_code == 403


def test_autocomplete_is_for_who_may_see_the_records(client, post):
    user = login(client, Publisher="newsletter")
    asked = {"app_label": "news", "model_name": "populartitle", "field_name": "post", "term": ""}
    assert client.get("/admin/autocomplete/", asked).status_code == 403
    user.role_assignments.update(section="")
    titles = [each["text"] for each in client.get("/admin/autocomplete/", asked).json()["results"]]
    assert str(post) in titles


def test_the_dashboard_and_the_work_list_name_no_record_of_another_section(client, post):
    Review.objects.create(record=post, reason="unsure_cut")
    Post.objects.update(state="draft")
    user = login(client, Publisher="partners")
    for path in ("/admin/", LIST, f"{LIST}?reason=unsure_cut"):
        assert post.title_en not in client.get(path).content.decode()
    assert client.get(page_of(post)).status_code == 403
    user.role_assignments.update(section="news")
    assert post.title_en in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ({"Publisher": "newsletter"}, 200),
        ({"Author": "news"}, 200),
        ({"Translator": "pictures"}, 200),
        ({}, 404),
    ],
)
def test_a_picture_that_nothing_public_shows_is_for_who_may_see_it(client, roles, status):
    image = make_image(size=(100, 100))
    login(client, **roles)
    response = client.get(image.url())
    response.close()
    assert response.status_code == status


def test_the_importers_pages_show_no_record_that_the_user_may_not_see(client, imported_post, staff):
    post = imported_post
    line = UnplacedLine.objects.create(source=SourceFile.objects.first(), number=1, text="A line")
    line.provenance = post.provenances.first()
    line.resolve(staff)
    line.save()
    Post.objects.filter(pk=post.pk).update(title_en="A new secret")
    user = login(client)
    allow(user, "view_unplacedline", "view_proposal")
    path = f"/admin/importing/unplacedline/{line.pk}/change/"
    assert "A new secret" not in client.get(path).content.decode()
    allow(user, "view_post")
    assert "A new secret" in client.get(path).content.decode()


def test_a_second_text_is_shown_to_who_may_see_its_record(client, imported_post):
    kind = ContentType.objects.get_for_model(Post)
    entry = LedgerEntry.objects.get(object_id=imported_post.pk, content_type=kind)
    place = {"source": SourceFile.objects.first(), "run": "0" * 32, "first_line": 1, "last_line": 1}
    proposal = Proposal.objects.create(entry=entry, values={"title_en": "A secret"}, values_key="x", **place)
    path = f"/admin/importing/proposal/{proposal.pk}/change/"
    user = login(client)
    allow(user, "view_proposal")
    assert client.get(path).status_code == 302
    assert client.get("/admin/importing/proposal/").context["cl"].result_count == 0
    allow(user, "view_post")
    assert "A secret" in client.get(path).content.decode()


def test_permissions_of_many_records_cost_no_more_queries_than_of_one(client):
    login(client, Author="newsletter")

    def cost(issue):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(form_url(issue)).status_code == 200
        return len(captured)

    few, many = make_issue(stories=1, number=1), make_issue(stories=9, number=2)
    client.get(form_url(few))
    assert cost(few) == cost(many)


@pytest.mark.parametrize("make", [make_post, make_issue, make_partner, make_notice])
@pytest.mark.parametrize("role", EACH_ROLE)
def test_each_role_opens_each_kind(client, make, role):
    login(client, **{role: ""})
    record = make()
    for path in (form_url(record), of_kind(record), page(record, "history/")):
        assert client.get(path).status_code == 200
    assert type(record) in (Post, Issue, Partner, Notice)

"""History in the admin: what it shows and to whom, and what restoring and recovering do."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Issue, Post, Story, Topic
from notices.models import Notice
from seoulsolution.admin.permissions import RecordPermissions
from seoulsolution.admin.urls import form_url
from seoulsolution.importing.models import LedgerEntry
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import history, publishing, snapshots
from seoulsolution.revisions.erasing import erase
from seoulsolution.revisions.models import Revision
from seoulsolution.search.index.consistency import find_drift
from tests.factories import allow, make_issue, make_notice, make_post, make_topic
from tests.forms import list_data_of, restore, submit, withdraw
from tests.importing.helpers import import_all_seeds, import_seed_of, outcomes, run_import
from tests.marks import MADE_AND_IMPORTED

pytestmark = pytest.mark.django_db
BOTH = {"title_ko": "전차", "body_ko": "<p>전차가 다닌다.</p>"}
HUGE = "9" * 30


@pytest.fixture(params=MADE_AND_IMPORTED)
def post(request, db):
    """A published post with a topic, in both languages: one without a revision, and one of the seeds."""
    if request.param == "made":
        return make_post(topics=[make_topic()], title_en="Trams", **BOTH)
    post = request.getfixturevalue("imported_post")
    with history.change([post]) as [locked]:
        locked.title_ko, locked.body_ko = BOTH.values()
        locked.save()
    return Post.objects.get(pk=post.pk)


def page(record, rest="history/"):
    return form_url(record).removesuffix("change/") + rest


def of_kind(record, rest):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{rest}"


def rows(client, record, language="en"):
    """Return [(event, what it changed)] of the history page, the latest first."""
    client.cookies["django_language"] = language
    response = client.get(page(record))
    content = response.content.decode()
    found = response.context["rows"]
    assert all(label in content for _revision, labels in found for label in labels)
    return [(revision.event, sorted(labels)) for revision, labels in found]


def latest(record):
    return history.latest_number(record)


def deleted(client, record):
    return client.post(page(record, "delete/"), {"post": "yes"})


def said(response):
    return [str(message) for message in response.context["messages"]]


# What history shows -------------------------------------------------------------------------------


def test_history_says_in_the_readers_language_what_changed_and_in_which_language(staff_client, post):
    submit(staff_client, form_url(post), title_ko="새 전차")
    submit(staff_client, form_url(post), body_en="<p>Free.</p>", _publish=None)
    english, korean = (rows(staff_client, post, language)[:2] for language in ("en", "ko"))
    assert english == [
        ("edited", ["Body (English)"]),
        ("published", ["Title (한국어)"]),
    ]
    assert korean == [("edited", ["본문 (English)"]), ("published", ["제목 (한국어)"])]


def test_history_names_children_and_topics(staff_client):
    issue, post = make_issue(stories=2), make_post(topics=[make_topic()])
    submit(staff_client, form_url(issue), **{"stories-1-title_ko": "둘"})
    submit(staff_client, form_url(post), topics=[])
    assert rows(staff_client, issue) == [("published", ["Story 2: Title (한국어)"]), ("found", [])]
    assert rows(staff_client, post) == [("published", ["Topics"]), ("found", [])]


def test_a_story_shows_the_history_of_its_issue(staff_client):
    issue = make_issue(stories=1)
    story = issue.stories.get()
    submit(staff_client, form_url(story), title_ko="하나")
    assert rows(staff_client, story) == [("edited", ["Story 1: Title (한국어)"]), ("found", [])]
    assert not Revision.objects.of(story).exists()


def test_any_two_revisions_are_compared(staff_client, post):
    first, title = latest(post) or 1, post.title_en
    for text in ("Ferries", "Buses"):
        submit(staff_client, form_url(post), title_en=text)
    response = staff_client.get(page(post, f"history/{first + 2}/"), {"with": first})
    [found] = response.context["differences"]
    assert (found.label, found.language, found.old, found.new) == ("Title", "en", title, "Buses")
    [step] = staff_client.get(page(post, f"history/{first + 2}/")).context["differences"]
    assert (step.old, step.new) == ("Ferries", "Buses")


@pytest.mark.parametrize("other", ["", "x", "-1", "0", "77", HUGE, "\x00", "²", "<b>"])
def test_a_revision_that_is_none_is_compared_with_nothing(staff_client, other):
    post = make_post()
    submit(staff_client, form_url(post), title_en="Ferries")
    assert staff_client.get(page(post, "history/2/"), {"with": other}).status_code == 200


def test_texts_of_old_revisions_are_text(staff_client):
    post = make_post(title_en="<script>alert(1)</script>")
    submit(staff_client, form_url(post), title_en="<b>Bold</b>")
    for path in ("history/", "history/1/", "history/2/"):
        content = staff_client.get(page(post, path)).content.decode()
        assert "<script>alert" not in content
        assert "<b>Bold" not in content


@pytest.mark.parametrize("rest", ["history/", "history/1/", "history/2/?with=1", "deleted/", ""])
def test_reading_writes_nothing_and_holds_no_lock(staff_client, rest):
    """On SQLite a transaction takes the lock of the writers, even to read."""
    post = make_post()
    submit(staff_client, form_url(post), title_en="Ferries")
    path = page(post, rest) if rest.startswith("history") else of_kind(post, rest)
    with CaptureQueriesContext(connection) as queries:
        assert staff_client.get(path).status_code == 200
    assert [each["sql"] for each in queries if not each["sql"].startswith("SELECT")] == []


def test_history_costs_the_same_queries_for_few_and_many_revisions(
    staff_client, django_assert_max_num_queries
):
    def count(record):
        with django_assert_max_num_queries(30) as captured:
            staff_client.get(page(record))
        return len(captured)

    topics = [make_topic(), make_topic(slug="air", name_en="Air")]
    few, many = make_post(), make_post()
    for post, times in ((few, 2), (many, 20)):
        for number in range(times):
            with history.change([post]) as [locked]:
                locked.topics.set([topics[number % 2]])
    count(few)  # content types are looked up once
    assert count(few) == count(many)


# Restoring ----------------------------------------------------------------------------------------


def test_restoring_brings_texts_back_and_leaves_publication_and_search_right(staff_client, staff, post):
    number = latest(post) or 1
    data = snapshots.take(post)
    tomorrow = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
    with history.change([post]) as [locked]:
        locked.title_en, locked.title_ko, locked.body_ko = "Ferries", "", ""
        locked.topics.clear()
        locked.state, locked.withheld_ko = "withdrawn", True
        locked.go_live_at, locked.expires_at = tomorrow, tomorrow + datetime.timedelta(days=1)
        locked.save()
    response = restore(staff_client, post, number)
    assert response.url == form_url(post)
    post.refresh_from_db()
    assert (post.state, post.withheld_ko, post.withheld_en) == ("withdrawn", True, False)
    assert (post.go_live_at, post.expires_at) == (tomorrow, tomorrow + datetime.timedelta(days=1))
    now, kept = snapshots.take(post), snapshots.PUBLICATION
    for name, value in data["fields"].items():
        assert name in kept or now["fields"][name] == value
    assert now["relations"] == data["relations"]
    last = Revision.objects.of(post).first()
    assert (last.number, last.event, last.created_by) == (number + 2, "restored", staff)
    assert list(find_drift("default")) == []


def test_restoring_a_published_record_makes_a_draft_that_is_found_when_published(staff_client, post):
    number, title = latest(post) or 1, post.title_en
    submit(staff_client, form_url(post), title_en="Zeppelins")
    restore(staff_client, post, number)
    assert Post.objects.visible("en").get(pk=post.pk).title_en == "Zeppelins"
    publishing.publish(post)
    assert Post.objects.visible("en").get(pk=post.pk).title_en == title
    assert list(find_drift("default")) == []


def test_restoring_an_edit_of_korean_keeps_english(staff_client):
    post = make_post(title_en="Trams")
    submit(staff_client, form_url(post), **BOTH)
    restore(staff_client, post, 1)
    publishing.publish(post)
    post.refresh_from_db()
    assert (post.title_en, post.body_en) == ("Trams", "<p>The city announced a plan.</p>")
    assert not post.title_ko


@pytest.mark.parametrize("recovered", [False, True], ids=["restored", "recovered"])
def test_a_topic_that_was_deleted_is_left_out_and_said(staff_client, recovered, post):
    number, gone, other = latest(post) or 1, post.topics.first(), make_topic(slug="air", name_en="Air")
    post.topics.set([gone, other])
    history.keep_first([post])
    history.write([post])
    number = latest(post)
    if recovered:
        deleted(staff_client, post)
    else:
        submit(staff_client, form_url(post), topics=[])
    assert deleted(staff_client, gone).status_code == 302
    if recovered:
        response = staff_client.post(of_kind(post, f"deleted/{post.pk}/recover/"), follow=True)
    else:
        response = restore(staff_client, post, number, follow=True)
        publishing.publish(post)
    assert said(response)[-1] == "Brought back without what is no longer there: Topics"
    assert list(Post.objects.get(pk=post.pk).topics.all()) == [other]
    content = staff_client.get(page(post, f"history/{number}/?with={number + 1}")).content.decode()
    assert f"{gone.name_en} (deleted)" in content or recovered


def test_a_bulk_action_makes_a_revision_of_each_and_restoring_one_leaves_the_others(staff_client, tmp_path):
    import_seed_of(Post, tmp_path)
    posts = [*Post.objects.visible("en")[:2], make_post(title_en="Trams")]
    numbers = {post.pk: latest(post) or 1 for post in posts}
    withdraw(staff_client, of_kind(posts[0], ""), [post.pk for post in posts])
    for post in posts:
        assert (latest(post), Revision.objects.of(post).first().event) == (numbers[post.pk] + 1, "withdrawn")
        submit(staff_client, form_url(post), title_en=f"{post.title_en} Again")
    first, *others = posts
    restore(staff_client, first, numbers[first.pk])
    assert Post.objects.get(pk=first.pk).title_en == first.title_en
    assert latest(first) == numbers[first.pk] + 3
    for post in others:
        assert Post.objects.get(pk=post.pk).title_en == f"{post.title_en} Again"
        assert latest(post) == numbers[post.pk] + 2
    assert not Post.objects.filter(pk__in=numbers, state="published").exists()
    assert list(find_drift("default")) == []


def test_numbers_changed_in_the_list_are_revisions_of_their_records_alone(staff_client):
    first, second = make_topic(position=1), make_topic(slug="air", name_en="Air", position=2)
    page = staff_client.get(of_kind(first, ""))
    [row] = [form for form in page.context["cl"].formset.forms if form.instance == first]
    data = list_data_of(page) | {row.add_prefix("position"): 77, "_save": ""}
    assert staff_client.post(of_kind(first, ""), data).status_code == 302
    assert rows(staff_client, first) == [("edited", ["Position"]), ("found", [])]
    assert not Revision.objects.of(second).exists()


def test_a_story_added_on_its_own_page_is_in_the_history_of_its_issue(staff_client):
    issue = make_issue(stories=1, state="draft")
    fields = {"title_en": "Two", "issue": issue.pk, "position": 2}
    assert submit(staff_client, "/admin/news/story/add/", **fields).status_code == 302
    assert [event for event, _labels in rows(staff_client, issue)] == ["edited", "found"]
    restore(staff_client, issue, 1)
    assert [story.title_en for story in issue.stories.all()] == ["Story 1"]


def test_a_story_moved_to_another_issue_is_in_the_history_of_both(staff_client):
    old, new = make_issue(stories=1, state="draft"), make_issue(number=202, state="draft")
    submit(staff_client, form_url(old.stories.get()), issue=new.pk)
    assert new.stories.count() == 1
    for issue in (old, new):
        assert [event for event, _labels in rows(staff_client, issue)] == ["edited", "found"]


# Who may ------------------------------------------------------------------------------------------


PATHS = ("history/", "history/1/", "history/1/?with=2")


@pytest.fixture
def notice(db, tmp_path):
    """A notice of the seeds that staff changed and withdrew."""
    import_seed_of(Notice, tmp_path)
    notice = Notice.objects.first()
    with history.change([notice]) as [locked]:
        locked.title_en, locked.state = "Not for the public", "withdrawn"
        locked.save()
    return notice


def test_who_may_change_another_kind_sees_and_restores_nothing(clerk_client, clerk, notice):
    allow(clerk, "change_post", "view_post", "add_post", "delete_post")
    for path in PATHS:
        assert clerk_client.get(page(notice, path)).status_code == 403
    assert clerk_client.post(page(notice, "history/1/restore/")).status_code == 403
    post = Post.objects.first()
    for path in (page(post, f"history/{latest(notice)}/"), page(post, f"history/{latest(notice)}/restore/")):
        assert latest(post) < latest(notice)
        assert clerk_client.get(path).status_code in (404, 405)
        assert clerk_client.post(path).status_code in (404, 405) or "restore" not in path
    notice.refresh_from_db()
    assert (notice.title_en, notice.state, latest(notice)) == ("Not for the public", "withdrawn", 2)


def test_who_may_only_view_reads_and_does_not_restore(clerk_client, clerk, notice):
    allow(clerk, "view_notice")
    for path in PATHS:
        response = clerk_client.get(page(notice, path))
        assert response.status_code == 200
        assert "/restore/" not in response.content.decode()
    assert clerk_client.post(page(notice, "history/1/restore/")).status_code == 403
    assert Notice.objects.get(pk=notice.pk).title_en == "Not for the public"


@pytest.mark.parametrize("name", ["view", "edit"])
def test_who_may_not_view_or_edit_that_very_record(staff_client, monkeypatch, name):
    mine, other = make_post(), make_post()
    for post in (mine, other):
        submit(staff_client, form_url(post), title_en="Ferries")
    monkeypatch.setattr(
        RecordPermissions, f"has_{name}_permission", lambda self, request, obj=None: obj != other
    )
    assert staff_client.get(page(mine, "history/1/")).status_code == 200
    assert restore(staff_client, mine, 1).status_code == 302
    assert staff_client.get(page(other, "history/1/")).status_code == (403 if name == "view" else 200)
    assert staff_client.post(page(other, "history/1/restore/")).status_code == 403
    assert latest(other) == 2


@pytest.mark.parametrize("path", [*PATHS, "history/1/restore/"])
def test_visitors_are_sent_to_log_in(client, path):
    post = make_post()
    with history.change([post]):
        pass
    for response in (client.get(page(post, path)), client.post(page(post, path))):
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")
    assert latest(post) == 1


@pytest.mark.parametrize("number", ["3", "0", HUGE])
def test_a_number_that_only_another_record_has_is_not_found(staff_client, number):
    post, other = make_post(), make_post()
    for record, times in ((post, 1), (other, 2)):
        for time in range(times):
            submit(staff_client, form_url(record), title_en=f"Ferries {time}")
    assert (latest(post), latest(other)) == (2, 3)
    assert staff_client.get(page(post, f"history/{number}/")).status_code == 404
    assert staff_client.post(page(post, f"history/{number}/restore/")).status_code == 404


@pytest.mark.parametrize("pk", ["77", HUGE, "x", "_00"])
def test_a_record_that_is_none_is_not_found(staff_client, pk):
    post = make_post()
    for path in PATHS:
        assert staff_client.get(of_kind(post, f"{pk}/{path}")).status_code == 404
    assert staff_client.post(of_kind(post, f"{pk}/history/1/restore/")).status_code == 404
    if pk.isdecimal():
        assert staff_client.post(of_kind(post, f"deleted/{pk}/recover/")).status_code == 404


def test_restoring_and_recovering_are_for_buttons_only(staff_client):
    post, gone = make_post(), make_post()
    submit(staff_client, form_url(post), title_en="Ferries")
    deleted(staff_client, gone)
    assert staff_client.get(page(post, "history/1/restore/")).status_code == 405
    assert staff_client.get(of_kind(gone, f"deleted/{gone.pk}/recover/")).status_code == 405
    assert Post.objects.get().title_en == "Ferries"


# Deleting and recovering --------------------------------------------------------------------------


def test_a_deleted_record_is_listed_and_recovered_as_a_draft(staff_client, staff, post):
    title, pk = post.title_en, post.pk
    reviews, places = post.reviews.count(), post.provenances.count()
    assert deleted(staff_client, post).status_code == 302
    assert not Post.objects.filter(pk=pk).exists()
    assert list(find_drift("default")) == []
    [(revision, name)] = staff_client.get("/admin/news/post/deleted/").context["rows"]
    assert (name, revision.event, revision.created_by) == (title, "deleted", staff)
    response = staff_client.post(f"/admin/news/post/deleted/{pk}/recover/")
    post = Post.objects.get(pk=pk)
    assert response.url == form_url(post)
    assert (post.title_en, post.title_ko, post.state) == (title, "전차", "draft")
    assert post.topics.exists()
    assert (post.reviews.count(), post.provenances.count()) == (reviews, places)
    assert staff_client.get("/admin/news/post/deleted/").context["rows"] == []
    assert list(find_drift("default")) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"title_ko": "<b>전차</b>", "body_ko": "<p>글</p>"},
        {"foreign_title": "<b>전차</b>", "foreign_language": "ja"},
    ],
)
def test_a_record_without_a_title_in_the_language_of_the_reader_is_recovered(staff_client, fields):
    post = make_post(**{"title_en": "", "body_en": ""} | fields)
    deleted(staff_client, post)
    assert "&lt;b&gt;전차" in staff_client.get("/admin/news/post/deleted/").content.decode()
    response = staff_client.post(f"/admin/news/post/deleted/{post.pk}/recover/", follow=True)
    assert said(response) == ["<b>전차</b> is back, as a draft."]
    assert "<b>전차" not in response.content.decode()


@pytest.mark.parametrize("permissions", [(), ("view_post", "change_post", "delete_post")])
def test_who_may_not_add_recovers_nothing(clerk_client, clerk, permissions):
    post = make_post()
    history.delete([post])
    allow(clerk, *permissions)
    pk = Revision.objects.get(number=2).object_id
    assert clerk_client.get("/admin/news/post/deleted/").status_code == 403
    assert clerk_client.post(f"/admin/news/post/deleted/{pk}/recover/").status_code == 403
    assert not Post.objects.exists()


def test_a_record_that_is_there_or_of_another_kind_is_not_recovered(staff_client):
    post, gone = make_post(), make_post()
    submit(staff_client, form_url(post), title_en="Ferries")
    deleted(staff_client, gone)
    assert staff_client.post(f"/admin/news/post/deleted/{post.pk}/recover/").status_code == 404
    assert staff_client.post(f"/admin/news/document/deleted/{gone.pk}/recover/").status_code == 404
    assert staff_client.post(f"/admin/news/post/deleted/{gone.pk}/recover/").status_code == 302
    assert staff_client.post(f"/admin/news/post/deleted/{gone.pk}/recover/").status_code == 404


def test_an_issue_whose_number_was_given_again_is_recovered_under_another(staff_client):
    issue = make_issue(stories=1, number=201)
    deleted(staff_client, issue)
    make_issue(number=201, title_en="The new one")
    response = staff_client.post(of_kind(issue, f"deleted/{issue.pk}/recover/"), follow=True)
    assert "Number" in said(response)[-1]
    again = Issue.objects.get(pk=issue.pk)
    assert (again.number, again.stories.count()) == (202, 1)


def test_a_topic_whose_address_was_given_again_is_recovered_under_another(staff_client):
    topic = make_topic()
    deleted(staff_client, topic)
    make_topic(name_en="Rivers")
    staff_client.post(of_kind(topic, f"deleted/{topic.pk}/recover/"))
    again = Topic.objects.get(pk=topic.pk)
    assert (again.name_en, again.slug) == ("Water", f"water-{topic.pk}")


def test_every_imported_record_is_deleted_and_recovered_and_the_next_import_knows_it(staff_client, tmp_path):
    import_all_seeds()
    records = [entry.record for entry in LedgerEntry.objects.all() if not hasattr(entry.record, "issue")]
    before = {(type(record), record.pk): snapshots.take(record) for record in records}
    assert len({type(record) for record in records}) == 5
    for record in records:
        assert staff_client.get(page(record, "delete/")).status_code == 200
        assert deleted(staff_client, record).status_code == 302
    assert not any(model.objects.exists() for model, _pk in before)
    for model, pk in before:
        staff_client.post(of_kind(model(pk=pk), f"deleted/{pk}/recover/"))
    for (model, pk), data in before.items():
        now = snapshots.take(model.objects.get(pk=pk))
        assert now == data | {"fields": data["fields"] | {"state": "draft"}, "children": now["children"]}
        assert [len(rows) for rows in now["children"].values()] == [
            len(rows) for rows in data["children"].values()
        ]
    assert list(find_drift("default")) == []
    assert set(outcomes(run_import(tmp_path)[1])) == {"unchanged"}


@pytest.mark.parametrize("door", ["own page", "form of its issue"])
def test_an_imported_story_is_deleted_and_brought_back_and_the_next_import_knows_it(
    staff_client, tmp_path, door
):
    import_all_seeds()
    issue = Issue.objects.exclude(stories=None).first()
    story, number = issue.stories.first(), latest(issue)
    Review.objects.create(record=story, reason="unsure_cut", detail="Ours")
    origin = (story.provenances.count(), sorted(story.reviews.values_list("reason", "detail")))
    if door == "own page":
        assert deleted(staff_client, story).status_code == 302
        assert Story.objects.filter(pk=story.pk).exists()  # readers see it until the draft is published
    else:
        submit(staff_client, form_url(issue), _publish=None, **{"stories-0-DELETE": "on"})
    publishing.publish(issue)
    assert not Story.objects.filter(pk=story.pk).exists()
    assert latest(issue) == number + 2
    submit(staff_client, form_url(issue), author="Staff")
    restore(staff_client, issue, number)
    publishing.publish(issue)
    again = issue.stories.get(pk=story.pk)
    assert (again.uid, again.title_en, again.import_key) == (story.uid, story.title_en, story.import_key)
    assert (again.provenances.count(), sorted(again.reviews.values_list("reason", "detail"))) == origin
    assert set(outcomes(run_import(tmp_path)[1])) == {"unchanged"}


def test_who_ticked_a_review_off_and_is_gone_keeps_no_record_from_coming_back(
    staff_client, django_user_model
):
    post, other = make_post(), django_user_model.objects.create_user("gone")
    Review.objects.create(record=post, reason="no_date").resolve(other)
    deleted(staff_client, post)
    other.delete()
    staff_client.post(of_kind(post, f"deleted/{post.pk}/recover/"))
    review = Post.objects.get().reviews.get()
    assert review.resolved_at is not None
    assert review.resolved_by is None


def test_deleting_from_the_list_keeps_what_brings_each_back(staff_client):
    posts = [make_post(title_en="Trams"), make_post(title_en="Ferries")]
    chosen = {"action": "delete_selected", "_selected_action": [post.pk for post in posts], "post": "yes"}
    staff_client.post("/admin/news/post/", chosen)
    assert not Post.objects.exists()
    staff_client.post(f"/admin/news/post/deleted/{posts[1].pk}/recover/")
    assert Post.objects.get().title_en == "Ferries"
    assert latest(posts[0]) == 2


def test_a_notice_is_recovered_with_its_parts(staff_client):
    notice = make_notice(parts=3)
    uids = [part.uid for part in notice.parts.all()]
    deleted(staff_client, notice)
    staff_client.post(of_kind(notice, f"deleted/{notice.pk}/recover/"))
    assert [part.uid for part in Notice.objects.get(pk=notice.pk).parts.all()] == uids


def test_history_says_which_revision_is_public_and_which_are_drafts(staff_client, post):
    submit(staff_client, form_url(post), title_en="Ferries")
    submit(staff_client, form_url(post), title_en="Buses", _publish=None)
    response = staff_client.get(page(post, "history/"))
    assert response.context["live_number"] == latest(post) - 1
    assert response.content.decode().count("public text") == 1
    assert [revision.is_draft for revision, _labels in response.context["rows"]][:2] == [True, False]


def test_deleted_and_erased_records_are_listed_for_who_may_erase(staff_client, staff):
    post, other = make_post(title_en="Trams"), make_post(title_en="Ferries")
    deleted(staff_client, post)
    erase(Post, other.pk, user=staff, reason="Personal data")
    content = staff_client.get(of_kind(post, "deleted/")).content.decode()
    assert f"erase/{post.pk}/" in content
    assert "Personal data" in content
    assert "Ferries" not in content

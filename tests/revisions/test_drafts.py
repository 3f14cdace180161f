"""Drafts over published records: what readers see, and what becomes public when."""

import datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from news.models import Issue, Post, Story
from notices.models import Notice
from seoulsolution.media.models import Image
from seoulsolution.revisions import building, drafts, history, publishing, snapshots, workflow
from seoulsolution.revisions.models import Draft, Revision, Submission
from seoulsolution.revisions.restoring import recover, restore
from seoulsolution.search.index.consistency import find_drift
from tests.factories import make_draft, make_image, make_issue, make_notice, make_post, make_topic

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2027, 3, 1, 3, 0, tzinfo=datetime.UTC)  # in Seoul


def publisher(django_user_model):
    return django_user_model.objects.create_superuser("publisher")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_readers_see_the_old_text_until_the_draft_is_published(client):
    post = make_post(title_en="Trams")
    make_draft(post, title_en="Ferries")
    assert "Trams" in client.get(post.get_absolute_url("en")).content.decode()
    publishing.publish(post)
    post.refresh_from_db()
    page = client.get(post.get_absolute_url("en")).content.decode()
    assert "Ferries" in page
    assert "Trams" not in page
    assert not Draft.objects.exists()
    assert list(find_drift("default")) == []


def test_a_draft_is_built_in_memory_with_its_children_and_topics():
    issue = make_issue(stories=2)
    data = snapshots.take(issue)
    data["children"]["stories"][0]["fields"]["title_ko"] = "초안"
    data["children"]["stories"].append(
        {
            "uid": "7d1c7a52-6d4f-4f5e-9a51-0d4bd2ff8d0f",
            "id": None,
            "fields": {"position": 3, "title_en": "New"},
        }
    )
    with history.change([issue]) as [locked]:
        drafts.save(locked, data)
    with CaptureQueriesContext(connection) as queries:
        shown = drafts.shown(Issue.objects.get())
        stories = list(shown.stories.all())
    assert [story.title_en for story in stories] == ["Story 1", "Story 2", "New"]
    assert stories[0].title_ko == "초안"
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    assert Story.objects.count() == 2


@pytest.mark.parametrize(
    "fields", [{}, {"withheld_en": True}, {"body_en": ""}, {"title_en": None}, {"date": None}]
)
def test_what_the_database_computes_has_a_twin_in_memory(fields):
    post = make_post(**{"title_ko": "제목", "body_ko": "<p>글</p>"} | fields)
    stored = Post.objects.get()
    built = building.build(stored, snapshots.take(post))
    names = ("available_en", "available_ko", "sort_date", "excerpt_en", "excerpt_ko")
    assert {name: getattr(built, name) for name in names} == {name: getattr(stored, name) for name in names}


@pytest.mark.parametrize("dates", [("2018-01-01", None), (None, "2018-07-02"), (None, None)])
def test_the_sort_date_of_a_notice_has_a_twin_in_memory(dates):
    make_notice(date=dates[0], submission_opens=dates[1], submission_closes=None)
    notice = Notice.objects.get()
    assert building.build(notice, snapshots.take(notice)).sort_date == notice.sort_date


def test_a_change_of_the_public_text_goes_into_the_draft_where_that_left_it_alone():
    post = make_post(title_en="Trams", author="SMG")
    make_draft(post, title_en="Ferries")
    with history.change([post]) as [locked]:
        locked.author, locked.state = "Seoul", "published"
        locked.save()
    assert drafts.shown(Post.objects.get()).author == "Seoul"
    publishing.publish(post)
    post.refresh_from_db()
    assert (post.title_en, post.author) == ("Ferries", "Seoul")


def test_a_draft_stays_a_draft_when_its_record_is_withdrawn():
    post = make_post(title_en="Trams")
    make_draft(post, title_en="Ferries")
    with history.change([post]) as [locked]:
        locked.state = "withdrawn"
        locked.save()
    post.refresh_from_db()
    assert (post.title_en, drafts.shown(post).title_en, drafts.shown(post).state) == (
        "Trams",
        "Ferries",
        "withdrawn",
    )


def test_what_was_deleted_meanwhile_is_left_out_of_the_draft():
    topic, image = make_topic(), make_image()
    post = make_post()
    data = snapshots.take(post)
    data["fields"]["cover"], data["relations"]["topics"] = image.pk, [topic.pk]
    with history.change([post]) as [locked]:
        drafts.save(locked, data)
    history.delete([topic])
    with pytest.raises(ProtectedError):
        history.delete([image])
    Image.objects.filter(pk=image.pk)._raw_delete("default")  # by a hand that asks nobody
    publishing.publish(post)
    post.refresh_from_db()
    assert (post.cover, list(post.topics.all())) == (None, [])


def test_a_draft_whose_number_is_taken_is_not_published():
    issue = make_issue(number=201)
    make_draft(issue, number=300)
    make_issue(number=300)
    with pytest.raises(ValidationError, match="number already"):
        publishing.publish(issue)
    assert Issue.objects.get(pk=issue.pk).number == 201
    assert Draft.objects.exists()


def test_a_draft_that_is_discarded_stays_in_the_history():
    post = make_post(title_en="Trams")
    make_draft(post, title_en="Ferries")
    drafts.discard(post)
    events = [(one.event, one.data["fields"]["title_en"]) for one in Revision.objects.of(post)]
    assert events == [("discarded", "Trams"), ("edited", "Ferries"), ("found", "Trams")]
    assert not Draft.objects.exists()


def test_saving_the_public_text_again_leaves_no_draft():
    post = make_post(title_en="Trams")
    make_draft(post, title_en="Ferries")
    make_draft(post, title_en="Trams")
    assert not Draft.objects.exists()
    make_draft(post, title_en="Trams", title_ko="")
    assert not Draft.objects.exists()


def test_deleting_a_record_takes_its_draft_along():
    post = make_post()
    make_draft(post, title_en="Ferries")
    workflow.submit(post, user=None)
    history.delete([post])
    assert not Draft.objects.exists()
    assert not Submission.objects.exists()


# At a time ----------------------------------------------------------------------------------------


def plan(record, user, at):
    make_draft(record, title_en="Ferries")
    publishing.schedule(record, at, user=user)


def test_a_planned_draft_is_public_from_its_minute_on(client, clock, django_user_model):
    post = make_post(title_en="Trams")
    plan(post, publisher(django_user_model), NOON + datetime.timedelta(minutes=5))
    clock.shift(299)
    assert "Trams" in client.get(f"/en/news/{post.pk}/", follow=True).content.decode()
    clock.shift(1)
    assert "Ferries" in client.get(f"/en/news/{post.pk}/", follow=True).content.decode()
    last = Revision.objects.of(post).first()
    assert (last.event, last.due_at, last.created_by.username) == (
        "published",
        NOON + datetime.timedelta(minutes=5),
        "publisher",
    )
    assert list(find_drift("default")) == []


@pytest.mark.parametrize(
    "path", ["/en/", "/en/news/", "/api/news/", "/en/news/feed.atom", "/sitemap-news.xml"]
)
def test_every_first_request_publishes_what_is_due(client, clock, path, django_user_model):
    post = make_post(title_en="Trams")
    plan(post, publisher(django_user_model), NOON + datetime.timedelta(minutes=1))
    clock.shift(60)
    client.get(path)
    post.refresh_from_db()
    assert post.title_en == "Ferries"


def test_the_command_publishes_what_is_due(clock, capsys, django_user_model):
    post = make_post(title_en="Trams")
    plan(post, publisher(django_user_model), NOON + datetime.timedelta(minutes=1))
    clock.shift(60)
    call_command("publish_due")
    post.refresh_from_db()
    assert post.title_en == "Ferries"
    assert "1 published" in capsys.readouterr().out


def taken(post):
    Post.objects.filter(pk=post.pk).update(title_en="Changed in public")
    history.write([post])


def no_right(post):
    get_user_model().objects.update(is_superuser=False)


def withdrawn(post):
    Post.objects.filter(pk=post.pk).update(state="withdrawn")


def incomplete(post):
    draft = Draft.objects.select_related("revision").get()
    draft.revision.data["fields"]["body_en"] = ""
    draft.revision.save()


@pytest.mark.parametrize("happens", [taken, no_right, withdrawn, incomplete])
def test_what_cannot_be_published_stays_a_draft_and_breaks_no_page(client, clock, happens, django_user_model):
    post = make_post(title_en="Trams")
    plan(post, publisher(django_user_model), NOON + datetime.timedelta(minutes=1))
    happens(post)
    clock.shift(60)
    assert client.get("/en/").status_code == 200
    draft = Draft.objects.get()
    assert draft.failed_at
    assert set(draft.problem) == {"en", "ko"}
    assert draft.problem["en"] != draft.problem["ko"]
    assert Post.objects.get().title_en != "Ferries"
    with CaptureQueriesContext(connection) as queries:
        publishing.publish_due()
    assert len(queries) == 1  # it is not tried again


def test_saving_the_draft_again_ends_the_plan(clock, django_user_model):
    post = make_post(title_en="Trams")
    plan(post, publisher(django_user_model), NOON + datetime.timedelta(minutes=1))
    make_draft(post, title_en="Buses")
    assert Draft.objects.get().publish_at is None


def test_a_page_looks_once_whether_something_is_due(client):
    make_post()
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/news/")
    assert len([query for query in queries if "revisions_draft" in query["sql"]]) == 1


# Submitted, returned, approved --------------------------------------------------------------------


@pytest.fixture
def people(django_user_model):
    return [django_user_model.objects.create_user(name) for name in ("author", "editor")]


def test_decisions_are_revisions_with_their_notes(people):
    author, editor = people
    post = make_post(state="draft")
    workflow.submit(post, user=author, note="Please look")
    workflow.send_back(post, user=editor, note="Too long", remarks={"title_en": "Shorter"})
    workflow.approve(post, user=editor)
    told = [(one.event, one.note, one.created_by) for one in Revision.objects.of(post)]
    assert told == [
        ("approved", "", editor),
        ("returned", "Too long", editor),
        ("submitted", "Please look", author),
        ("found", "", None),
    ]


def test_an_approval_ends_with_the_text_it_was_given_to(people):
    author, editor = people
    post = make_post()
    make_draft(post, title_en="Ferries")
    workflow.submit(post, user=author)
    workflow.approve(post, user=editor)
    make_draft(post, title_en="Ferries!")
    assert Submission.objects.get().status == "submitted"


@pytest.mark.parametrize("approved_by", [None, 0, 1])
def test_a_second_person_is_needed_where_the_setting_says_so(people, settings, approved_by):
    settings.SECOND_PAIR_OF_EYES = True
    author, _editor = people
    post = make_post(state="draft")
    with history.change([post], user=author) as [locked]:
        locked.title_en = "Ferries"
        locked.save()
    if approved_by is not None:
        workflow.submit(post, user=author)
        workflow.approve(post, user=people[approved_by])
    assert workflow.needs_second_person(post, author) is (approved_by != 1)
    assert not workflow.needs_second_person(post, people[1])


# What was tried to break it -------------------------------------------------------------------------------


def test_a_draft_that_fails_in_an_odd_way_breaks_no_page_and_holds_up_no_other(
    client, clock, monkeypatch, django_user_model
):
    user, later = publisher(django_user_model), NOON + datetime.timedelta(minutes=1)
    broken, fine = make_post(title_en="Broken"), make_post(title_en="Fine")
    for post in (broken, fine):
        plan(post, user, later)
    check = publishing.check_public

    def overflow(built, over):
        if over.pk == broken.pk:
            raise OverflowError
        check(built, over)

    monkeypatch.setattr(publishing, "check_public", overflow)
    clock.shift(60)
    assert client.get("/en/").status_code == 200
    fine.refresh_from_db()
    assert fine.title_en == "Ferries"
    assert Draft.objects.get().failed_at


def test_a_correction_of_the_public_text_is_not_undone_unseen():
    post = make_post(title_en="Trams")
    make_draft(post, title_en="Ferries")
    with history.change([post]) as [locked]:
        locked.title_en = "Trams corrected"
        locked.save()
    with pytest.raises(ValidationError, match="changed meanwhile"):
        publishing.publish(post)
    make_draft(post, title_en="Ferries")
    publishing.publish(post)
    assert Post.objects.get().title_en == "Ferries"


def test_a_topic_that_is_deleted_is_nobodys_change(clock, django_user_model):
    gone, other = make_topic(), make_topic(slug="air", name_en="Air")
    post = make_post(topics=[gone])
    make_draft(post, title_en="Ferries")
    with history.change([post]) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"relations": {"topics": sorted([gone.pk, other.pk])}})
    publishing.schedule(post, NOON + datetime.timedelta(minutes=1), user=publisher(django_user_model))
    history.delete([gone])
    clock.shift(60)
    assert publishing.publish_due() == 1
    assert list(Post.objects.get().topics.all()) == [other]


def test_a_withdrawal_ends_the_plan_of_the_draft(clock, django_user_model):
    post = make_post(title_en="Trams")
    plan(post, publisher(django_user_model), NOON + datetime.timedelta(minutes=1))
    with history.change([post]) as [locked]:
        locked.withdraw()
    assert Draft.objects.get().publish_at is None


@pytest.mark.parametrize(
    "fields", [{"go_live_at": "2999-01-01T00:00:00+00:00"}, {"expires_at": "2020-01-01T00:00:00+00:00"}]
)
def test_a_draft_does_not_take_the_page_off_the_site(fields):
    post = make_post()
    make_draft(post, **fields)
    with pytest.raises(ValidationError, match="leave the site"):
        publishing.publish(post)
    assert Post.objects.visible("en").exists()


def test_a_deleted_record_comes_back_with_its_draft_as_its_text():
    post = make_post(title_en="Trams")
    make_draft(post, title_en="Ferries")
    history.delete([post])
    recover(Revision.objects.of(post).first())
    assert (Post.objects.get().title_en, Post.objects.get().state) == ("Ferries", "draft")


def test_restoring_an_older_text_ends_an_approval(people, settings):
    settings.SECOND_PAIR_OF_EYES = True
    author, editor = people
    post = make_post(state="draft", title_en="Unseen")
    history.keep_first([post])
    for title in ("Good",):
        with history.change([post], user=author) as [locked]:
            locked.title_en = title
            locked.save()
    workflow.submit(post, user=author)
    workflow.approve(post, user=editor)
    restore(Revision.objects.of(post).last(), post, user=author)
    assert workflow.needs_second_person(post, author)


def test_another_persons_touch_is_no_approval(people, settings):
    settings.SECOND_PAIR_OF_EYES = True
    author, editor = people
    post = make_post(state="draft")
    for user, title in ((author, "Mine"), (editor, "Mine, touched")):
        with history.change([post], user=user) as [locked]:
            locked.title_en = title
            locked.save()
    assert workflow.needs_second_person(post, author)


def test_publishing_in_bulk_ends_a_submission(people):
    post = make_post(state="draft")
    workflow.submit(post, user=people[0])
    with history.change([post]) as [locked]:
        locked.state = "published"
        locked.save()
    assert not Submission.objects.exists()

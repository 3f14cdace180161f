"""Two people save one record: nobody undoes what the other has saved."""

import contextlib
import datetime
import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from news.models import Issue
from seoulsolution.admin.revisions import RevisionsMixin
from seoulsolution.admin.urls import form_url
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Revision
from seoulsolution.search.index.consistency import find_drift
from tests.factories import make_issue, make_notice, make_partner, make_post, make_topic
from tests.forms import data_of, errors_of, open_form, restore, withdraw
from tests.marks import MADE_AND_IMPORTED

pytestmark = pytest.mark.django_db
REFUSED = ["Somebody has saved this since you opened it. Look at both texts and save again."]
BOTH = {"title_ko": "전차", "body_ko": "<p>전차가 다닌다.</p>"}


class Form:
    """A record's form, open in the browser of one person."""

    def __init__(self, client, record):
        self.client, self.path = client, form_url(record)
        self.data = open_form(client, self.path)

    def save(self, **changes):
        """Send the form with ``changes`` (None: leave out); the next save is of the page that came back."""
        data = {name: value for name, value in (self.data | changes).items() if value is not None}
        self.page = self.client.post(self.path, data)
        if self.page.status_code == 200:
            self.data = data_of(self.page)
        return self.page.status_code

    @property
    def errors(self):
        return errors_of(self.page)

    @property
    def conflict(self):
        return self.page.context["save_conflict"]

    @property
    def theirs(self):
        """Return {(part, label, language): (old, new, whether both changed it)}."""
        return {(o.part, o.label, o.language): (o.old, o.new, both) for o, both in self.conflict.theirs}


@pytest.fixture
def opened(staff_client, django_user_model):
    """Return a function that opens a record's form for two people."""
    colleague = Client()
    colleague.force_login(django_user_model.objects.create_superuser("colleague"))

    def opened(record):
        return Form(colleague, record), Form(staff_client, record)

    return opened


@pytest.fixture(params=MADE_AND_IMPORTED)
def post(request, db):
    if request.param == "made":
        return make_post(topics=[make_topic()], title_en="Trams", **BOTH)
    return request.getfixturevalue("imported_post")


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def test_the_second_is_refused_and_sees_both_and_saves_both(opened, post, staff):
    first, second = opened(post)
    assert first.save(title_en="Ferries") == 302
    assert second.save(body_en="<p>By the second.</p>") == 200
    assert second.errors == {"__all__": REFUSED}
    assert fresh(post).title_en == "Ferries"
    assert fresh(post).body_en == post.body_en
    assert second.theirs == {("", "Title", "en"): (post.title_en, "Ferries", False)}
    content = second.page.content.decode()
    assert "colleague" in content
    assert "<ins>Ferries</ins>" in content
    assert "By the second." in content
    assert (second.data["title_en"], second.data["body_en"]) == ("Ferries", "<p>By the second.</p>")
    assert second.save() == 302
    assert (fresh(post).title_en, fresh(post).body_en) == ("Ferries", "<p>By the second.</p>")
    assert Revision.objects.of(post).first().created_by == staff
    assert list(find_drift("default")) == []


def test_without_another_who_saves_nobody_is_asked(opened, post):
    first, _second = opened(post)
    assert first.save(title_en="Ferries") == 302
    first, _second = opened(post)
    assert first.save(title_en="Buses") == 302
    assert fresh(post).title_en == "Buses"


def test_the_other_language_is_kept(opened):
    post = make_post(title_en="Trams")
    first, second = opened(post)
    first.save(**BOTH)
    second.save(title_en="Ferries")
    assert second.save() == 302
    assert (fresh(post).title_en, fresh(post).title_ko, fresh(post).languages) == (
        "Ferries",
        "전차",
        ("en", "ko"),
    )


@pytest.mark.parametrize("language", ["en", "ko"])
def test_fields_of_every_sort_that_only_the_other_changed_are_merged(opened, post, language):
    topic = make_topic(slug="air", name_en="Air")
    first, second = opened(post)
    for form in (first, second):
        form.client.cookies["django_language"] = language
    first.save(
        topics=[topic.pk],
        date="2020-02-01",
        title_cut="on",
        withheld_ko="on",
        source_url="https://example.org/",
        go_live_at_0="2020-01-02",
        go_live_at_1="09:00:00",
    )
    assert second.save(title_en="Ferries", author="Staff") == 200
    assert second.save() == 302
    post = fresh(post)
    assert (post.title_en, post.author) == ("Ferries", "Staff")
    assert list(post.topics.all()) == [topic]
    assert post.date == datetime.date(2020, 2, 1)
    assert (post.title_cut, post.withheld_ko, post.source_url) == (True, True, "https://example.org/")
    assert post.go_live_at == datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)


def test_what_the_other_emptied_or_switched_off_stays_so(opened):
    topic = make_topic()
    live = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    post = make_post(topics=[topic], title_cut=True, withheld_ko=True, author="SMG", go_live_at=live, **BOTH)
    first, second = opened(post)
    first.save(
        topics=None, title_cut=None, withheld_ko=None, author="", date="", go_live_at_0="", go_live_at_1=""
    )
    second.save(title_en="Ferries")
    assert second.save() == 302
    post = fresh(post)
    assert (post.title_en, post.author, post.date, post.go_live_at) == ("Ferries", "", None, None)
    assert not post.title_cut
    assert not post.withheld_ko
    assert not post.topics.exists()


def test_a_withdrawal_stays_although_the_second_pressed_publish(opened, post):
    _first, second = opened(post)
    with history.change([post]) as [locked]:
        locked.state = "withdrawn"
        locked.save()
    assert "_publish" in second.data
    assert second.save(title_en="Ferries") == 200
    assert fresh(post).state == "withdrawn"
    assert "_publish" not in second.data
    assert second.save() == 302
    assert (fresh(post).state, fresh(post).title_en) == ("withdrawn", "Ferries")


def test_a_withdrawal_in_the_list_counts_too(opened, post):
    first, second = opened(post)
    withdraw(first.client, "/admin/news/post/", [post.pk])
    second.save(title_en="Ferries")
    assert second.save() == 302
    assert (fresh(post).state, fresh(post).title_en) == ("withdrawn", "Ferries")


def test_a_field_that_both_changed_keeps_the_writers_text_and_shows_the_other(opened, post):
    first, second = opened(post)
    first.save(title_en="Ferries", author="SMG")
    second.save(title_en="Buses")
    assert second.theirs == {
        ("", "Title", "en"): (post.title_en, "Ferries", True),
        ("", "Author", ""): (post.author, "SMG", False),
    }
    assert "changed by both" in second.page.content.decode()
    assert (second.data["title_en"], second.data["author"]) == ("Buses", "SMG")
    assert second.save() == 302
    assert (fresh(post).title_en, fresh(post).author) == ("Buses", "SMG")


def test_the_same_change_by_both_is_no_difference_of_opinion(opened, post):
    first, second = opened(post)
    first.save(title_en="Ferries")
    second.save(title_en="Ferries", author="Staff")
    assert second.theirs == {("", "Title", "en"): (post.title_en, "Ferries", False)}
    assert second.save() == 302
    assert (fresh(post).title_en, fresh(post).author) == ("Ferries", "Staff")


def test_a_mistake_of_the_writer_is_said_besides(opened, post):
    first, second = opened(post)
    first.save(title_en="Ferries")
    second.save(date="2020-02-31")
    assert set(second.errors) == {"__all__", "date"}
    assert second.save() == 200
    assert set(second.errors) == {"date"}
    assert second.save(date="2020-02-28") == 302
    assert (fresh(post).title_en, fresh(post).date) == ("Ferries", datetime.date(2020, 2, 28))


def test_a_third_who_saves_meanwhile_is_a_conflict_again(opened, post):
    first, second = opened(post)
    third = Form(first.client, post)
    first.save(title_en="Ferries")
    second.save(author="Staff")
    assert third.save(source_name="City") == 200
    assert third.save() == 302
    assert second.save() == 200
    assert second.save() == 302
    assert (fresh(post).title_en, fresh(post).author, fresh(post).source_name) == (
        "Ferries",
        "Staff",
        "City",
    )


@pytest.mark.parametrize("sent", [None, "", "x", "-1", "77", "²", "\x00", "1\x00", "9" * 30, "1.0"])
@pytest.mark.parametrize("known", [False, True], ids=["without revisions", "with revisions"])
def test_a_form_without_a_number_is_stale_where_there_are_revisions(opened, sent, known):
    post = make_post(title_en="Trams")
    if known:
        first, _second = opened(post)
        first.save(author="SMG")
    _first, second = opened(post)
    status = second.save(_revision=sent, title_en="Ferries")
    assert status == (200 if known else 302)
    assert fresh(post).title_en == ("Trams" if known else "Ferries")
    assert not known or second.save() == 302
    assert (fresh(post).title_en, fresh(post).author) == ("Ferries", "SMG" if known else "")


def test_what_changed_nothing_is_no_conflict(opened):
    post = make_post()
    first, second = opened(post)
    assert first.save(title_en="", title_ko="") == 200
    assert second.save(title_en="Ferries") == 302
    first, second = opened(post)
    assert first.save() == 302
    assert second.save(title_en="Buses") == 302


def test_a_restored_revision_is_a_change_like_any(opened, post):
    opened(post)[0].save(title_en="Ferries")
    number = history.latest_number(post) - 1
    first, second = opened(post)
    restore(first.client, post, number)
    second.save(author="Staff")
    assert second.save() == 302
    assert (fresh(post).title_en, fresh(post).author) == (post.title_en, "Staff")


def test_who_may_only_view_is_refused_as_ever(opened, django_user_model):
    post = make_post(title_en="Trams")
    client = Client()
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.post(form_url(post), {"title_en": "Ferries"}).status_code == 403
    assert not Revision.objects.exists()


def test_reviews_ticked_off_by_the_writer_are_ticked_off_at_the_second_press(opened):
    post = make_post()
    review = Review.objects.create(record=post, reason="no_date")
    first, second = opened(post)
    first.save(title_en="Ferries")
    second.save(**{"reviews-review-content_type-object_id-0-resolved": "on"})
    assert Review.objects.get().resolved_at is None
    assert second.save() == 302
    review.refresh_from_db()
    assert review.resolved_by.username == "staff"


def test_a_partner(opened):
    partner = make_partner(position=3)
    first, second = opened(partner)
    first.save(position=7, is_site_owner="on")
    second.save(name_ko="시티넷")
    assert second.save() == 302
    partner = fresh(partner)
    assert (partner.position, partner.is_site_owner, partner.name_ko) == (7, True, "시티넷")


def test_a_topic(opened):
    topic = make_topic()
    first, second = opened(topic)
    first.save(keywords_en="rivers")
    second.save(name_en="Waters")
    assert second.save() == 302
    assert (fresh(topic).name_en, fresh(topic).keywords_en) == ("Waters", "rivers")


# Children -----------------------------------------------------------------------------------------


@pytest.fixture(params=MADE_AND_IMPORTED)
def issue(request, db):
    """An issue of three stories and more."""
    if request.param == "made":
        return make_issue(stories=3)
    return request.getfixturevalue("imported_issue")


def story(row, **fields):
    return {f"stories-{row}-{name}": value for name, value in fields.items()}


def titles(issue):
    return list(issue.stories.order_by("position").values_list("title_en", flat=True))


def test_a_story_of_the_other_and_a_title_of_the_writer_are_merged(opened, issue):
    first, second = opened(issue)
    assert first.save(**story(1, title_en="By the first")) == 302
    second.save(title_en="Title of the second")
    assert second.data["stories-1-title_en"] == "By the first"
    assert second.conflict.set_aside == []
    assert second.save() == 302
    assert (fresh(issue).title_en, titles(issue)[1]) == ("Title of the second", "By the first")


def test_a_title_of_the_other_and_a_story_of_the_writer_are_merged(opened, issue):
    first, second = opened(issue)
    first.save(title_en="Title of the first")
    second.save(**story(0, body_en="<p>By the second.</p>"))
    assert second.conflict.set_aside == []
    assert second.save() == 302
    assert fresh(issue).title_en == "Title of the first"
    assert fresh(issue).stories.first().body_en == "<p>By the second.</p>"


def test_stories_that_both_changed_are_merged_field_by_field(opened, issue):
    first, second = opened(issue)
    first.save(**story(0, title_en="By the first", body_en="<p>By the first.</p>"))
    second.save(**story(0, title_en="By the second"), **story(1, body_ko="<p>둘째가 쓴 글.</p>"))
    assert second.conflict.set_aside == []
    number = issue.stories.first().position
    marks = {key: both for key, (_old, _new, both) in second.theirs.items()}
    part = f"Story {number}"
    assert marks == {(part, "Title", "en"): True, (part, "Body", "en"): False}
    assert second.save() == 302
    one, two = issue.stories.all()[:2]
    assert (one.title_en, one.body_en) == ("By the second", "<p>By the first.</p>")
    assert two.body_ko == "<p>둘째가 쓴 글.</p>"


def test_the_writer_deletes_only_what_others_left_alone(opened, issue):
    first, second = opened(issue)
    before = titles(issue)
    first.save(**story(0, body_en="<p>By the first.</p>"))
    second.save(**story(0, DELETE="on"), **story(1, DELETE="on"))
    assert second.save() == 302
    assert titles(issue) == [before[0], *before[2:]]


def test_a_story_added_by_the_writer_stays_where_others_deleted_and_changed(opened, issue):
    first, second = opened(issue)
    before = titles(issue)
    count = len(before)
    first.save(**story(0, DELETE="on"), **story(1, title_en="By the first"))
    added = story(count, position="", title_en="By the second") | {"stories-TOTAL_FORMS": count + 1}
    second.save(**story(2, body_ko="<p>둘째가 쓴 글.</p>"), **added)
    assert second.conflict.set_aside == []
    assert second.save() == 302
    assert titles(issue) == ["By the first", *before[2:], "By the second"]
    assert issue.stories.all()[1].body_ko == "<p>둘째가 쓴 글.</p>"


def test_a_story_that_the_other_deleted_does_not_keep_the_writer_from_saving(opened, issue):
    first, second = opened(issue)
    before = titles(issue)
    first.save(**story(0, DELETE="on"))
    second.save(title_en="Title of the second", **story(0, title_en="Too late"))
    assert "Too late" in [text for _label, text in second.conflict.set_aside]
    assert second.save() == 302
    assert fresh(issue).title_en == "Title of the second"
    assert titles(issue) == before[1:]


def test_stories_that_both_added_are_both_there_in_the_end(opened):
    issue = make_issue(stories=1)
    first, second = opened(issue)
    new = {"stories-TOTAL_FORMS": 2}
    first.save(**new, **story(1, position="", title_en="By the first"))
    second.save(**new, **story(1, uid="", position=2, title_en="By the second"))
    assert [second.data[f"stories-{row}-title_en"] for row in (1, 2)] == ["By the first", "By the second"]
    assert not second.data["stories-2-position"]
    assert second.conflict.set_aside == []
    assert second.save() == 302
    assert titles(issue) == ["Story 1", "By the first", "By the second"]


def test_the_same_story_on_its_own_page_and_in_the_form_of_its_issue(opened, issue):
    Issue.objects.update(state="draft")
    one = issue.stories.first()
    first, _other = opened(issue)
    _own, second = opened(one)
    first.save(**story(0, title_ko="첫째가 쓴 제목"))
    assert second.save(body_en="<p>By the second.</p>") == 200
    assert second.theirs[("Story 1", "Title", "ko")][1:] == ("첫째가 쓴 제목", False)
    assert second.data["title_ko"] == "첫째가 쓴 제목"
    assert second.save() == 302
    one = fresh(one)
    assert (one.title_ko, one.body_en) == ("첫째가 쓴 제목", "<p>By the second.</p>")
    assert list(find_drift("default")) == []


def test_the_own_page_of_a_story_that_the_other_deleted(opened):
    issue = make_issue(stories=2)
    first, _other = opened(issue)
    _own, second = opened(issue.stories.first())
    first.save(**story(0, DELETE="on"))
    assert second.save(title_en="Too late") == 410
    assert "Too late" in second.page.content.decode()
    assert titles(issue) == ["Story 2"]


def test_two_stories_of_one_issue_on_their_own_pages(opened):
    one, two = make_issue(stories=2, state="draft").stories.all()
    first, _other = opened(one)
    _other, second = opened(two)
    first.save(title_en="By the first")
    second.save(title_en="By the second")
    assert second.save() == 302
    assert (fresh(one).title_en, fresh(two).title_en) == ("By the first", "By the second")


def test_parts_and_steps_of_a_notice(opened):
    notice = make_notice(parts=2)
    first, second = opened(notice)
    first.save(
        **{"parts-0-title_en": "By the first", "selection_steps-TOTAL_FORMS": 1},
        **{"selection_steps-0-title_en": "Review", "selection_steps-0-position": 1},
        **{"selection_steps-0-year": 2026, "selection_steps-0-month": 8},
    )
    second.save(citizens_required=30)
    assert second.save() == 302
    notice = fresh(notice)
    assert (notice.citizens_required, notice.parts.first().title_en) == (30, "By the first")
    assert notice.selection_steps.get().title_en == "Review"


# In the same moment -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_who_waited_for_the_lock_sees_what_the_other_saved(opened):
    post = make_post(title_en="Trams")
    _first, second = opened(post)
    changed, may_commit = threading.Event(), threading.Event()

    def save():
        with transaction.atomic(), history.change([post]) as [locked]:
            locked.title_en = "Ferries"
            locked.save()
            changed.set()
            may_commit.wait(20)
        connection.close()

    other = threading.Thread(target=save, daemon=True)
    other.start()
    assert changed.wait(20)
    threading.Timer(0.5, may_commit.set).start()
    assert second.save(author="Staff") == 200
    other.join(20)
    assert second.theirs == {("", "Title", "en"): ("Trams", "Ferries", False)}
    assert second.save() == 302
    assert (fresh(post).title_en, fresh(post).author) == ("Ferries", "Staff")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_stories_change_places_between_two_issues(opened, monkeypatch):
    issues = [make_issue(stories=1, state="draft", number=number) for number in (201, 202)]
    forms = [opened(issue.stories.get())[at] for at, issue in enumerate(issues)]
    save_model, both_are_saving = RevisionsMixin.save_model, threading.Barrier(2)

    def save_together(*args, **kwargs):
        with contextlib.suppress(threading.BrokenBarrierError):
            both_are_saving.wait(1)
        save_model(*args, **kwargs)

    def move(form, issue, number):
        statuses.append(form.save(issue=issue.pk, position=number))
        connection.close()

    monkeypatch.setattr(RevisionsMixin, "save_model", save_together)
    statuses = []
    arguments = [(forms[0], issues[1], 7), (forms[1], issues[0], 8)]
    threads = [threading.Thread(target=move, args=each, daemon=True) for each in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    # Who comes second is told that the other issue, too, has changed, or both are done; nobody is thrown out.
    assert sorted(statuses) in ([200, 302], [302, 302])

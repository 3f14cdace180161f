"""When a text first became public, in each language."""

import datetime

import pytest
from django.utils import timezone

from news.models import Document, Post
from notices.models import Notice
from seoulsolution.content.first_public import EDITED_FIELDS, FIELDS, LONG_AGO, at_own_date, fill
from seoulsolution.revisions import history, restoring
from seoulsolution.revisions.models import Revision
from tests.factories import make_issue, make_notice, make_post
from tests.importing.helpers import import_all_seeds

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
TODAY = datetime.datetime(2025, 6, 1, 12, tzinfo=datetime.UTC)
KOREAN = {"title_ko": "제목", "body_ko": "<p>글</p>"}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(TODAY, tick=False)


def moments(record):
    record.refresh_from_db()
    return record.first_public_en, record.first_public_ko


def test_each_language_has_a_moment_of_its_own_which_stays(time_machine):
    post = make_post(state="draft", **KOREAN | {"title_ko": ""})
    assert moments(post) == (None, None)
    post.state = "published"
    post.save()
    assert moments(post) == (TODAY, None)
    time_machine.move_to(TODAY + DAY, tick=False)
    post.title_ko = "제목"
    post.save()
    post.withdraw()
    post.state = "published"
    time_machine.move_to(TODAY + 2 * DAY, tick=False)
    post.save()
    assert moments(post) == (TODAY, TODAY + DAY)


def test_a_moment_that_is_ahead_follows_the_record(time_machine):
    post = make_post(go_live_at=TODAY + 2 * DAY)
    assert moments(post)[0] == TODAY + 2 * DAY
    post.go_live_at = TODAY + DAY
    post.save()
    assert moments(post)[0] == TODAY + DAY
    post.state = "draft"
    post.save()
    assert moments(post)[0] is None
    post.state = "published"
    post.save()
    time_machine.move_to(TODAY + 3 * DAY, tick=False)
    post.go_live_at = None
    post.save()
    assert moments(post)[0] == TODAY + DAY


@pytest.mark.parametrize("hidden", [{"withheld_en": True}, {"expires_at": TODAY - DAY}, {"body_en": ""}])
def test_what_nobody_can_read_has_no_moment(hidden):
    assert moments(make_post(**hidden)) == (None, None)


@pytest.mark.parametrize("make", ["update", "update_fields", "bulk_create"])
def test_every_way_of_saving_keeps_the_moment(make):
    if make == "bulk_create":
        [post] = Post.objects.bulk_create([Post(state="published", title_en="Title", body_en="<p>Text</p>")])
    else:
        post = make_post(state="draft", **KOREAN | {"withheld_ko": True})
        post.state = "published"
        if make == "update":
            Post.objects.filter(pk=post.pk).update(state="published", go_live_at=None)
        else:
            post.save(update_fields=["state"])
    assert moments(post) == (TODAY, None)


def test_a_bulk_update_follows_going_live_and_keeps_what_has_passed(time_machine):
    post = make_post(go_live_at=TODAY + 2 * DAY)
    Post.objects.update(go_live_at=TODAY + DAY)
    assert moments(post)[0] == TODAY + DAY
    time_machine.move_to(TODAY + 2 * DAY, tick=False)
    Post.objects.update(state="withdrawn")
    assert moments(post)[0] == TODAY + DAY


def test_an_import_counts_by_its_own_date_and_an_edit_changes_nothing(time_machine):
    import_all_seeds()
    for record in (*Post.objects.visible("en"), *Notice.objects.visible("en")):
        seoul = timezone.get_default_timezone()
        day = datetime.date(1900, 1, 1) if record.own_date is None else record.own_date
        assert record.first_public_en.astimezone(seoul).date() == day
        assert record.edited_at_en is record.edited_at_ko is None
    undated = Post.objects.visible("en").filter(date=None).first()
    undated.save()
    assert moments(undated)[0] == LONG_AGO
    assert undated.edited_at_en == TODAY


def test_an_imported_draft_that_staff_publish_is_new():
    import_all_seeds()
    record = Document.objects.visible("en").first()
    Document.objects.filter(pk=record.pk).update(state="draft", first_public_en=None)
    record.refresh_from_db()
    record.state = "published"
    record.save()
    assert moments(record)[0] == TODAY


def test_a_recovered_record_is_not_new(time_machine):
    post = make_post()
    history.delete([post])
    time_machine.move_to(TODAY + DAY, tick=False)
    record = restoring.recover(Revision.objects.filter(event="deleted").get()).record
    record.state = "published"
    record.save()
    assert moments(record)[0] == TODAY


def test_rows_of_before_are_filled_in():
    made = make_post(go_live_at=TODAY + DAY)
    dated = make_post(import_key="1", date=datetime.date(2020, 5, 1))
    undated = make_issue(import_key="2", state="withdrawn")
    for model in (Post, type(undated)):
        model.objects.update(**dict.fromkeys((*FIELDS, *EDITED_FIELDS)))
    fill(Post, lambda record: record.date)
    fill(type(undated))
    assert moments(made)[0] == TODAY + DAY
    assert moments(dated)[0] == datetime.datetime(2020, 4, 30, 15, tzinfo=datetime.UTC)
    assert moments(undated)[0] == LONG_AGO
    assert (made.edited_at_en, dated.edited_at_en) == (TODAY, None)


def changes(record):
    record.refresh_from_db()
    return record.changed_in("en"), record.changed_in("ko")


@pytest.mark.parametrize("make", [make_post, make_notice, make_issue])
def test_a_translation_changes_its_own_page_alone(make, time_machine):
    record = make()
    time_machine.move_to(TODAY + DAY, tick=False)
    record = type(record).objects.get(pk=record.pk)
    record.title_ko = "번역"
    for name in {"body_ko", "intro_ko"} & set(vars(record)):
        setattr(record, name, "<p>글</p>")
    record.save()
    assert changes(record) == (TODAY, TODAY + DAY)


def test_what_has_no_language_changes_the_pages_of_all(time_machine):
    post = make_post(title_ko="번역", body_ko="<p>글</p>")
    time_machine.move_to(TODAY + DAY, tick=False)
    post.author = "Kim"
    post.save()
    assert changes(post) == (TODAY + DAY, TODAY + DAY)
    time_machine.move_to(TODAY + 2 * DAY, tick=False)
    post.save()  # its topics or files may have changed
    assert changes(post) == (TODAY + 2 * DAY, TODAY + 2 * DAY)


def test_a_field_that_is_saved_alone_changes_its_own_language(time_machine):
    post = make_post(title_ko="번역", body_ko="<p>글</p>")
    time_machine.move_to(TODAY + DAY, tick=False)
    post.summary_ko = "요약"
    post.save(update_fields=["summary_ko"])
    assert changes(post) == (TODAY, TODAY + DAY)


def test_the_moment_of_an_odd_year_is_one_that_databases_hold():
    assert at_own_date(datetime.date(1, 1, 1)) == LONG_AGO

"""The content version: each change of what readers see changes it, by whatever path, and nothing else."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from news.models import Post, Topic
from seoulsolution.content.syndication.kinds import all_kinds
from seoulsolution.media.models import Image
from seoulsolution.pagecache import editions, triggers, version
from seoulsolution.pagecache.models import ContentChange, ContentVersion, CountChange
from seoulsolution.revisions import drafts, history, publishing
from seoulsolution.revisions.models import Draft
from tests.factories import make_document, make_issue, make_notice, make_partner, make_post, make_topic

pytestmark = pytest.mark.django_db(transaction=True)
needs_writers = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="on SQLite there is one writer at a time"
)


class Changes:
    """Assert that a block changes the version; with ``not_at_all`` that it does not."""

    def __init__(self, not_at_all=False):
        self.expected = not not_at_all

    def __enter__(self):
        self.before = version.read()
        assert self.before

    def __exit__(self, *error):
        if error == (None, None, None):
            assert (version.read() != self.before) == self.expected


def edit(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def in_sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        lambda post: edit(post, title_en="Ferries"),
        lambda post: Post.objects.filter(pk=post.pk).update(author="Ahn"),
        lambda post: Post.objects.bulk_update([post], ["author"]),
        lambda post: Post.objects.bulk_create([Post(title_en="New", state="published")]),
        lambda post: post.topics.set([]),
        lambda post: post.topics.add(make_topic(slug="ferries")),
        lambda post: Post.topics.through.objects.all().delete(),
        lambda post: Topic.objects.filter(posts=post).update(name_en="Light rail"),
        lambda post: post.delete(),
        lambda post: Post.objects.all()._raw_delete("default") if not post.topics.clear() else None,
        lambda post: post.withdraw(),
        lambda post: in_sql("UPDATE news_post SET title_ko = 'x'"),
        lambda post: Image.objects.create(file="images/x.webp", renditions={}, width=480, height=320),
    ],
)
def test_a_change_of_a_record_by_whatever_path(change):
    post = make_post([make_topic(slug="trams")])
    with Changes():
        change(post)


@pytest.mark.parametrize("make", [make_document, make_issue, make_notice, make_partner, make_post])
def test_a_record_of_each_kind(make):
    with Changes():
        record = make()
    with Changes():
        edit(record, go_live_at=timezone.now())
    with Changes():
        record.delete()


@pytest.mark.parametrize(("make", "parts"), [(make_issue, "stories"), (make_notice, "parts")])
def test_a_part_of_a_record(make, parts):
    record = make(2)
    with Changes():
        edit(getattr(record, parts).first(), title_en="Other")
    with Changes():
        getattr(record, parts).first().delete()


def test_drafts_leave_it_alone():
    post, unpublished = make_post(), make_post(state="draft")
    with Changes(not_at_all=True), history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"title_en": "Ferries"}))
    with Changes(not_at_all=True):
        edit(unpublished, title_en="Ferries")
    with Changes(not_at_all=True):
        make_post(state="draft")
    with Changes(not_at_all=True):
        unpublished.delete()
    with Changes():
        publishing.publish(post)


@pytest.mark.parametrize(
    ("is_counted", "change"),
    [
        (False, lambda post: edit(post, title_en="Ferries", author="Ahn", summary_en="Boats.")),
        (False, lambda post: make_post(state="draft")),
        (True, lambda post: edit(post, date="2003-01-01")),
        (True, lambda post: edit(post, body_en="")),  # so that it can no longer be read in English
        (True, lambda post: edit(post, withheld_en=True)),
        (True, lambda post: edit(post, expires_at=timezone.now())),
        (True, lambda post: in_sql("UPDATE news_post SET state = 'withdrawn'")),
        (True, lambda post: post.topics.set([])),
        (True, lambda post: Topic.objects.filter(posts=post).update(slug="light-rail")),
        (True, lambda post: Post.objects.bulk_create([Post(title_en="New", state="published")])),
        (True, lambda post: post.delete()),
    ],
)
def test_lists_are_counted_again_unless_texts_alone_have_changed(is_counted, change):
    post = make_post([make_topic(slug="trams")])
    before = version.read()
    change(post)
    assert version.read().counts_like(before) != is_counted


def test_a_list_is_right_after_either_kind_of_change(ask):
    post, years, queries = make_post(), [], []
    for values in ({"date": "2021-03-01"}, {"title_en": "Ferries"}, {"date": "2022-03-01"}):
        edit(post, **values)
        asked = ask("/en/news/")
        counts = asked.response.context["listing"].counts.options["year"]
        years.append([year for year, number in counts.items() if number])
        queries.append(asked.queries)
    assert years == [["2021"], ["2021"], ["2022"]]
    assert queries[1] < queries[2]


def test_a_plan_to_publish_a_draft_is_a_change(django_user_model):
    post, user = make_post(), django_user_model.objects.create_superuser("publisher")
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"title_en": "Ferries"}))
    with Changes():
        publishing.schedule(post, timezone.now(), user=user)
    with Changes(not_at_all=True):
        Draft.objects.update(problem={})


def test_what_readers_do_not_see_leaves_it_alone():
    with Changes(not_at_all=True):
        get_user_model().objects.create_user("reader")


def test_what_is_rolled_back_has_not_happened():
    post = make_post()
    with Changes(not_at_all=True), transaction.atomic():
        edit(post, title_en="Ferries")
        transaction.set_rollback(True)


def test_a_savepoint_that_is_rolled_back_does_not_hide_what_follows():
    post = make_post()
    with Changes(), transaction.atomic():
        with transaction.atomic():
            edit(post, title_en="Ferries")
            transaction.set_rollback(True)
        edit(post, title_en="Buses")


@needs_writers
def test_a_transaction_adds_one_row():
    ContentChange.objects.all().delete()
    with transaction.atomic():
        for number in range(3):
            make_post([make_topic(slug=f"topic-{number}")])
    assert ContentChange.objects.count() == 1


def test_inside_a_transaction_it_is_not_known():
    with transaction.atomic():
        assert version.read() is None
    assert version.read()


def test_a_connection_that_was_kept_is_asked_once(monkeypatch):
    before = version.read()
    monkeypatch.setattr(connections["default"], "is_usable", lambda: pytest.fail("asked twice"))
    monkeypatch.setattr(connections["default"], "health_check_enabled", True)
    connection.health_check_done = False
    assert version.read() == before


@needs_writers
def test_a_connection_that_died_meanwhile_is_made_again():
    before = version.read()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    other.close()
    assert version.read() == before


def test_the_rows_of_changes_are_added_up_and_the_version_stays(monkeypatch):
    for _ in range(4):
        make_post()
    before = version.read()
    monkeypatch.setattr(version, "MOST_CHANGES", 2)
    assert version.read() == before  # and adds up
    assert version.read() == before
    assert ContentChange.objects.count() == CountChange.objects.count() == 0
    assert version.read().counts == before.counts
    make_post()
    assert version.read().number > before.number


def test_migrating_and_emptying_the_database_begin_another_epoch():
    first = version.read()
    call_command("migrate", verbosity=0)
    second = version.read()
    assert second.epoch != first.epoch
    ContentVersion.objects.update(epoch=first.epoch)  # as of a backup that came back
    version.renew()
    assert version.read().epoch not in (first.epoch, second.epoch)


def test_a_dump_that_is_loaded_begins_another_epoch(tmp_path):
    make_post()
    dump, before = tmp_path / "dump.json", version.read()
    call_command("dumpdata", "pagecache", output=str(dump), verbosity=0)
    call_command("loaddata", str(dump), verbosity=0)
    assert version.read().epoch != before.epoch


def test_a_draft_that_failed_may_be_planned_again_for_the_same_moment(django_user_model):
    post, user = make_post(), django_user_model.objects.create_superuser("publisher")
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"title_en": "Ferries"}))
    moment = timezone.now()
    publishing.schedule(post, moment, user=user)
    Draft.objects.update(failed_at=moment)
    with Changes():
        publishing.schedule(post, moment, user=user)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL tables keep their triggers")
def test_a_table_that_lost_its_triggers_is_noticed_by_a_running_server():
    assert editions.current()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER pagecache_1_news_post_update")
    assert editions.current() is None
    call_command("migrate", verbosity=0)
    assert editions.current()


def test_the_triggers_are_made_again_where_a_table_was():
    with connection.cursor() as cursor:
        on = " ON news_post" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER pagecache_1_news_post_update{on}")
    assert triggers.missing() == ["pagecache_1_news_post_update"]
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    with Changes():
        make_post()


def test_every_kind_names_what_its_pages_show():
    watched = {each.model for each in triggers.watched()}
    for kind in all_kinds():
        for model in kind.shown_models:
            fields = (field for field in model._meta.get_fields() if field.concrete and field.related_model)
            for field in fields:
                is_known = field.related_model in watched
                assert is_known, f"{field} names records whose changes no page would show at once"


class Other(threading.Thread):
    """Something that another connection does meanwhile."""

    def __init__(self, act):
        super().__init__()
        self.act, self.error = act, None
        self.start()

    def run(self):
        try:
            self.act()
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()

    def finish(self):
        self.join(timeout=10)
        assert not self.is_alive(), "it waits"
        assert self.error is None


@needs_writers
def test_two_that_commit_in_the_other_order_both_count():
    one, two = make_post(), make_post()
    began, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            edit(one, title_en="Slow")
            began.set()
            go_on.wait(10)

    thread = Other(slow)
    assert began.wait(10)
    before = version.read()
    edit(two, title_en="Fast")
    between = version.read()
    go_on.set()
    thread.finish()
    assert len({before, between, version.read()}) == 3


@needs_writers
def test_nobody_waits_for_a_long_import(monkeypatch):
    monkeypatch.setattr(version, "MOST_CHANGES", 0)
    post = make_post()
    with transaction.atomic():
        make_post(title_en="Imported")

        def save_and_read():
            edit(Post.objects.get(pk=post.pk), title_en="Saved")
            assert version.read()  # adds the changes up

        Other(save_and_read).finish()
    assert version.read()

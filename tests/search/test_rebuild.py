"""While the index is rebuilt, nobody waits, and what is saved is in the new one."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from news.models import Post
from seoulsolution.pagecache import version
from seoulsolution.search.index.query import Query
from seoulsolution.search.index.rebuild import RebuildError, rebuild
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.models import IndexedRecord, MissedChange, Rebuild
from tests.factories import make_post, make_topic
from tests.importing.databases import Database, url_of
from tests.search.test_writers import A_WHILE, AT_LAST, WriterThread

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("database_on_disk")]
#: Builds half an index, and dies as if its process had been killed.
DIE = (
    "import os; from seoulsolution.search.index.rebuild import rebuild; steps = rebuild('default');"
    "next(steps); os._exit(9)"
)


def count(words):
    return Query(make_plan(words), "en").counts().total


def left():
    """Return what rebuilds have left behind: rows, and names of tables."""
    tables = [name for name in connection.introspection.table_names() if name.endswith(("_next", "_old"))]
    return [*Rebuild.objects.all(), *MissedChange.objects.all(), *tables]


def in_a_thread(action):
    """Run ``action`` on a connection of its own; return how many seconds it took."""
    start = time.monotonic()
    WriterThread(action).finish()
    return time.monotonic() - start


def test_saves_meanwhile_do_not_wait_and_are_in_the_new_index():
    changed, deleted = make_post(title_en="Trams"), make_post(title_en="Buses")
    topic = make_topic()
    building = rebuild("default")
    next(building)
    assert in_a_thread(lambda: Post.objects.filter(pk=changed.pk).update(title_en="Ferries")) < AT_LAST / 2
    in_a_thread(lambda: make_post(title_en="Bicycles", topics=[topic]))
    in_a_thread(lambda: Post.objects.get(pk=deleted.pk).delete())
    assert (count("tram"), count("ferry"), count("bicycle"), count("bus")) == (0, 1, 1, 0)
    list(building)
    assert (count("tram"), count("ferry"), count("bicycle"), count("bus")) == (0, 1, 1, 0)
    call_command("check_search")
    assert left() == []


def test_more_changes_than_are_made_while_others_wait(monkeypatch):
    posts = [make_post(title_en="Trams") for _number in range(3)]
    monkeypatch.setattr("seoulsolution.search.index.rebuild.FEW", 0)
    building = rebuild("default")
    next(building)
    for post in posts:
        in_a_thread(lambda pk=post.pk: Post.objects.filter(pk=pk).update(title_en="Ferries"))
    list(building)
    assert (count("tram"), count("ferry")) == (0, 3)
    call_command("check_search")


def test_readers_have_answers_until_the_new_index_is_there_and_then_know_it():
    make_post(title_en="Trams")
    IndexedRecord.objects.update(object_id=999_999)
    before = version.read()
    assert [count("tram") for _step in rebuild("default")] == [1]
    assert version.read() != before
    call_command("check_search")


def test_nobody_finds_another_record_under_an_id_of_the_old_index():
    make_post(title_en="Trams")
    before = IndexedRecord.objects.get().pk
    building = rebuild("default")
    next(building)
    in_a_thread(lambda: make_post(title_en="Ferries"))
    meanwhile = IndexedRecord.objects.exclude(pk=before).get().pk
    list(building)
    assert min(IndexedRecord.objects.values_list("pk", flat=True)) > meanwhile > before


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("began", ["before", "meanwhile"])
def test_a_writer_who_takes_long_is_waited_for_and_others_go_on(began):
    slow, quick = make_post(title_en="Trams"), make_post(title_en="Trams")

    def change(post, **options):
        return WriterThread(lambda: Post.objects.filter(pk=post.pk).update(title_en="Ferries"), **options)

    building = rebuild("default")
    if began == "meanwhile":
        next(building)
    first = change(slow, holds=True)
    assert first.acted.wait(AT_LAST)
    rebuilding = WriterThread(lambda: list(building)) if began == "before" else None
    time.sleep(A_WHILE)
    change(quick).finish()
    first.finish()
    if rebuilding:
        rebuilding.finish()
    list(building)
    assert (count("tram"), count("ferry")) == (0, 2)
    call_command("check_search")


def test_a_rebuild_that_was_killed_leaves_the_old_index_and_the_next_one_tidies_up(tmp_path):
    make_post(title_en="Trams")
    killed = Database(url_of(connection.settings_dict), tmp_path)
    code, _out, error = killed.run("shell", "--verbosity", 0, "-c", DIE)
    assert code == 9, error
    assert Rebuild.objects.exists()
    make_post(title_en="Ferries")
    assert (count("tram"), count("ferry")) == (1, 1)
    call_command("check_search")
    call_command("rebuild_search", verbosity=0)
    assert (count("tram"), count("ferry")) == (1, 1)
    assert left() == []


def test_a_rebuild_that_fails_leaves_the_old_index_and_nothing_else(monkeypatch):
    make_post(title_en="Trams")
    monkeypatch.setattr("seoulsolution.search.index.rebuild.note_change", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("rebuild_search", verbosity=0)
    assert count("tram") == 1
    assert left() == []
    call_command("check_search")


def test_a_rebuild_that_another_one_has_replaced_gives_up():
    make_post(title_en="Trams")
    first = rebuild("default")
    next(first)
    Rebuild.objects.update(key="another")
    with pytest.raises(RebuildError, match="Another rebuild has begun"):
        list(first)
    assert count("tram") == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a later rebuild replaces an earlier one")
def test_two_rebuilds_at_once():
    make_post(title_en="Trams")

    def hold():
        list(Rebuild.objects.select_for_update())

    Rebuild.objects.create(pk=1, key="first")
    first = WriterThread(hold, holds=True)
    assert first.acted.wait(AT_LAST)
    with pytest.raises(CommandError, match="Another rebuild is under way"):
        call_command("rebuild_search", verbosity=0)
    first.finish()
    with transaction.atomic():
        call_command("rebuild_search", verbosity=0)
    assert count("tram") == 1


def test_flush_empties_the_whole_index():
    make_post(title_en="Trams")
    call_command("flush", interactive=False, verbosity=0)
    call_command("check_search")
    make_post(title_en="Ferries")
    assert (count("tram"), count("ferry")) == (0, 1)

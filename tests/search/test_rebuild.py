"""Rebuilding the index makes it true again, while others read and write."""

import subprocess
import sys
from multiprocessing import active_children

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from news.models import Post
from seoulsolution.search.index import ahead
from seoulsolution.search.index import rebuild as rebuilding
from seoulsolution.search.index.backends import postgresql, sqlite
from seoulsolution.search.index.counts import count_results
from seoulsolution.search.index.query import Query
from seoulsolution.search.index.rebuild import rebuild
from seoulsolution.search.index.vocabulary import near
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.models import IndexedRecord, StoredText
from tests.factories import make_post

# Other connections write on PostgreSQL.
pytestmark = pytest.mark.django_db(transaction=True)


def count(words):
    return count_results(Query(make_plan(words), "en")).total


@pytest.fixture(params=[3000, 0], ids=["at once", "step by step"])
def _steps(request, monkeypatch):
    monkeypatch.setattr(rebuilding, "AT_ONCE", request.param)


@pytest.mark.usefixtures("_steps")
def test_what_is_wrong_is_made_right(monkeypatch):
    kept, lost = make_post(title_en="Trams"), make_post(title_en="Buses")
    IndexedRecord.objects.filter(object_id=lost.pk).update(object_id=999_999)
    StoredText.objects.filter(title="Trams").update(version=0)
    noted = []
    monkeypatch.setattr(rebuilding, "note_change", lambda: noted.append(True))
    assert sum(rebuild("default")) == 2
    assert (count("tram"), count("bus")) == (1, 1)
    assert noted == [True]
    assert kept.pk in IndexedRecord.objects.values_list("object_id", flat=True)
    call_command("check_search")


def test_a_text_of_another_version_gets_another_id():
    """What has read its id finds no other record under it; SQLite cannot forget its tokens."""
    post = make_post(title_en="Trams")
    before = IndexedRecord.objects.get().pk
    StoredText.objects.update(version=0)
    Post.objects.filter(pk=post.pk).update(title_en="Ferries")
    assert IndexedRecord.objects.get().pk > before
    assert (count("tram"), count("ferry")) == (0, 1)


def test_what_is_saved_meanwhile_is_found(monkeypatch):
    monkeypatch.setattr(rebuilding, "AT_ONCE", 0)
    changed, deleted = make_post(title_en="Trams"), make_post(title_en="Buses")
    building = rebuild("default")
    next(building)
    Post.objects.filter(pk=changed.pk).update(title_en="Ferries")
    make_post(title_en="Bicycles")
    deleted.delete()
    list(building)
    assert [count(word) for word in ("tram", "ferry", "bicycle", "bus")] == [0, 1, 1, 0]
    call_command("check_search")


def test_a_process_that_is_killed_is_told_of(monkeypatch):
    monkeypatch.setattr(rebuilding, "AT_ONCE", 0)
    make_post(title_en="Trams")

    def tokens(text):
        for process in active_children():
            process.kill()
        return ahead.tokens(text)

    for backend in (postgresql, sqlite):
        monkeypatch.setattr(backend, "tokens", tokens)
    with pytest.raises(CommandError, match="Run it again"):
        call_command("rebuild_search", verbosity=0)


def test_processes_end_with_the_one_that_started_them():
    """They would keep its output open, and whoever reads it waiting."""
    killed = """
import os
from seoulsolution.search.index import ahead
with ahead.in_processes():
    ahead.make([("a title", "a text")])
    ahead.tokens(("a title", "a text"))
    os._exit(7)
"""
    done = subprocess.run([sys.executable, "-c", killed], capture_output=True, timeout=60, check=False)
    assert done.returncode == 7


def test_flush_empties_the_whole_index():
    make_post(title_en="Trams")
    call_command("flush", interactive=False, verbosity=0)
    call_command("check_search")
    make_post(title_en="Ferries")
    assert (count("tram"), count("ferry")) == (0, 1)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is emptied first")
def test_readers_have_answers_meanwhile():
    make_post(title_en="Trams")
    assert [(count("tram"), near("trmas", (), 1)) for _step in rebuild("default")] == [(1, ["trams"])]

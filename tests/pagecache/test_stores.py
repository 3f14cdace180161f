"""Where pages are kept: bounded memory, or a real Redis that may be away."""

import datetime

from django.utils import timezone

from seoulsolution.pagecache.pages import KeptPage
from seoulsolution.pagecache.stores import MemoryStore, RedisStore, shelf
from seoulsolution.pagecache.version import Version
from tests.factories import make_post

ONE, TWO = Version("a", 1), Version("a", 2)


def page(body=b"body", seconds=60):
    until = timezone.now() + datetime.timedelta(seconds=seconds)
    return KeptPage((("Content-Type", "text/html"),), body, until)


def test_memory_keeps_the_pages_of_one_version():
    store = MemoryStore(10_000)
    store.put(ONE, ("a",), page())
    assert store.get(ONE, ("a",)).body == b"body"
    assert store.get(TWO, ("a",)) is None
    store.put(TWO, ("b",), page())
    assert store.get(ONE, ("a",)) is None


def test_memory_is_bounded_and_loses_what_nobody_asked_for():
    store = MemoryStore(10_000)
    for name in "abc":
        store.put(ONE, (name,), page(b"x" * 2500))
    store.get(ONE, ("a",))
    store.put(ONE, ("d",), page(b"x" * 2500))
    assert [name for name in "abcd" if store.get(ONE, (name,))] == ["a", "c", "d"]
    assert store.size <= 10_000
    store.put(ONE, ("huge",), page(b"x" * 20_000))
    assert store.get(ONE, ("a",))
    assert not store.get(ONE, ("huge",))


def test_a_late_page_of_an_older_version_does_not_push_out_the_newer_ones():
    store = MemoryStore(10_000)
    store.put(TWO, ("a",), page())
    store.put(ONE, ("b",), page())
    assert store.get(TWO, ("a",))


def test_long_addresses_take_their_part_of_the_memory():
    store = MemoryStore(10_000)
    for number in range(20):
        store.put(ONE, (f"{number}" + "x" * 4_000,), page())
    assert len(store._pages) < 4


def test_a_page_put_twice_counts_once():
    store = MemoryStore(10_000)
    for _ in range(20):
        store.put(ONE, ("a",), page(b"x" * 2500))
    assert store.size < 5_000


def test_what_people_search_for_pushes_out_no_page(ask, settings):
    settings.PAGE_CACHE_MEGABYTES = 1
    shelf.cache_clear()
    make_post(title_en="Trams")
    ask("/en/news/")
    for number in range(40):
        ask(f"/en/search/?q=word{number}")
    assert ask("/en/news/").queries == 1
    assert ask("/en/search/?q=word0").queries > 1
    shelf.cache_clear()


def test_redis_gives_back_what_was_put(redis_url):
    store, kept = RedisStore(redis_url), page(b"\x00\nbody\xff")
    store.put(ONE, ("a", "가"), kept)
    assert RedisStore(redis_url).get(ONE, ("a", "가")) == kept
    assert store.get(TWO, ("a", "가")) is None
    store.put(ONE, ("over",), page(seconds=-1))
    assert store.get(ONE, ("over",)) is None


def test_what_others_wrote_into_redis_is_no_page(redis_url, caplog):
    store = RedisStore(redis_url)
    store.put(ONE, ("a",), page())
    [name] = store._client.keys()
    naive = b'{"headers": [], "until": "2026-01-01T00:00:00"}\n'
    split = b'{"headers": [["A", "b\\r\\nC: d"]], "until": "2099-01-01T00:00:00+00:00"}\n'
    for nonsense in (b"x", b'{"headers": 3}\nbody', b"[]\nbody", b"7\n", b"[" * 99_999, naive, split):
        store._client.set(name, nonsense)
        assert store.get(ONE, ("a",)) is None


def test_two_servers_share_pages(ask, redis_url, settings):
    settings.CACHE_URL = redis_url
    make_post(title_en="Trams")
    _forget_stores()
    assert ask("/en/news/").queries > 1
    _forget_stores()  # another process
    assert ask("/en/news/").queries == 1
    make_post(title_en="Ferries")
    assert "Ferries" in ask("/en/news/").text
    settings.CACHE_URL = ""
    _forget_stores()


def test_when_redis_is_away_pages_are_made(ask, settings, caplog):
    settings.CACHE_URL = "redis://127.0.0.1:1/0"
    _forget_stores()
    make_post(title_en="Trams")
    for _ in range(3):
        assert "Trams" in ask("/en/news/").text
    assert caplog.text.count("does not answer") == 1
    settings.CACHE_URL = ""
    _forget_stores()


def _forget_stores():
    from seoulsolution.pagecache import stores

    stores.shelf.cache_clear()
    stores._shared_store.cache_clear()

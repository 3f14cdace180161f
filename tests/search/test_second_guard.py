"""Whatever the index says: a record is shown only while the database itself calls it visible."""

import feedparser
import pytest
from django.db.models import QuerySet

from news.models import Post
from seoulsolution.search.models import IndexedText
from tests.factories import make_post
from tests.importing import pages
from tests.importing.helpers import run_import, write
from tests.syndication import make_in_both

pytestmark = pytest.mark.django_db
PAST = "2001-01-01T00:00Z"
HIDDEN = [
    {"state": "draft"},
    {"state": "withdrawn"},
    {"expires_at": PAST},
    {"go_live_at": "2999-01-01T00:00Z"},
    {"withheld_en": True, "withheld_ko": True},
]


def change(**values):
    """Change all posts behind the back of search: no signal is sent, so the index stays as it was."""
    QuerySet.update(Post.objects.all(), **values)
    assert IndexedText.objects.exists()


def titles(client, query, language="en"):
    listing = client.get(f"/{language}/search/", {"q": query}).context["listing"]
    return ["".join(part.text for part in one.title) for one in listing.items]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_results_do_not_show_what_was_hidden_unnoticed(client, hidden):
    make_post(title_en="Secret tram")
    assert titles(client, "tram") == ["Secret tram"]
    change(**hidden)
    assert titles(client, "tram") == []
    assert "Secret" not in client.get("/en/search/", {"q": "tram", "order": "date"}).content.decode()


@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_feed_of_a_search_does_not_either(client, hidden):
    make_post(title_en="Secret tram")
    address = "/en/search/feed.atom?q=tram"
    assert len(feedparser.parse(client.get(address).content).entries) == 1
    change(**hidden)
    assert not feedparser.parse(client.get(address).content).entries


@pytest.mark.parametrize("hidden", HIDDEN)
def test_suggestions_do_not_either(client, hidden):
    make_post(title_en="Secret tram")
    assert client.get("/en/search/suggestions?q=secr").json()[1] == ["Secret tram"]
    change(**hidden)
    assert client.get("/en/search/suggestions?q=secr").json()[1] == []


def test_a_language_that_was_withheld_unnoticed_is_not_shown(client):
    make_in_both("news", "비밀 전차", title_en="Tram")
    assert titles(client, "전차", "ko") == ["비밀 전차"]
    change(withheld_ko=True)
    assert titles(client, "전차", "ko") == []
    assert titles(client, "tram", "ko") == ["Tram"]


def test_what_is_still_visible_stays_in_the_results(client):
    hidden = make_post(title_en="Secret tram")
    make_post(title_en="Tram")
    QuerySet.update(Post.objects.filter(pk=hidden.pk), state="withdrawn")
    assert titles(client, "tram") == ["Tram"]


def test_an_imported_record_is_guarded_too(client, tmp_path):
    run_import(tmp_path, write(tmp_path, "a.txt", pages.home(("Seoul Opens a Tram Line",), logos=())))
    assert titles(client, "tram") == ["Seoul Opens a Tram Line"]
    change(state="withdrawn")
    assert titles(client, "tram") == []

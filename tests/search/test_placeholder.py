"""The empty search box proposes words that find something, and nothing else."""

import re

import pytest

from tests.factories import make_post
from tests.importing.helpers import import_all_seeds
from tests.reading import elements

pytestmark = pytest.mark.django_db


def placeholder(client, path):
    return elements(client.get(path), "input", type="search")[0]["placeholder"]


@pytest.mark.parametrize(
    ("titles", "says"),
    [
        ([], "Type words to search for"),
        (["Geothermal energy"], "Try “geothermal”"),
        (["Geothermal energy", "Public transport"], "Try “geothermal” or “public transport”"),
    ],
)
def test_only_words_that_find_something(client, titles, says):
    for title in titles:
        make_post(title_en=title, body_en="<p>Text</p>")
    assert placeholder(client, "/en/") == says


@pytest.mark.parametrize("language", ["en", "ko"])
def test_each_word_finds_imported_texts(client, language):
    import_all_seeds()
    words = re.findall("“([^”]+)”", placeholder(client, f"/{language}/"))
    assert len(words) == 2
    for word in words:
        assert client.get(f"/{language}/search/", {"q": word}).context["listing"].total

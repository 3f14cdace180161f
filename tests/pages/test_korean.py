"""One Korean word for one thing, in the catalogue and in the pages that a site starts with."""

import gettext

import pytest
from django.conf import settings

from seoulsolution.pages import default_pages

CATALOGUE = settings.BASE_DIR / "seoulsolution/locale/ko/LC_MESSAGES/django.mo"
#: {word: what is said instead}
INSTEAD = {
    "안내서": "홍보책자",
    "브로슈어": "홍보책자",
    "지표": "지수",
    "색인(index)": "지수(index)",
    "프로그램": "사업",
    "누리집 지도": "사이트맵",
    "열린 데이터": "공공데이터 개방",
    "해당 쪽": "해당 페이지",
    " 독자": " 이용자",
    "개인정보처리방침": "개인정보 처리방침",
}
#: Where the word is about something else.
ELSEWHERE = {"SVG drawings can hold programs and are not accepted. Save it as a PNG picture."}


def texts():
    with CATALOGUE.open("rb") as file:
        entries = gettext.GNUTranslations(file)._catalog
    yield from ((str(key), text) for key, text in entries.items() if key not in ELSEWHERE)
    yield from ((path.name, path.read_text("utf-8")) for path in default_pages.FOLDER.glob("*.ko.html"))


@pytest.mark.parametrize("word", INSTEAD)
def test_another_word_is_said_for_it(word):
    assert [key for key, text in texts() if word in text] == []


@pytest.mark.parametrize(("path", "words"), [("/ko/", ["사이트맵", "공공데이터 개방"])])
@pytest.mark.django_db
def test_the_word_of_a_civil_servant_is_on_the_page(client, path, words):
    page = client.get(path).content.decode()
    assert all(word in page for word in words)

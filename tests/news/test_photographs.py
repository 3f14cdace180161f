"""Photographs and logos on pages: the right rendition for the place, and no jump when it arrives."""

import pytest

from tests.factories import make_document, make_image, make_partner, make_post
from tests.reading import elements

pytestmark = pytest.mark.django_db


def images(client, path):
    return [img for img in elements(client.get(path), "img") if img["src"].startswith("/media/")]


def test_an_article_shows_its_photograph_in_every_stored_width(client):
    image = make_image()
    [img] = images(client, make_post(cover=image).get_absolute_url("en"))
    assert img["srcset"] == ", ".join(
        f"/media/images/{image.key}/{width}.webp {width}w" for width in (480, 960, 1500)
    )
    assert img["src"] == f"/media/images/{image.key}/1500.webp"
    assert img["sizes"].endswith("calc(100vw - 40px)")
    assert "loading" not in img, "it is the first thing seen"


def test_the_place_is_known_before_the_picture_is(client):
    [img] = images(client, make_post(cover=make_image((2000, 1000))).get_absolute_url("en"))
    assert int(img["width"]) == 2 * int(img["height"])


@pytest.mark.parametrize(("language", "alt", "lang"), [("en", "A field", "en"), ("ko", "들판", "ko")])
def test_the_text_alternative_speaks_the_readers_language(client, language, alt, lang):
    post = make_post(cover=make_image(alt_en="A field", alt_ko="들판"))
    [img] = images(client, post.get_absolute_url(language))
    assert (img["alt"], img["lang"]) == (alt, lang)


def test_a_text_alternative_in_the_other_language_says_so(client):
    post = make_post(cover=make_image(alt_en="A field"))
    [img] = images(client, post.get_absolute_url("ko"))
    assert (img["alt"], img["lang"]) == ("A field", "en")


@pytest.mark.parametrize(("path", "make"), [("/en/news/", make_post), ("/en/archive/", make_document)])
def test_in_lists_it_decorates_and_waits(client, path, make):
    make(cover=make_image())
    [img] = images(client, path)
    assert (img["alt"], img["loading"]) == ("", "lazy")
    assert img["srcset"]
    assert "100vw" not in img["sizes"]


def test_a_partners_logo_has_its_name(client):
    partner = make_partner(name_en="", name_ko="해외건설협회", logo=make_image((600, 200)))
    [img] = images(client, "/en/partners/")
    assert (img["alt"], img["lang"], img["sizes"]) == ("해외건설협회", "ko", "10rem")
    assert int(img["width"]) == 3 * int(img["height"])
    assert images(client, partner.get_absolute_url("en"))[0]["alt"] == "", "the name stands beside it"


def test_without_a_photograph_there_is_cover_art(client):
    response = client.get(make_post().get_absolute_url("en"))
    assert [img["src"] for img in elements(response, "img")] == ["/static/art/default-wide.svg"]

"""Photographs and logos on pages: the right rendition for the place, and no jump when it arrives."""

import pytest

from seoulsolution.media import making
from tests.factories import make_document, make_image, make_partner, make_post
from tests.reading import elements, query_count

pytestmark = pytest.mark.django_db


def images(client, path):
    return [img for img in elements(client.get(path), "img") if img["src"].startswith("/media/")]


def sources(client, path):
    """Return (media type, widths) of each ``<source>``."""
    found = [(each["type"], each["srcset"]) for each in elements(client.get(path), "source")]
    return [(kind, [one.split()[1] for one in srcset.split(", ")]) for kind, srcset in found]


def make_whole_image(size=(4000, 3000), **fields):
    """Make a picture with all its renditions."""
    image = make_image(size, **fields)
    [*_made] = making.make_waiting()
    image.refresh_from_db()
    return image


def test_an_article_shows_its_photograph_cropped_in_the_lightest_format_first(client):
    image = make_whole_image()
    address = make_post(cover=image).get_absolute_url("en")
    assert sources(client, address) == [("image/avif", ["352w", "480w", "960w"])]
    [img] = images(client, address)
    assert img["src"] == f"/media/images/{image.key}/2/wide-960.webp"
    assert img["srcset"].startswith(f"/media/images/{image.key}/2/wide-352.webp 352w, ")
    assert img["sizes"].endswith("calc(100vw - 40px)")
    assert img["fetchpriority"] == "high"
    assert "loading" not in img, "it is the first thing seen"


def test_a_page_offers_only_what_is_there(client):
    image = make_image()
    address = make_post(cover=image).get_absolute_url("en")
    assert sources(client, address) == [("image/webp", ["960w"])]
    assert images(client, address)[0]["src"] == f"/media/images/{image.key}/1/full-960.jpeg"


def test_a_document_has_a_tall_picture(client):
    make_document(cover=make_whole_image((600, 1000)))
    [img] = images(client, "/en/archive/")
    assert "/tall-480.webp" in img["src"]
    assert (img["width"], img["height"]) == ("480", "568")


def test_the_place_is_known_before_the_picture_is(client):
    [img] = images(client, make_post(cover=make_image((2000, 1000))).get_absolute_url("en"))
    assert int(img["width"]) == 2 * int(img["height"])
    [img] = images(client, make_post(cover=make_whole_image()).get_absolute_url("en"))
    assert (img["width"], img["height"]) == ("960", "600")


@pytest.mark.parametrize(("language", "alt", "lang"), [("en", "A field", "en"), ("ko", "들판", "ko")])
def test_the_text_alternative_speaks_the_readers_language(client, language, alt, lang):
    post = make_post(cover=make_image(title="IMG 4711", alt_en="A field", alt_ko="들판"))
    [img] = images(client, post.get_absolute_url(language))
    assert (img["alt"], img["lang"]) == (alt, lang)


def test_a_text_alternative_in_the_other_language_says_so(client):
    post = make_post(cover=make_image(alt_en="A field"))
    [img] = images(client, post.get_absolute_url("ko"))
    assert (img["alt"], img["lang"]) == ("A field", "en")


@pytest.mark.parametrize("fields", [{"is_decorative": True, "alt_en": "A field"}, {"alt_en": ""}])
def test_what_decorates_says_nothing(client, fields):
    post = make_post(cover=make_image(title="IMG 4711", **fields))
    [img] = images(client, post.get_absolute_url("en"))
    assert img["alt"] == ""
    assert "lang" not in img


def test_an_article_says_what_is_in_the_photograph_and_whose_it_is(client):
    post = make_post(cover=make_image(caption_en="The <Han>", credit="City"))
    [caption] = elements(client.get(post.get_absolute_url("en")), "figcaption")
    assert caption["text"] == "The <Han> City"
    assert elements(client.get(make_post(cover=make_image()).get_absolute_url("en")), "figcaption") == []


@pytest.mark.parametrize(("path", "make"), [("/en/news/", make_post), ("/en/archive/", make_document)])
def test_in_lists_it_decorates_and_waits(client, path, make):
    make(cover=make_image())
    [img] = images(client, path)
    assert (img["alt"], img["loading"]) == ("", "lazy")
    assert img["srcset"]
    assert "100vw" not in img["sizes"]


@pytest.mark.parametrize("path", ["/en/", "/en/news/", "/en/news/feed.atom"])
def test_many_photographs_cost_as_much_as_one(client, path):
    make_post(cover=make_image())
    client.get(path)
    one = query_count(client, path)
    for _number in range(4):
        make_post(cover=make_image())
    assert query_count(client, path) == one


def test_a_link_to_an_article_shows_its_photograph_as_networks_crop_it(client):
    image = make_whole_image(alt_en="A field")
    page = client.get(make_post(cover=image).get_absolute_url("en"))
    found = {meta["property"]: meta["content"] for meta in elements(page, "meta") if "property" in meta}
    assert found["og:image"].endswith(f"/media/images/{image.key}/2/share-1200.jpeg")
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == "A field"


def test_until_the_crop_is_made_it_is_the_whole(client):
    image = make_image()
    page = client.get(make_post(cover=image).get_absolute_url("en")).content.decode()
    assert f"/media/images/{image.key}/1/full-960.jpeg" in page


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_a_feed_has_the_photograph(client, format):
    image = make_image()
    make_post(cover=image)
    make_post()
    feed = client.get(f"/en/news/feed.{format}").content.decode()
    assert feed.count("<media:content ") == 1
    assert f'url="http://127.0.0.1:8000/media/images/{image.key}/1/full-960.jpeg"' in feed
    assert 'height="640" medium="image" type="image/jpeg"' in feed


def test_a_partners_logo_has_its_name(client):
    partner = make_partner(name_en="", name_ko="해외건설협회", logo=make_image((600, 200)))
    [img] = images(client, "/en/partners/")
    assert (img["alt"], img["lang"], img["sizes"]) == ("해외건설협회", "ko", "10rem")
    assert int(img["width"]) == 3 * int(img["height"])
    assert images(client, partner.get_absolute_url("en"))[0]["alt"] == "", "the name stands beside it"


def test_without_a_photograph_there_is_cover_art(client):
    response = client.get(make_post(pk=400).get_absolute_url("en"))
    assert [img["src"] for img in elements(response, "img")] == ["/static/art/default-wide.svg"]

"""/en/partners/ and /en/partners/3-citynet/"""

import pytest

from seoulsolution.media.models import Image
from tests.factories import make_image, make_partner
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db


def test_without_kinds_there_is_one_group(client):
    partner = make_partner()
    response = client.get("/en/partners/")
    assert "Organizations" in texts(response, "h2")
    assert "Other partners" not in texts(response, "h2")
    assert partner.get_absolute_url("en") in links(response)


def test_kinds_make_groups_and_the_unclassified_come_last(client):
    make_partner(name_en="Nobody knows")
    make_partner(name_en="KDI", kind="research")
    make_partner(name_en="CityNet", kind="international_organization")
    headings = texts(client.get("/en/partners/"), "h2")
    assert headings == ["International organizations", "Research institutes", "Other partners"]


def test_programmes_stand_apart(client):
    make_partner()
    make_partner(name_en="", name_ko="공유도시 서울", kind="programme", description_ko="<p>함께 쓴다.</p>")
    response = client.get("/en/partners/")
    assert "Programmes" in texts(response, "h2")
    assert len(texts(response, "p", class_="foreign-note")) == 1


def test_a_name_keeps_its_own_language(client):
    make_partner(name_en="", name_ko="해외건설협회")
    assert [
        e["lang"] for e in elements(client.get("/en/partners/"), "span") if e["text"] == "해외건설협회"
    ] == ["ko"]


def test_page_shows_names_description_and_website(client):
    partner = make_partner(
        official_name_en="Regional Network of Local Authorities",
        url="https://citynet.example.org/",
        description_en="<p>A network of cities.</p>",
        kind="international_organization",
    )
    response = client.get(partner.get_absolute_url("en"))
    assert texts(response, "h1") == ["CityNet"]
    assert "A network of cities." in texts(response, "p")
    assert "https://citynet.example.org/" in links(response)


def test_page_of_a_bare_name_is_honest_and_leads_on(client):
    partner, other = make_partner(), make_partner(name_en="ICLEI")
    response = client.get(partner.get_absolute_url("en"))
    assert any("no description" in text for text in texts(response, "p"))
    assert other.get_absolute_url("en") in links(response)
    assert "/en/search/?q=CityNet" in links(response)


def test_a_search_for_a_name_keeps_its_language(client):
    partner = make_partner(name_en="", name_ko="해외건설협회")
    response = client.get(partner.get_absolute_url("en"))
    assert {"text": "해외건설협회", "tag": "span", "lang": "ko"} in elements(response, "span", lang="ko")


def test_a_bare_name_is_not_called_untranslated(client):
    assert not elements(client.get(make_partner().get_absolute_url("ko")), "div", role="note")
    described = make_partner(description_en="<p>A network of cities.</p>")
    assert elements(client.get(described.get_absolute_url("ko")), "div", role="note")


def test_slug_is_corrected(client):
    partner = make_partner()
    response = client.get(f"/ko/partners/{partner.pk}-x/")
    assert (response.status_code, response["Location"]) == (301, f"/ko/partners/{partner.pk}-citynet/")


def test_drafts_are_not_found(client):
    partner = make_partner(state="draft", name_en="Unconfirmed")
    assert client.get(partner.get_absolute_url("en")).status_code == 404
    assert "Unconfirmed" not in client.get("/en/partners/").content.decode()


def test_only_reading_is_allowed(client):
    assert client.post("/en/partners/").status_code == 405
    assert client.post(make_partner().get_absolute_url("en")).status_code == 405


def test_costs_the_same_for_one_row_and_for_many(client):
    partner = make_partner()
    paths = ["/en/partners/", partner.get_absolute_url("en")]
    for_one = [query_count(client, path) for path in paths]
    for number in range(20):
        make_partner(name_en=f"Partner {number}")
    assert [query_count(client, path) for path in paths] == for_one


def test_a_logo_that_nobody_would_see_is_the_name_instead(client):
    make_partner(name_en="CityNet", logo=make_image())
    Image.objects.update(ink=0)
    response = client.get("/en/partners/")
    assert "/media/" not in response.content.decode()
    assert elements(response, "a", class_="plate")[0]["text"] == "CityNet"


def test_a_logo_is_drawn_by_its_weight(client):
    partner = make_partner(name_en="CityNet", logo=make_image((900, 100)))
    for path in ("/en/partners/", partner.get_absolute_url("en")):
        assert elements(client.get(path), "img", class_="logo-1"), path

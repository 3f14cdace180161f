"""/en/partners/ and /en/partners/3-citynet/"""

import pytest

from partners.models import Partner
from seoulsolution.media.models import Image
from tests.admin.reviewing import page_of, press
from tests.factories import make_image, make_partner
from tests.importing.helpers import import_seed_of
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


def test_no_page_is_behind_a_plate_that_has_nothing_to_say(client):
    bare, owner = (
        make_partner(official_name_en=""),
        make_partner(name_en="Seoul City Hall", is_site_owner=True),
    )
    response = client.get("/en/partners/")
    assert "CityNet" in texts(response, "p", class_="plate")
    assert bare.get_absolute_url("en") not in links(response)
    assert elements(response, "li", id=f"partner-{bare.pk}")
    found = [client.get(f"/en/partners/{partner.pk}/") for partner in (bare, owner)]
    places = [(answer.status_code, answer["Location"]) for answer in found]
    assert places == [(302, f"/en/partners/#partner-{bare.pk}"), (302, "/en/partners/")]
    assert f"/en/partners/{bare.pk}" not in client.get("/sitemap-partners.xml").content.decode()
    assert f"/en/partners/#partner-{bare.pk}" in client.get(f"/api/partners/{bare.pk}/").content.decode()


def test_the_city_is_not_its_own_partner(client, tmp_path):
    import_seed_of(Partner, tmp_path)
    owner = Partner.objects.get(is_site_owner=True)
    for path in ("/ko/partners/", "/ko/"):
        assert owner.name_ko not in texts(client.get(path), "span", lang="ko")


def test_what_is_known_is_a_kind_at_once(tmp_path):
    import_seed_of(Partner, tmp_path)
    kinds = dict(Partner.objects.values_list("name_en", "kind"))
    names = ("UNHABITAT", "WORLDBANK", "ADB", "WEGOV")
    assert {kinds[name] for name in names} == {"international_organization"}
    assert kinds["KOTRA"] == "public_institution"


def test_known_names_are_proposed_and_taken_on_a_tick(staff_client, tmp_path):
    import_seed_of(Partner, tmp_path)
    partner = Partner.objects.get(name_en="UNHABITAT")
    path = page_of(partner)
    assert "United Nations Human Settlements Programme" in texts(staff_client.get(path), "dd")
    assert partner.official_name_en in ("", None)
    press(staff_client, path, **{"take-known-names": "on"})
    partner.refresh_from_db()
    assert partner.official_name_en == "United Nations Human Settlements Programme"
    assert (partner.official_name_ko, partner.url) == ("유엔인간정주계획", "https://unhabitat.org/")
    assert not partner.reviews.filter(resolved_at=None)
    assert partner.name_en == "UNHABITAT"


def test_without_the_tick_nothing_is_taken(staff_client, tmp_path):
    import_seed_of(Partner, tmp_path)
    partner = Partner.objects.get(name_en="ADB")
    press(staff_client, page_of(partner), url="https://www.adb.org/korea")
    partner.refresh_from_db()
    assert (partner.official_name_en or "", partner.url) == ("", "https://www.adb.org/korea")
    partner = Partner.objects.get(name_en="KDI")
    press(staff_client, page_of(partner), url="https://kdi.example.org/", **{"take-known-names": "on"})
    partner.refresh_from_db()
    assert (partner.official_name_ko, partner.url) == ("한국개발연구원", "https://kdi.example.org/")


def test_a_search_for_a_name_keeps_its_language(client):
    partner = make_partner(name_en="", name_ko="해외건설협회", url="https://icak.example.org/")
    response = client.get(partner.get_absolute_url("en"))
    assert {"text": "해외건설협회", "tag": "span", "lang": "ko"} in elements(response, "span", lang="ko")


def test_a_bare_name_is_not_called_untranslated(client):
    bare = make_partner(official_name_en="", url="https://citynet.example.org/")
    assert not elements(client.get(bare.get_absolute_url("ko")), "div", role="note")
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

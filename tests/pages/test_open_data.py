"""/en/open-data/"""

import pytest

from news.models import Topic
from seoulsolution.content.syndication.api.resources import resources
from tests.factories import make_post
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db
PAGE = "/en/open-data/"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_field_and_filter_is_documented(client, language):
    codes = set(texts(client.get(f"/{language}/open-data/"), "code"))
    for resource in resources().values():
        assert f"/api/{resource.name}/" in codes
        assert {field.name for field in resource.fields} <= codes
        assert {part.name for field in resource.fields for part in getattr(field, "fields", ())} <= codes
        assert {f"?{known.name}={known.example}" for known in resource.filters} <= codes


def test_every_address_it_names_answers(client):
    make_post()
    addresses = {link for link in links(client.get(PAGE)) if link.startswith("http://127.0.0.1:8000/")}
    assert len(addresses) > 20
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"].split(";")[0] in (
            "application/json", "text/csv", "application/atom+xml", "application/rss+xml",
            "text/calendar", "application/xml",
        )  # fmt: skip


def test_every_example_of_a_filter_works(client):
    make_post([Topic.objects.get(slug="environment")])
    for resource in resources().values():
        for known in resource.filters:
            assert client.get(f"/api/{resource.name}/?{known.name}={known.example}").status_code == 200


def test_every_link_inside_the_page_has_its_place(client):
    response = client.get(PAGE)
    places = {
        element["id"] for tag in ("h2", "main") for element in elements(response, tag) if "id" in element
    }
    assert {link[1:] for link in links(response) if link.startswith("#")} <= places


def test_every_page_leads_to_it(client):
    found = links(client.get("/ko/"))
    assert "/ko/open-data/" in found
    assert "/ko/open-data/#feeds" in found


def test_it_costs_no_query_of_its_own(client):
    assert query_count(client, PAGE) == query_count(client, PAGE.replace("open-data", "partners")) - 1

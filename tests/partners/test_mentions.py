"""The page of a partner leads to the texts that mention it."""

import pytest

from partners.models import Partner
from tests.factories import confirm_known_names, make_document, make_partner, make_post
from tests.importing.helpers import import_all_seeds
from tests.reading import links, query_count

pytestmark = pytest.mark.django_db


def mentioned(client, partner):
    return [one.title for one in client.get(partner.get_absolute_url("en")).context["mentions"]]


def test_texts_that_name_it(client):
    partner = make_partner(name_en="Green Fund")
    post = make_post(title_en="Work with the Green Fund", body_en="<p>Text</p>")
    make_document(title_en="Report", body_en="<p>By the Green Fund.</p>")
    make_post(title_en="A fund for green roofs", body_en="<p>Text</p>")
    make_partner(name_en="Green Fund Asia")
    assert sorted(mentioned(client, partner)) == ["Report", "Work with the Green Fund"]
    assert post.get_absolute_url("en") in links(client.get(partner.get_absolute_url("en")))


def test_none_that_readers_may_not_see(client):
    partner = make_partner(name_en="Green Fund")
    make_post(title_en="Work with the Green Fund", state="draft")
    assert mentioned(client, partner) == []
    assert "Texts that mention" not in client.get(partner.get_absolute_url("en")).content.decode()


@pytest.mark.parametrize("name", ['"', "--", 'The "Fund"', "-fund", "펀드"])
def test_a_name_of_any_shape_breaks_nothing(client, name):
    assert mentioned(client, make_partner(name_en=name)) == []


def test_many_cost_as_much_as_one(client):
    partner = make_partner(name_en="Green Fund")
    make_post(title_en="Green Fund")
    for_one = query_count(client, partner.get_absolute_url("en"))
    for number in range(8):
        make_post(title_en=f"Green Fund {number}")
    assert query_count(client, partner.get_absolute_url("en")) == for_one
    assert len(mentioned(client, partner)) == 6


def test_imported_partners_are_found_in_imported_texts(client):
    import_all_seeds()
    confirm_known_names()
    with_page = [partner for partner in Partner.objects.visible("en") if partner.has_page]
    assert any(mentioned(client, partner) for partner in with_page)

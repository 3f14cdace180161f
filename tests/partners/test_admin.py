import pytest

from partners.models import Partner
from tests.factories import make_partner
from tests.forms import errors_of, list_data_of, submit

ADD = "/admin/partners/partner/add/"
LIST = "/admin/partners/partner/"
pytestmark = pytest.mark.django_db


def test_a_partner_is_added_in_both_languages(staff_client):
    texts = {"name_en": "CityNet", "name_ko": "시티넷", "official_name_ko": "시티넷 사무국"}
    response = submit(
        staff_client,
        ADD,
        **texts,
        description_ko="<p>도시 간 <em>협력</em></p><iframe></iframe>",
        kind="international_organization",
        url="citynet-ap.org",
        _publish="1",
    )
    assert response.status_code == 302
    partner = Partner.objects.visible("ko").get()
    assert partner.official_name_ko == "시티넷 사무국"
    assert partner.description_ko == "<p>도시 간 <em>협력</em></p>"
    assert partner.url == "https://citynet-ap.org"


def test_a_partner_has_a_name(staff_client):
    response = submit(staff_client, ADD, official_name_en="Something")
    assert list(errors_of(response)) == ["name_en"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("kind__exact=ministry", ["Ministry"]), ("language=ko", ["시티넷"]), ("q=시티", ["시티넷"])],
)
def test_filters_and_search(staff_client, query, expected):
    make_partner(name_en="Ministry", kind="ministry")
    make_partner(name_en="", name_ko="시티넷")
    found = staff_client.get(f"{LIST}?{query}").context["cl"].result_list
    assert [str(partner) for partner in found] == expected


def test_positions_are_changed_in_the_list(staff_client):
    first = make_partner(name_en="First", position=1, description_en="<p>Text</p>")
    second = make_partner(name_en="Second", position=2)
    data = list_data_of(staff_client.get(LIST)) | {"form-0-position": 5, "_save": "Save"}
    assert (data["form-0-id"], data["form-1-id"]) == (first.pk, second.pk)
    assert staff_client.post(LIST, data).status_code == 302
    assert [partner.name_en for partner in Partner.objects.all()] == ["Second", "First"]
    assert Partner.objects.get(pk=first.pk).description_en == "<p>Text</p>"


def test_the_list_costs_the_same_queries_for_one_and_for_many(staff_client, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(40) as captured:
            staff_client.get(LIST)
        return len(captured)

    make_partner()
    count()  # content types are looked up once
    one = count()
    for _ in range(5):
        make_partner()
    assert count() == one

import pytest

from seoulsolution.content.urls import PageAddress
from tests.factories import make_post


def test_the_query_of_a_list_belongs_to_its_address():
    address = PageAddress.of_path("/en/news/", "en", "?topic=water")
    assert address.canonical.endswith("/en/news/?topic=water")
    assert address.switch == "/ko/news/?topic=water"


@pytest.mark.django_db
def test_what_a_campaign_hangs_onto_a_record_is_no_part_of_its_address(client):
    post = make_post()
    address = client.get(post.get_absolute_url("en") + "?utm_source=letter").context["address"]
    assert address.canonical.endswith(post.get_absolute_url("en"))
    assert address.switch == post.get_absolute_url("ko")

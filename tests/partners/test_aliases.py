"""What is known of organizations by the names that pages give them."""

import pytest
from django.conf import settings

from partners.aliases import known_as, proposal
from tests.factories import make_partner


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("ADB", "Asian Development Bank"),
        ("Asian Development Bank", "Asian Development Bank"),
        ("The Asian Development Bank (ADB)", "Asian Development Bank"),
        ("World Bank Group", "The World Bank"),
        ("IBRD", "The World Bank"),
        ("한국국제협력단", "Korea International Cooperation Agency"),
        ("국제협력단", "Korea International Cooperation Agency"),
        ("외교부(MOFA)", "Ministry of Foreign Affairs"),
        ("대한민국 어딘가 (KOICA)", "Korea International Cooperation Agency"),
        ("World Smart Sustainable Cities Organisation", "World Smart Sustainable Cities Organization"),
        ("uclg", "United Cities and Local Governments"),
        ("C40", "C40 Cities Climate Leadership Group"),
        ("OECD", "Organisation for Economic Co-operation and Development"),
        ("UNDP", "United Nations Development Programme"),
    ],
)
def test_an_organization_is_known_by_short_and_by_official_names(name, official):
    assert known_as(name).official_name_en == official


@pytest.mark.parametrize("name", ["", "The", "Bank", "()", "City (Asia)", "World", None])
def test_no_other_is_meant(name):
    assert known_as(name) is None


@pytest.mark.django_db
def test_what_staff_wrote_is_not_proposed_again():
    partner = make_partner(name_en="", name_ko="외교부(MOFA)", official_name_en="MOFA of Korea")
    assert proposal(partner) == {
        "official_name_ko": "외교부",
        "kind": "ministry",
        "url": "https://www.mofa.go.kr/",
    }


@pytest.mark.parametrize("name", ["서울특별시청", "Seoul Metropolitan Government", "SMG"])
def test_the_city_is_known_by_its_own_names(name):
    assert name in settings.SITE_OWNER_NAMES

"""A language that staff withhold of a record that is public in the other one."""

import pytest

from partners.models import Partner
from tests.factories import make_issue, make_post, make_topic
from tests.importing.helpers import import_seed_of
from tests.reading import elements, links
from tests.syndication import KINDS, make_in_both

pytestmark = pytest.mark.django_db
KOREAN = {"title_ko": "비밀 계획", "body_ko": "<p>비밀</p>", "withheld_ko": True}


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_no_page_and_lists_link_to_the_page_in_the_other_language(client, kind):
    record = make_in_both(kind, "비밀", withheld_ko=True)
    number = record.number if kind == "newsletter" else record.pk
    assert client.get(f"/ko/{kind}/{number}/").status_code == 404
    linked = [link for link in links(client.get(f"/ko/{kind}/")) if f"/{kind}/{number}" in link]
    assert [link[:4] for link in linked] == ["/en/"]
    assert client.get(linked[0]).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_its_address_offers_the_other_language(client, kind):
    record = make_in_both(kind, "비밀", withheld_ko=True)
    number = record.number if kind == "newsletter" else record.pk
    response = client.get(f"/ko/{kind}/{number}/")
    offer = "다른 언어로 공개된 글이 있습니다"
    assert (response.status_code, offer in response.content.decode()) == (404, True)
    assert elements(response, "a", lang="en", hreflang="en", href=record.get_absolute_url("en"))
    type(record).objects.update(state="draft")
    assert offer not in client.get(f"/ko/{kind}/{number}/").content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_the_switch_leads_to_the_list_without_the_query_of_the_page(client, kind):
    record = make_in_both(kind, "비밀", withheld_ko=True)
    response = client.get(f"{record.get_absolute_url('en')}?page=7")
    assert elements(response, "a", hreflang="ko")[0]["href"] == f"/ko/{kind}/"
    assert [e["hreflang"] for e in elements(response, "link", rel="alternate") if "hreflang" in e] == [
        "en",
        "x-default",
    ]


def test_a_page_without_a_list_leads_home(client):
    from seoulsolution.pages.models import Page

    Page.objects.create(
        key="guide", title_en="Guide", body_en="<p>x</p>", state="published", withheld_ko=True
    )
    response = client.get("/en/guide/")
    assert elements(response, "a", hreflang="ko")[0]["href"] == "/ko/"
    assert "/en/guide/" in links(client.get("/ko/"))


def test_a_language_that_is_only_missing_stays_as_it_was(client):
    post = make_post()
    response = client.get(f"/ko/news/{post.pk}-up-to-1-gw-of-geothermal-energy/")
    assert response.status_code == 200
    assert elements(response, "a", hreflang="en")[0]["href"] == post.get_absolute_url("en")


def test_no_link_of_any_page_leads_to_the_withheld_language(client):
    topic = make_topic()
    post = make_post([topic], **KOREAN)
    others = [make_post([topic], title_en="Geothermal energy again"), make_issue()]
    others[1].popular_titles.create(position=1, title="Popular", post=post)
    pages = [
        "/ko/",
        "/ko/topics/water/",
        "/ko/search/?q=geothermal",
        "/ko/newsletter/201/",
        "/ko/news/feed.atom",
    ]
    pages.append(others[0].get_absolute_url("ko"))
    for page in pages:
        text = client.get(page).content.decode()
        assert f"/ko/news/{post.pk}" not in text, page
        assert "비밀" not in text, page
    for page in pages[:3]:
        assert post.get_absolute_url("en") in client.get(page).content.decode(), page


def test_related_records_cost_the_same(client, django_assert_num_queries):
    make_post(**KOREAN)
    address = make_post().get_absolute_url("ko")
    with django_assert_num_queries(10):
        client.get(address)


def test_both_withheld_are_found_nowhere(client):
    post = make_post(withheld_en=True, withheld_ko=True)
    assert [client.get(f"/{code}/news/{post.pk}/").status_code for code in ("en", "ko")] == [404, 404]


def test_an_imported_record_keeps_a_withheld_title_out_of_its_address(client, tmp_path):
    import_seed_of(Partner, tmp_path)
    partner = next(partner for partner in Partner.objects.visible("ko") if partner.has_page)
    partner.name_en, partner.withheld_ko = "Now in English", True
    partner.save()
    assert partner.get_absolute_url("ko") == f"/en/partners/{partner.pk}-now-in-english/"
    assert client.get(f"/ko/partners/{partner.pk}/").status_code == 404

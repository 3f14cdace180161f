"""JSON-LD and Open Graph in the head of pages"""

import datetime
import json

import pytest
from django.test import override_settings

from tests.factories import make_document, make_issue, make_notice, make_partner, make_post, make_topic
from tests.reading import elements
from tests.syndication import KINDS, make_in_both

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def data_blocks(client, address):
    return elements(client.get(address), "script", type="application/ld+json")


def graph(client, address):
    """Return what the page says of itself: (the thing, its breadcrumbs)."""
    [block] = data_blocks(client, address)
    data = json.loads(block["text"])
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def thing(client, record, language="en"):
    return graph(client, record.get_absolute_url(language))[0]


def meta(client, address):
    found = elements(client.get(address), "meta")
    return {tag.get("property") or tag.get("name"): tag["content"] for tag in found if "content" in tag}


def test_a_post_is_a_news_article(client):
    post = make_post(topics=[make_topic()], author="Seoul", summary_en="In short.")
    data = thing(client, post)
    assert data["@type"] == "NewsArticle"
    assert (data["headline"], data["description"]) == (post.title_en, "In short.")
    assert (data["datePublished"], data["creditText"]) == ("2023-11-24", "Seoul")
    assert data["url"] == SITE + post.get_absolute_url("en")
    assert data["about"] == [{"@type": "Thing", "name": "Water"}]


def test_a_date_that_is_not_recorded_is_not_given(client):
    assert "datePublished" not in thing(client, make_post(date=None))


def test_an_untranslated_record_speaks_its_own_language_on_every_page(client):
    post = make_post(title_en="", body_en="", title_ko="한국어 글", body_ko="<p>본문</p>")
    for language in ("en", "ko"):
        data, crumbs = graph(client, post.get_absolute_url(language))
        assert (data["inLanguage"], data["name"]) == ("ko", "한국어 글")
        assert data["url"] == SITE + post.get_absolute_url("ko")
        assert crumbs["itemListElement"][1]["item"] == f"{SITE}/ko/news/"


@pytest.mark.parametrize(
    ("kind", "name"),
    [("report", "Report"), ("video", "VideoObject"), ("brochure", "CreativeWork"), ("interview", "Article")],
)
def test_a_document_is_what_its_kind_says(client, kind, name):
    document = make_document(kind=kind, video_url="https://video.example/1")
    data = thing(client, document)
    assert data["@type"] == name
    assert ("contentUrl" in data) == (kind == "video")


def test_a_notice_with_a_period_is_an_event_and_else_a_service(client):
    data = thing(client, make_notice(where_to_submit_en="110 Sejong-daero"))
    assert (data["@type"], data["startDate"], data["endDate"]) == ("Event", "2018-07-02", "2018-07-27")
    assert data["location"]["address"] == "110 Sejong-daero"
    service = thing(client, make_notice(submission_closes=None))
    assert service["@type"] == "GovernmentService"


def test_a_partner_is_an_organization(client):
    data = thing(
        client,
        make_partner(kind="ministry", official_name_en="Ministry of Water", url="https://water.example/"),
    )
    assert (data["@type"], data["url"]) == ("GovernmentOrganization", "https://water.example/")
    assert data["legalName"] == "Ministry of Water"
    assert thing(client, make_partner())["@type"] == "Organization"


def test_an_issue_is_dated_by_its_month_and_has_its_stories(client):
    data = thing(client, make_issue(stories=2))
    assert (data["@type"], data["issueNumber"], data["datePublished"]) == ("PublicationIssue", 201, "2021-11")
    assert data["hasPart"][1] == {
        "@type": "Article",
        "headline": "Story 2",
        "url": f"{SITE}/en/newsletter/201/#story-2",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_breadcrumbs_lead_to_the_page(client, kind):
    record = make_in_both(kind)
    crumbs = graph(client, record.get_absolute_url("en"))[1]
    steps = crumbs["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps] == [
        f"{SITE}/en/", f"{SITE}/en/{kind}/", SITE + record.get_absolute_url("en")
    ]  # fmt: skip


def test_a_plain_page_and_home_describe_themselves(client):
    assert graph(client, "/en/about/")[0]["@type"] == "WebPage"
    [block] = data_blocks(client, "/ko/")
    site = json.loads(block["text"])
    assert (site["@type"], site["inLanguage"]) == ("WebSite", "ko")
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{SITE}/ko/search/?q={{q}}"


def test_lists_and_errors_have_no_data_block(client):
    make_post()
    for address in ("/en/news/", "/en/nothing/here/"):
        assert not data_blocks(client, address)


def test_no_text_can_end_the_data_block(client):
    post = make_post(title_en="</script><script>alert(1)</script> & <!-- x")
    content = client.get(post.get_absolute_url("en")).content.decode()
    assert content.count("<script ") == 3  # the data, the search box's own and that of sharing
    assert "<script>" not in content
    assert thing(client, post)["name"] == post.title_en


@pytest.mark.parametrize("end", ["</script >", "</SCRIPT\t>", "</script/x>", "<!--<script>", "&lt;/script>"])
def test_a_data_block_holds_no_sign_of_markup(client, end):
    post = make_post(title_en=f"Heat {end} pumps")
    [block] = data_blocks(client, post.get_absolute_url("en"))
    assert not {"<", ">", "&"} & set(block["text"])
    assert json.loads(block["text"])["@graph"][0]["name"] == post.title_en


def test_only_the_citys_own_site_publishes_in_its_name(client):
    post = make_in_both("news")
    assert thing(client, post, "ko")["publisher"]["name"] == "서울정책아카이브"
    with override_settings(OFFICIAL_STRIP=True):
        assert thing(client, post, "ko")["publisher"]["name"] == "서울특별시"


def test_a_link_to_a_page_shows_title_words_and_a_picture(client):
    post = make_in_both("news", summary_en="In short.", date=datetime.date(2020, 1, 1))
    found = meta(client, post.get_absolute_url("en"))
    assert (found["og:title"], found["og:description"]) == (post.title_en, "In short.")
    assert (found["og:locale"], found["og:locale:alternate"]) == ("en_US", "ko_KR")
    assert found["og:image"] == f"{SITE}/static/img/og-default.png"
    assert (found["og:image:width"], found["twitter:card"]) == ("1200", "summary_large_image")


def test_a_record_without_a_picture_shares_that_of_its_first_topic(client, imported_post):
    [topic] = imported_post.topics.all()[:1]
    expected = f"{SITE}/static/img/og-{topic.slug}.png"
    for record in (imported_post, topic):
        found = meta(client, record.get_absolute_url("en"))
        assert (found["og:image"], found["og:image:alt"]) == (expected, topic.name_en)
    assert thing(client, imported_post, "en")["image"] == expected


def test_phones_find_an_icon(client):
    [link] = elements(client.get("/en/"), "link", rel="apple-touch-icon")
    assert link["href"] == "/static/img/apple-touch-icon.png"

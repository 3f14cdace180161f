"""/en/newsletter/ and /en/newsletter/201/"""

import pytest

from news.models import PopularTitle, Story
from seoulsolution.content.internal_links import InternalLink
from tests.factories import make_issue, make_post
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db


def test_list_shows_number_month_and_stories(client):
    make_issue(stories=2)
    response = client.get("/en/newsletter/")
    assert "Newsletter No. 201" in texts(response, "h3")
    assert "November 2021" in texts(response, "time")
    assert "/en/newsletter/201/" in links(response)
    assert "Story 2" in texts(response, "li")


def test_issue_has_its_stories_in_order_with_anchors(client):
    make_issue(stories=3)
    response = client.get("/en/newsletter/201/")
    assert texts(response, "h1") == ["Newsletter No. 201 November 2021"]
    anchors = [section["id"] for section in elements(response, "section") if "id" in section]
    assert anchors == ["story-1", "story-2", "story-3"]
    assert {"#story-1", "#story-2", "#story-3"} <= set(links(response))


def test_korean_page_writes_number_and_month_in_korean(client):
    make_issue(stories=1)
    response = client.get("/ko/newsletter/201/")
    assert texts(response, "h1") == ["뉴스레터 201호 2021년 11월"]
    assert elements(response, "div", role="note")
    assert elements(response, "section", id="story-1")[0]["lang"] == "en"


def test_an_issue_has_one_name_on_its_page_in_the_pager_and_in_search(client, imported_issue):
    make_issue(number=202, month=12, title_en="2021 December (No.202)")
    name = "Newsletter No. 201, November 2021"
    assert texts(client.get("/en/newsletter/201/"), "title")[0].startswith(name)
    assert name in texts(client.get("/en/newsletter/202/"), "span", class_="pager-title")
    assert name in texts(client.get("/en/search/?q=Lima"), "h2")


def test_a_popular_title_that_is_a_story_of_the_issue_leads_to_it(client, imported_issue):
    response = client.get("/en/newsletter/201/")
    assert len(elements(response, "a", href="#story-4")) == 2
    assert texts(response, "span", class_="linked")[0].startswith("Seoul, First Local")
    assert "Photo of the issue" not in texts(response, "h2")


def test_popular_titles_are_linked_only_to_what_can_be_read(client):
    issue = make_issue()
    posts = [make_post(title_en="Public"), make_post(title_en="Draft", state="draft"), None]
    for position, post in enumerate(posts, start=1):
        PopularTitle.objects.create(issue=issue, position=position, title=f"Popular {position}", post=post)
    response = client.get("/en/newsletter/201/")
    assert posts[0].get_absolute_url("en") in links(response)
    assert posts[1].get_absolute_url("en") not in links(response)
    assert "3 Popular 3" in texts(response, "p", class_="entry")


def test_neighbours_are_issues_by_month(client):
    for number, month in ((200, 10), (201, 11), (202, 12)):
        make_issue(number=number, month=month, title_en=f"No. {number}")
    response = client.get("/en/newsletter/201/")
    assert elements(response, "a", class_="newer")[0]["href"] == "/en/newsletter/202/"
    assert elements(response, "a", class_="older")[0]["href"] == "/en/newsletter/200/"


@pytest.mark.parametrize("address", ["200", "0", "x", "201-slug"])
def test_bad_numbers_are_not_found(client, address):
    make_issue()
    assert client.get(f"/en/newsletter/{address}/").status_code == 404


def test_drafts_are_not_found(client):
    make_issue(state="draft")
    assert client.get("/en/newsletter/201/").status_code == 404


def test_only_reading_is_allowed(client):
    make_issue()
    assert client.post("/en/newsletter/").status_code == 405
    assert client.post("/en/newsletter/201/").status_code == 405


def test_costs_the_same_for_one_row_and_for_many(client):
    make_issue(stories=1, number=100, month=1)
    for_one = query_count(client, "/en/newsletter/"), query_count(client, "/en/newsletter/100/")
    for number in range(101, 108):
        make_issue(stories=4, number=number, month=number - 99, title_en=f"No. {number}")
    assert (query_count(client, "/en/newsletter/"), query_count(client, "/en/newsletter/100/")) == for_one


@pytest.mark.parametrize("address", ["/en/", "/en/newsletter/", "/en/newsletter/201/"])
def test_a_story_in_a_withheld_language_is_not_shown(client, address):
    issue = make_issue(title_ko="2021년 11월호", withheld_ko=True)
    Story.objects.create(issue=issue, position=1, title_en="In English", body_en="<p>Text</p>")
    Story.objects.create(issue=issue, position=2, title_ko="비공개 기사", body_ko="<p>내용</p>")
    PopularTitle.objects.create(issue=issue, position=1, title="비공개 제목", language="ko")
    page = client.get(address).content.decode()
    assert "In English" in page
    assert "비공개" not in page


def test_a_story_in_a_withheld_language_leaves_no_empty_entry(client):
    issue = make_issue(title_ko="2021년 11월호", withheld_ko=True)
    Story.objects.create(issue=issue, position=1, title_ko="비공개 기사", body_ko="<p>내용</p>")
    Story.objects.create(issue=issue, position=2, title_en="In English", body_en="<p>Text</p>")
    response = client.get("/en/newsletter/201/")
    assert [e["text"] for e in elements(response, "a") if e["href"].startswith("#story-")] == ["1 In English"]
    assert [section["id"] for section in elements(response, "section", class_="story")] == ["story-1"]


@pytest.mark.parametrize("address", ["/en/", "/en/newsletter/"])
def test_a_list_of_stories_has_no_empty_entry(client, address):
    issue = make_issue(title_ko="2021년 11월호", withheld_ko=True)
    Story.objects.create(issue=issue, position=1, title_ko="비공개 기사", body_ko="<p>내용</p>")
    Story.objects.create(issue=issue, position=2, title_en="In English", body_en="<p>Text</p>")
    response = client.get(address)
    assert "In English" in texts(response, "li")
    assert "" not in texts(response, "li")


def test_a_number_with_zeros_leads_to_the_one_address(client):
    make_issue()
    response = client.get("/en/newsletter/0201/")
    assert (response.status_code, response["Location"]) == (301, "/en/newsletter/201/")


def test_an_issue_with_another_number_is_found_by_the_one_it_had(client):
    issue = make_issue(number=201)
    post = make_post(body_en='<p><a href="/en/newsletter/201/">No. 201</a></p>')
    issue.number = 202
    issue.save()
    assert issue.old_addresses == "/newsletter/201"
    assert client.get("/en/newsletter/201/", follow=True).redirect_chain[-1][0] == "/en/newsletter/202/"
    post.save()
    assert not InternalLink.objects.exclude(kind="pages.page").broken().exists()

"""Share, cite, report: on the page of every text, and in print."""

import pytest
import time_machine

from tests.factories import make_issue, make_notice, make_post
from tests.reading import elements, links

pytestmark = pytest.mark.django_db


def cited(response):
    return [one["text"].strip() for one in elements(response, "dd", class_="copied")]


def test_a_text_is_cited_in_both_languages(client):
    post = make_post(title_ko="지열에너지", body_ko="<p>계획</p>")
    address, english, korean = cited(client.get(post.get_absolute_url("en")))
    assert address == f"http://127.0.0.1:8000/en/news/{post.pk}-up-to-1-gw-of-geothermal-energy/"
    assert english == f"“Up to 1 GW of geothermal energy”, Seoul Solution, 24 November 2023, {address}"
    assert korean.startswith("「지열에너지」, 서울정책아카이브, 2023. 11. 24, http://127.0.0.1:8000/ko/news/")


def test_a_withheld_language_is_not_cited(client):
    post = make_post(title_ko="비밀", body_ko="<p>비밀</p>", withheld_ko=True)
    page = client.get(post.get_absolute_url("en"))
    assert len(cited(page)) == 2
    assert "비밀" not in page.content.decode()


def test_an_undated_imported_text_is_cited_without_a_date(client, imported_post):
    imported_post.date = None
    imported_post.save()
    assert ", Seoul Solution, http://" in cited(client.get(imported_post.get_absolute_url("en")))[1]


def test_an_issue_is_cited_by_its_name_and_month(client):
    page = client.get(make_issue(title_ko="2021년 11월호").get_absolute_url("en"))
    _address, english, korean = cited(page)
    assert english.startswith("“Newsletter No. 201, November 2021”, Seoul Solution, November 2021, http://")
    assert "2021년 11월, http://" in korean
    assert "1 November 2021" not in page.content.decode()


@pytest.mark.parametrize("make", [make_post, make_notice, make_issue])
def test_an_error_is_reported_to_the_office(client, settings, make):
    path = make().get_absolute_url("en")
    assert "/en/contact/#errors" in links(client.get(path))
    settings.CONTACT_EMAIL = "archive@example.org"
    [mail] = [link for link in links(client.get(path)) if link.startswith("mailto:archive@example.org?")]
    assert "subject=Report%20an%20error" in mail
    assert mail.endswith(path.replace("/", "%2F"))


@pytest.mark.parametrize("path", ["/en/news/", "/en/archive/", "/en/newsletter/", "/en/notices/"])
def test_every_list_says_how_to_subscribe(client, path):
    hrefs = links(client.get(path))
    assert {f"http://127.0.0.1:8000{path}feed.atom", f"http://127.0.0.1:8000{path}feed.rss"} <= set(hrefs)


def test_topics_are_in_the_header(client):
    menu = client.get("/en/news/").content.decode().partition("</nav>")[0]
    assert 'href="/en/topics/"' in menu


def test_the_newsletter_is_listed_by_year(client):
    for number, year in ((1, 2020), (2, 2020), (3, 2021)):
        make_issue(number=number, year=year)
    found = elements(client.get("/ko/newsletter/"), "h2", class_="issue-year")
    assert [heading["text"].strip() for heading in found] == ["2021년", "2020년"]


@time_machine.travel("2026-12-01T20:00:00Z")
@pytest.mark.parametrize("name", ["imported_post", "imported_issue"])
def test_an_imported_text_says_when_it_was_saved_here(client, name, request):
    record = request.getfixturevalue(name)
    page = client.get(record.get_absolute_url("en")).content.decode()
    assert "Imported from an earlier site of the city, saved here on 2 December 2026." in page


def test_another_says_nothing_of_it(client):
    assert "Imported from" not in client.get(make_post().get_absolute_url("en")).content.decode()

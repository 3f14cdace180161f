"""/en/news/2023/, /en/news/2023/11/ and the same under /en/archive/"""

import datetime

import pytest

from tests.factories import make_document, make_post, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db
FACTORIES = {"news": make_post, "archive": make_document}
sections = pytest.mark.parametrize("section", FACTORIES)


def make(section, *days, **fields):
    for day in days:
        FACTORIES[section](title_en=f"Of {day}", date=datetime.date.fromisoformat(day), **fields)


@sections
def test_a_year_has_its_records_alone(client, section):
    make(section, "2023-11-24", "2023-02-01", "2021-11-24")
    response = client.get(f"/en/{section}/2023/")
    assert [title for title in texts(response, "h2") if title.startswith("Of")] == [
        "Of 2023-11-24",
        "Of 2023-02-01",
    ]


@sections
@pytest.mark.parametrize(
    ("path", "heading"), [("2023/", "{}, 2023"), ("2023/11/", "{}, November 2023"), ("", "{}")]
)
def test_each_period_says_so(client, section, path, heading):
    make(section, "2023-11-24")
    name = {"news": "News", "archive": "Archive"}[section]
    assert texts(client.get(f"/en/{section}/{path}"), "h1") == [heading.format(name)]


def test_a_reader_walks_from_list_to_year_to_month_and_back(client):
    make("news", "2023-11-24", "2023-02-01", "2021-11-24")
    assert {"/en/news/2023/", "/en/news/2021/"} <= set(links(client.get("/en/news/")))
    year = links(client.get("/en/news/2023/"))
    assert {"/en/news/2023/11/", "/en/news/2023/02/", "/en/news/2021/", "/en/news/"} <= set(year)
    month = client.get("/en/news/2023/11/")
    assert {"/en/news/2023/02/", "/en/news/2023/", "/en/news/2021/", "/en/news/"} <= set(links(month))
    assert "/ko/news/2023/11/" in links(month)


def test_counts_of_other_years_are_not_those_of_the_month(client):
    make("news", "2023-11-24", "2023-02-01", "2021-05-24")
    options = texts(client.get("/en/news/2023/11/"), "a", class_="pill")
    assert {"2023 2", "2021 1", "November 1", "February 1"} <= set(options)


def test_filters_go_along(client):
    make("news", "2023-11-24", "2023-02-01", "2021-11-24")
    post = make_post([make_topic()], title_en="Of water", date=datetime.date(2023, 11, 1))
    response = client.get("/en/news/2023/?topic=water")
    assert post.get_absolute_url("en") in links(response)
    assert "/en/news/2023/11/?topic=water" in links(response)
    assert "/en/news/?topic=water" in links(response)


def test_filters_that_never_meet_lead_back_to_the_whole_list(client):
    make("news", "2023-11-24")
    make_post([make_topic()], date=datetime.date(2021, 1, 1))
    response = client.get("/en/news/2023/?topic=water")
    assert "Nothing matches all of these filters" in texts(response, "h2")
    assert [a["href"] for a in elements(response, "a", class_="button quiet")] == ["/en/news/"]


@pytest.mark.parametrize("asked", ["/en/news/2023/", "/en/news/?year=2023", "/en/news/2023/?year=2021&utm=x"])
def test_one_address_is_canonical(client, asked):
    make("news", "2023-11-24", "2021-11-24")
    canonical = elements(client.get(asked), "link", rel="canonical")[0]["href"]
    assert canonical == "http://127.0.0.1:8000/en/news/2023/"


@sections
@pytest.mark.parametrize("path", ["2019/", "2023/05/", "2023/00/", "2023/13/", "2023/1/", "2023/11/24/"])
def test_a_period_without_records_is_not_found(client, section, path):
    make(section, "2023-11-24")
    make(section, "2019-05-01", state="draft")
    assert client.get(f"/en/{section}/{path}").status_code == 404


def test_a_number_of_no_year_is_a_records(client):
    post = make_post(pk=1999)
    response = client.get("/en/news/1999/")
    assert (response.status_code, response["Location"]) == (301, post.get_absolute_url("en"))


def test_an_id_that_looks_like_a_year_has_an_address_of_its_own(client, staff_client):
    make_post(date="2023-11-24")
    post = make_post(pk=2023)
    post.withdraw()
    address = post.get_absolute_url("en")
    assert address == "/en/news/2023-/"
    assert client.get(address).status_code == 410
    assert client.get("/en/news/2023/").status_code == 200
    assert staff_client.get(f"/admin/news/post/{post.pk}/preview/en/").status_code == 200


@sections
@pytest.mark.parametrize("year", ["1850", "2230", "0203"])
def test_a_year_that_has_no_path_is_a_parameter(client, section, year):
    make(section, "2023-11-24", f"{year}-05-01")
    assert f"?year={year}" in links(client.get(f"/en/{section}/"))
    response = client.get(f"/en/{section}/?year={year}")
    assert f"Of {year}-05-01" in texts(response, "h2")
    assert elements(response, "link", rel="canonical")[0]["href"].endswith(f"/en/{section}/?year={year}")


def test_drafts_are_not_shown(client):
    make("news", "2023-11-24")
    make_post(title_en="Secret", state="draft", date=datetime.date(2023, 11, 2))
    assert "Secret" not in client.get("/en/news/2023/11/").content.decode()


def test_pages_of_a_year_stay_in_it(client):
    make("news", *[f"2023-01-{day:02}" for day in range(1, 14)])
    assert [a["href"] for a in elements(client.get("/en/news/2023/"), "a", rel="next")] == ["?page=2"]
    assert client.get("/en/news/2023/?page=2").status_code == 200
    assert client.get("/en/news/2023/?page=3").status_code == 404


def test_only_reading_is_allowed(client):
    assert client.post("/en/news/2023/").status_code == 405


def test_costs_the_same_for_one_row_and_for_many(client):
    make("news", "2023-11-24")
    paths = ["/en/news/2023/", "/en/news/2023/11/"]
    for_one = [query_count(client, path) for path in paths]
    make("news", *[f"20{year}-11-0{day}" for year in (19, 21, 23) for day in range(1, 4)])
    # what is due, is there such a year, years and languages, topics, their names, months, ids, records, their
    # topics, alerts, plain pages; of a month: is there such a month, years and languages in it
    assert [query_count(client, path) for path in paths] == for_one == [11, 13]

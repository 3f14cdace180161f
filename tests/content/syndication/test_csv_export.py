"""/api/news.csv and its kin"""

import csv
import datetime
import io
from http.client import IncompleteRead
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from seoulsolution.content.syndication.api import streaming
from seoulsolution.content.syndication.api.csv_export import harmless
from tests.benchmarks.serving import ROOT, gunicorn
from tests.factories import make_post, make_topic
from tests.importing import pages
from tests.importing.databases import url_of
from tests.importing.helpers import run_import, write
from tests.reading import query_count
from tests.syndication import KINDS, assert_nothing_leaks, make, make_in_both, text_of

pytestmark = pytest.mark.django_db


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(text_of(response), newline="")))


def test_spreadsheets_see_that_it_is_utf_8(client):
    make_in_both("news", "서울")
    content = client.get("/api/news.csv").getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "서울" in content.decode()


@pytest.mark.parametrize("kind", [*KINDS, "topics"])
def test_every_list_has_a_spreadsheet(client, kind):
    make(kind) if kind != "topics" else make_post(topics=[make_topic()])
    response = client.get(f"/api/{kind}.csv")
    assert response["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
    [row] = read(client, f"/api/{kind}.csv")
    assert None not in row
    assert row["url_en"].startswith("http://127.0.0.1:8000/en/")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_hidden_gets_out(client, kind):
    assert_nothing_leaks(
        client, kind, *(f"/api/{kind}.csv{query}" for query in ("", "?language=en", "?language=ko"))
    )
    assert len(read(client, f"/api/{kind}.csv")) == 1


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_text_is_run_as_a_formula(client, sign):
    make_post(title_en=f'{sign}HYPERLINK("http://evil","x")', author=f"{sign}1+1")
    [row] = read(client, "/api/news.csv")
    assert row["title_en"].startswith(f"'{sign}")
    assert row["author"] == f"'{sign}1+1"


@pytest.mark.parametrize("sign", ["\t", "\r", "\n"])
def test_no_white_space_that_a_spreadsheet_skips_hides_a_formula(sign):
    assert harmless(f"{sign}=1+1") == f"'{sign}=1+1"


def test_texts_come_back_as_they_were(client):
    title = 'Quote " comma, semicolon; line'
    make_post(title_en=title, topics=[make_topic(), make_topic(slug="air")])
    [row] = read(client, "/api/news.csv")
    assert row["title_en"] == title
    assert row["topics"] == "water; air"
    assert "body_en" not in row


def test_filters_and_language_work_as_in_json(client):
    make_in_both("news", "물", topics=[make_topic()])
    make("news")
    [row] = read(client, "/api/news.csv?topic=water&language=ko&year=2023")
    assert row["title"] == "물"
    assert client.get("/api/news.csv?topic=nothing").status_code == 400
    assert client.get("/api/news.csv?page=2").status_code == 400


def test_a_long_list_comes_whole(client, monkeypatch):
    monkeypatch.setattr(streaming, "CHUNK", 2)
    make("news", 5)
    assert len(read(client, "/api/news.csv")) == 5


@pytest.mark.parametrize("kind", ["news", "archive", "newsletter", "partners", "notices", "topics"])
def test_thirty_rows_cost_as_many_queries_as_one(client, kind):
    """Read to the end: rows are loaded while they are sent."""

    def make_row(number):
        topic = make_topic(slug=f"topic-{number}")
        of_topic = {"topics": [topic]} if kind in ("news", "archive") else {}
        make_post(topics=[topic]) if kind == "topics" else make_in_both(kind, f"공개 {number}", **of_topic)

    make_row(0)
    for_one = query_count(client, f"/api/{kind}.csv")
    for number in range(1, 30):
        make_row(number)
    assert len(read(client, f"/api/{kind}.csv")) == 30
    assert query_count(client, f"/api/{kind}.csv") == for_one


def test_imported_rows_cost_as_many_queries_as_one(client, tmp_path):
    make_post(topics=[make_topic()])
    for_one = query_count(client, "/api/news.csv")
    items = [(f"Seoul Opens Line Number {number}",) for number in range(29)]
    run_import(tmp_path, write(tmp_path, "a.txt", pages.home(*items, logos=())))
    assert len(read(client, "/api/news.csv")) == 30
    assert query_count(client, "/api/news.csv") == for_one


def test_long_texts_are_not_read_for_a_row(client, django_assert_num_queries):
    make_in_both("news", summary_en="In short.", topics=[make_topic()])
    with django_assert_num_queries(3) as captured:  # what is due, all topics, posts
        [row] = read(client, "/api/news.csv")
    assert row["summary_en"] == "In short."
    assert "body" not in captured[2]["sql"]


def test_a_row_has_the_topics_of_its_record_in_their_order(client):
    air, water = make_topic(slug="air", position=2), make_topic(position=1)
    make_post(topics=[air])
    make_post(topics=[air, water])
    make_post()
    assert [row["topics"] for row in read(client, "/api/news.csv")] == ["", "water; air", "air"]


#: The site, failing at one title.
FAILING_SITE = """
from seoulsolution.wsgi import application  # first: it sets Django up
from seoulsolution.content.syndication.api import csv_export

def harmless(cell):
    if cell == "Broken":
        raise RuntimeError("This row cannot be written.")
    return cell

csv_export.harmless = harmless
"""


@pytest.mark.usefixtures("database_on_disk")
def test_a_client_notices_that_an_error_cut_the_file_off(tmp_path):
    make_post(title_en="Broken", date=datetime.date(2020, 1, 1))
    make_post(title_en="Whole", date=datetime.date(2021, 1, 1))
    (tmp_path / "failing.py").write_text(FAILING_SITE)
    environment = {
        "DATABASE_URL": url_of(connection.settings_dict),
        "VAR_DIR": str(tmp_path),
        "DEBUG": "true",
        "PYTHONPATH": str(ROOT),
    }
    with gunicorn(environment, "failing:application", tmp_path) as server:
        for encoding in ("identity", "gzip"):
            request = Request(f"{server.address}/api/news.csv", headers={"Accept-Encoding": encoding})  # noqa: S310
            with urlopen(request, timeout=20) as response, pytest.raises(IncompleteRead):  # noqa: S310
                response.read()
            assert response.status == 200

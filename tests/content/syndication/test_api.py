"""/api/ in JSON"""

import csv
import datetime
import io
import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from news.models import PopularTitle, Post
from notices.models import SelectionStep
from tests.factories import make_document, make_issue, make_notice, make_post, make_topic
from tests.importing.helpers import import_all_seeds
from tests.reading import query_count, remembering
from tests.syndication import KINDS, assert_nothing_leaks, make, make_in_both, make_secrets, text_of

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def only(client, address):
    [record] = read(client, address)["records"]
    return record


def refused(client, address, status=400):
    """Return the sentence with which ``address`` is refused."""
    response = client.get(address)
    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["status"] == status
    return response.json()["error"]


def test_the_index_says_what_there_is(client):
    index = read(client, "/api/")
    assert {kind["kind"] for kind in index["kinds"]} == {*KINDS, "topics"}
    assert index["documentation"]["ko"] == f"{SITE}/ko/open-data/"
    for kind in index["kinds"]:
        for address in (kind["url"], kind["csv"], kind["source"]):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_list_and_records_of_the_same_fields(client, kind):
    make(kind)
    page = read(client, f"/api/{kind}/")
    [record] = page["records"]
    single = read(client, record["api_url"].removeprefix(SITE))
    assert single["record"] == record
    for answer in (page, single):
        assert answer["licence"]["url"].startswith("https://www.kogl.or.kr/")
        assert client.get(answer["source"]).status_code == 200
    assert client.get(record["url"]["en"]).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_hidden_gets_out(client, kind):
    addresses = [f"/api/{kind}/{query}" for query in ("", "?language=en", "?language=ko")]
    assert_nothing_leaks(client, kind, *addresses, "/api/topics/")
    assert read(client, f"/api/{kind}/")["total"] == 1
    for record in make_secrets(kind):
        key = record.number if kind == "newsletter" else record.pk
        status, said = (
            (410, "This record has been withdrawn.")
            if record.state == "withdrawn"
            else (404, "There is no such public record.")
        )
        assert refused(client, f"/api/{kind}/{key}/", status) == said


def test_texts_of_a_withheld_language_are_null(client):
    make_in_both("news", "비밀", withheld_ko=True, summary_ko="비밀 요약")
    record = only(client, "/api/news/")
    assert record["languages"] == ["en"]
    assert {record[name]["ko"] for name in ("title", "summary", "body", "url")} == {None}
    assert refused(client, f"/api/news/{record['id']}/?language=ko", 404)


def test_parts_of_a_withheld_language_are_null(client):
    issue = make_issue(stories=1, title_ko="비밀", withheld_ko=True)
    issue.stories.update(title_ko="비밀", body_ko="<p>비밀</p>")
    PopularTitle.objects.create(issue=issue, position=1, title="비밀", language="ko")
    record = only(client, "/api/newsletter/")
    assert record["stories"][0]["title"] == {"en": "Story 1", "ko": None}
    assert record["popular_titles"] == []


def test_popular_titles_name_their_post_while_it_is_public(client):
    issue, post = make_issue(), make_post(title_en="A post")
    PopularTitle.objects.create(issue=issue, position=1, title="A post", post=post)
    assert only(client, "/api/newsletter/")["popular_titles"][0]["post"] == f"{SITE}/api/news/{post.pk}/"
    for hidden in ({"expires_at": timezone.now()}, {"state": "draft", "expires_at": None}):
        type(post).objects.update(**hidden)
        assert only(client, "/api/newsletter/")["popular_titles"][0]["post"] is None


def test_one_language_gives_plain_texts_and_only_its_records(client):
    make_post(title_en="English only")
    both = make_in_both("news", "둘 다", title_en="Both")
    record = only(client, "/api/news/?language=ko")
    assert (record["title"], record["body"]) == ("둘 다", "<p>둘 다</p>")
    assert record["url"] == SITE + both.get_absolute_url("ko")
    assert read(client, "/api/news/?language=en")["total"] == 2


def test_what_is_not_known_is_null(client):
    make_post(date=None, author="")
    record = only(client, "/api/news/")
    assert {record[name] for name in ("date", "author", "source_url", "cover")} == {None}
    assert record["updated_at"].endswith("Z")


def test_a_change_is_dated_in_the_languages_that_are_given_out(client, time_machine):
    time_machine.move_to("2025-06-01T12:00Z", tick=False)
    post = make_post(title_en="Tram")
    time_machine.move_to("2025-06-03T12:00Z", tick=False)
    Post.objects.update(title_ko="전차", body_ko="<p>글</p>", withheld_ko=False)
    moments = {"": "2025-06-03", "&language=en": "2025-06-01", "&language=ko": "2025-06-03"}
    for query, day in moments.items():
        assert only(client, f"/api/news/?page=1{query}")["updated_at"] == f"{day}T12:00:00Z"
    post.refresh_from_db()
    post.save()
    assert only(client, "/api/news/?language=en")["updated_at"] == "2025-06-03T12:00:00Z"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_an_imported_text_did_not_change_in_the_minute_of_its_import(client, language):
    import_all_seeds()
    found = 0
    for kind in KINDS:
        sitemap = client.get(f"/sitemap-{kind}.xml").content.decode()
        dates = dict(re.findall(r"<loc>([^<]+)</loc>\s*<lastmod>([^<]+)</lastmod>", sitemap))
        rows = csv.DictReader(
            io.StringIO(text_of(client.get(f"/api/{kind}.csv?language={language}")), newline="")
        )
        changed_at = {row["url"]: row["updated_at"] for row in rows}
        for record in read(client, f"/api/{kind}/?language={language}&per_page=100")["records"]:
            moment = record["updated_at"]
            assert not (moment and moment.startswith(str(timezone.localdate().year))), record["url"]
            assert changed_at[record["url"]] == (moment or "")
            assert (moment or "")[:16] == dates.get(record["url"], "")[:16]
            found += 1
    assert found > 0


def test_a_notice_brings_parts_steps_and_days(client):
    notice = make_notice(parts=2)
    SelectionStep.objects.create(notice=notice, position=1, title_en="Committee", year=2018, month=8)
    record = only(client, "/api/notices/?state=closed&year=2018")
    assert (record["submission_closes"], record["state"]) == ("2018-07-27", "closed")
    assert record["parts"][1]["body"]["en"] == "<p>Rule 2.</p>"
    assert record["selection_steps"][0]["month"] == 8


def test_rich_text_is_clean_and_its_links_are_absolute(client):
    make_post(body_en='<p><a href="/en/about/">About</a></p><script>alert(1)</script>')
    body = only(client, "/api/news/")["body"]["en"]
    assert f'href="{SITE}/en/about/"' in body
    assert "script" not in body


def test_pages_lead_to_each_other(client):
    make("news", 3)
    first = read(client, "/api/news/?per_page=2&language=en")
    assert (first["total"], first["pages"], first["previous"]) == (3, 2, None)
    second = read(client, first["next"].removeprefix(SITE))
    assert (len(second["records"]), second["next"]) == (1, None)
    assert read(client, second["previous"].removeprefix(SITE)) == first


def test_a_page_has_twenty_records_and_a_hundred_at_most(client):
    make("partners", 101)
    assert len(read(client, "/api/partners/")["records"]) == 20
    assert len(read(client, "/api/partners/?per_page=100")["records"]) == 100


def test_filters_have_the_names_of_the_lists(client):
    water = make_topic()
    make_document(title_en="Wanted", kind="video", topics=[water])
    make_document(title_en="Other kind", kind="report", topics=[water])
    make_document(title_en="Other topic", kind="video")
    make_document(title_en="Other year", kind="video", topics=[water], date=datetime.date(2011, 1, 1))
    assert only(client, "/api/archive/?kind=video&topic=water&year=2020")["title"]["en"] == "Wanted"
    assert only(client, "/api/archive/?year=2011&language=en")["title"] == "Other year"


def test_undated_records_can_be_asked_for(client):
    make_post(date=None)
    make_post()
    assert only(client, "/api/news/?year=undated")["date"] is None
    assert read(client, "/api/news/?year=1999")["total"] == 0
    assert read(client, "/api/news/?year=3000")["total"] == 0


def test_an_unused_topic_is_as_unknown_as_any(client):
    make_post(topics=[make_topic()], state="draft")
    unused, unknown = (refused(client, f"/api/news/?topic={slug}", 400) for slug in ("water", "none"))
    assert unused == unknown


def test_topics_count_what_is_public_under_them(client):
    make_post(topics=[make_topic()])
    make_post(topics=[make_topic(slug="secret", name_en="Secret")], state="draft")
    record = only(client, "/api/topics/")
    assert (record["slug"], record["news"], record["archive"]) == ("water", 1, 0)
    assert read(client, "/api/topics/water/")["record"] == record
    assert refused(client, "/api/topics/secret/", 404)


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=x", "page=-1", "page=1e9", "page=" + "9" * 5000, "per_page=101", "per_page=0",
        "per_page=٣", "language=fr", "topic=nothing", "topic=%00", "topic=' OR 1=1", "year=20211", "year=x",
        "year=0001", "colour=red", "%F0%9F%92%A9=1",
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_understood_is_refused_with_a_sentence(client, query):
    assert refused(client, f"/api/news/?{query}").endswith(".")


@pytest.mark.parametrize(
    "address", ["archive/?kind=film", "notices/?state=none", "newsletter/?year=undated", "?x=1"]
)
def test_values_outside_a_choice_are_refused(client, address):
    assert refused(client, f"/api/{address}").endswith(".")


@pytest.mark.parametrize(
    "address",
    [
        "news/99/",
        "news/x/",
        f"news/{'9' * 30}/",
        "news/?page=2",
        "users/",
        "users.csv",
        "news/1/2/",
        "%00/",
        "newsletter/9/",
    ],
)
def test_what_is_not_there_is_told_in_json(client, address):
    assert refused(client, f"/api/{address}", 404).endswith(".")


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(client):
    assert client.get("/api/news?language=en")["Location"] == "/api/news/?language=en"


@pytest.mark.parametrize("address", ["/api/", "/api/news/", "/api/news/1/", "/api/news.csv", "/api/nothing/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(address, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["error"] == "Open data can only be read: use GET."


def test_every_site_may_ask_and_nobody_gets_a_cookie(staff_client):
    make_post()
    for address in ("/api/", "/api/news/", "/api/news.csv"):
        response = staff_client.get(address)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
        assert "Cookie" not in response["Vary"]
    assert staff_client.options("/api/news/").status_code == 204
    assert staff_client.head("/api/news/").content == b""


@pytest.mark.parametrize("address", ["/api/", "/api/news/", "/api/news.csv", "/api/nothing/"])
def test_search_engines_keep_the_pages_and_not_the_data(client, address):
    assert client.get(address)["X-Robots-Tag"] == "noindex"


def test_the_answer_does_not_depend_on_the_browsers_language(client):
    make_document()
    english = client.get("/api/archive/", headers={"accept-language": "en"})
    korean = client.get("/api/archive/", headers={"accept-language": "ko"})
    assert english.content == korean.content
    assert english["Content-Language"] == korean["Content-Language"] == "en, ko"


def test_an_unchanged_answer_is_not_sent_again(client):
    make_post()
    headers = {"if-none-match": client.get("/api/news/")["ETag"]}
    assert client.get("/api/news/", headers=headers).status_code == 304
    make_post()
    assert client.get("/api/news/", headers=headers).status_code == 200


@pytest.mark.parametrize("kind", [*KINDS, "topics"])
def test_the_queries_do_not_grow_with_the_records(client, kind):
    def more(slug):
        topic = make_topic(slug=slug)
        make_post(topics=[topic])
        make_document(topics=[topic])
        issue = make("newsletter", stories=2)[0]
        PopularTitle.objects.create(issue=issue, position=1, title="x", post=make_post())
        make("partners"), make("notices", parts=2)

    more("first")
    few = query_count(client, f"/api/{kind}/"), query_count(client, f"/api/{kind}.csv")
    more("second")
    more("third")
    assert (query_count(client, f"/api/{kind}/"), query_count(client, f"/api/{kind}.csv")) == few


def test_the_records_of_a_list_are_counted_once_for_all_its_pages(client):
    for kind in ("report", "report", "report", "video"):
        make_document(kind=kind)
    with remembering():
        queries = ["", "?page=2&per_page=2", "?per_page=1", "?kind=report", "?language=en", "?language=ko"]
        totals = [read(client, f"/api/archive/{query}")["total"] for query in queries]
        first, again = (query_count(client, f"/api/archive/?kind={kind}") for kind in ("video", "video"))
    assert totals == [4, 4, 4, 3, 4, 0]
    assert first == again + 1


def test_korean_stands_as_it_is_written(client):
    make_in_both("news", "서울")
    content = client.get("/api/news/").content.decode()
    assert "서울" in content
    assert json.loads(content)["total"] == 1

"""Lists of the admin count and page no further than they must."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seoulsolution.admin import changelist
from tests.factories import make_post

pytestmark = pytest.mark.django_db
LIST = "/admin/news/post/"


@pytest.fixture
def at_most_two(monkeypatch):
    monkeypatch.setattr(changelist, "MOST", 2)


def test_a_number_that_was_counted_is_said_as_it_is(staff_client, at_most_two):
    make_post()
    make_post()
    page = staff_client.get(LIST)
    assert page.context["cl"].hint == ""
    assert page.context["cl"].result_count == 2
    assert "2 news posts" in " ".join(page.content.decode().split())
    assert "more than" not in page.content.decode()


@pytest.mark.parametrize(("language", "text"), [("en", "more than 2 news posts"), ("ko", "소식 2건 초과")])
def test_more_than_are_counted_is_said_in_words(staff_client, at_most_two, language, text):
    for _number in range(4):
        make_post()
    page = staff_client.get(LIST, headers={"accept-language": language})
    assert text in " ".join(page.content.decode().split())


def test_what_is_not_counted_cannot_be_changed_at_once(staff_client, at_most_two):
    posts = [make_post(state="draft") for _number in range(3)]
    assert "across all pages" not in staff_client.get(LIST).content.decode()
    data = {"action": "publish", "select_across": "1", "_selected_action": [posts[0].pk]}
    page = staff_client.post(LIST, data, follow=True)
    assert "Nothing was changed: these are more than 2 records." in page.content.decode()
    posts[0].refresh_from_db()
    assert posts[0].state == "draft"


def test_the_first_page_says_so_too(staff_client, at_most_two):
    for _number in range(3):
        make_post()
    kinds = {kind["name"]: kind for kind in staff_client.get("/admin/").context["kinds"]}
    assert kinds["News posts"]["total"] == "more than 2"
    assert kinds["News posts"]["cells"][0][:2] == ("draft", 0)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=tram",
        "o=1",
        "o=-3",
        "state__exact=published",
        "review=any",
        "review=none",
        "year=2020",
        "work=draft",
    ],
)
def test_a_list_asks_as_much_for_many_records_as_for_few(staff_client, query):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            staff_client.get(f"{LIST}?{query}").content  # noqa: B018
        return len(queries)

    make_post(title_en="Trams", date="2020-02-02")
    asked()
    few = asked()
    for _number in range(12):
        make_post(title_en="Trams", date="2020-02-02")
    assert asked() == few

"""The box of the admin's lists finds titles and names, of drafts too, by any part of a word."""

import pytest
from django.core.management import call_command
from django.db import connection

from news.models import Post, Story
from seoulsolution.admin.lookup import index
from seoulsolution.admin.lookup.grams import grams_of, terms_of
from tests.factories import make_issue, make_post

pytestmark = pytest.mark.django_db


def found(client, query, path="/admin/news/post/"):
    return {str(record) for record in client.get(path, {"q": query}).context["cl"].result_list}


def test_words_are_cut_into_parts():
    assert grams_of("Up 서울시") == "up· p· 서울 울시 시·"
    assert terms_of("서울시 Plan p") == [
        ("서울", False),
        ("울시", False),
        ("pla", False),
        ("lan", False),
        ("p", True),
    ]


@pytest.mark.parametrize(
    "query", ["tram", "RAMS", "ms", "전차", "차를", "를", "kim", "tram 전차", "trams/kim", "ｔｒａｍ", "7호"]
)
def test_every_part_of_a_word_of_either_language_is_found(staff_client, query):
    make_post(title_en="Trams", title_ko="7호선 전차를", author="Kim", state="draft")
    make_post(title_en="Ferries", title_ko="배", author="Lee")
    assert found(staff_client, query) == {"Trams"}


@pytest.mark.parametrize("query", ["trax", "전배", "tram ferry", "–", '"', "' OR 1", "te*", "차전"])
def test_what_nothing_has_is_not_found(staff_client, query):
    make_post(title_en="Trams", title_ko="전차")
    make_post(title_en="Ferries", title_ko="배")
    assert found(staff_client, query) == set()


def test_the_index_follows_every_way_of_changing_a_record(staff_client):
    post, other = make_post(title_en="Trams"), make_post(title_en="Buses")
    post.title_en = "Ferries"
    post.save()
    Post.objects.filter(pk=other.pk).update(title_en="Bicycles")
    assert found(staff_client, "tram") == found(staff_client, "bus") == set()
    assert found(staff_client, "ferries") == {"Ferries"}
    assert found(staff_client, "bicycle") == {"Bicycles"}
    post.delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM lookup_news_post")
        assert cursor.fetchone()[0] == 1


def test_an_issue_is_found_by_its_stories(staff_client):
    issue = make_issue(title_en="Number one")
    story = Story.objects.create(issue=issue, position=1, title_en="Trams")
    assert found(staff_client, "tram", "/admin/news/issue/") == {"Number one"}
    story.delete()
    assert found(staff_client, "tram", "/admin/news/issue/") == set()


def test_records_that_were_there_before_are_found_after_migrating(staff_client):
    Post._base_manager.bulk_create([Post(title_en="Trams")])
    assert found(staff_client, "tram") == set()
    call_command("migrate", verbosity=0)
    assert found(staff_client, "tram") == {"Trams"}


def test_only_so_many_hits_are_listed_and_the_page_says_so(staff_client, monkeypatch):
    for number in range(3):
        make_post(title_en=f"Tram {number}")
    monkeypatch.setattr(index, "MOST", 2)
    monkeypatch.setattr(index, "_FIND", {key: sql.replace("5000", "2") for key, sql in index._FIND.items()})
    page = staff_client.get("/admin/news/post/", {"q": "tram"})
    assert "Only the newest 2 hits are listed. Add a word." in page.content.decode()
    assert found(staff_client, "tram") == {"Tram 1", "Tram 2"}
    assert "Only the newest" not in staff_client.get("/admin/news/post/", {"q": "1"}).content.decode()


def test_nothing_public_names_the_tables(client):
    make_post(title_en="Secret trams", state="draft")
    assert "Secret" not in client.get("/en/search/", {"q": "secret trams"}).content.decode()


def test_a_field_that_refers_to_a_record_finds_it_too(staff_client):
    make_post(title_en="Trams")
    query = {"term": "tram", "app_label": "news", "model_name": "populartitle", "field_name": "post"}
    results = staff_client.get("/admin/autocomplete/", query).json()["results"]
    assert [one["text"] for one in results] == ["Trams"]


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_index():
    make_post(title_en="Trams")
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM lookup_news_post")
        assert cursor.fetchone() == (0,)

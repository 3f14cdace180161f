"""Addresses that are almost right, and methods that public pages do not know."""

import pytest
from django.test import Client

from news.models import Topic
from tests.factories import make_document, make_post, make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/EN/", "/en/"),
        ("/en", "/en/"),
        ("/en/News/", "/en/news/"),
        ("/KO/NEWS", "/ko/news/"),
        ("/en//news/", "/en/news/"),
        ("/en/news?topic=environment", "/en/news/?topic=environment"),
        ("/News?topic=environment", "/en/news/?topic=environment"),
        ("/about", "/en/about/"),
        ("/Robots.txt", "/robots.txt"),
        ("/Sitemap.xml", "/sitemap.xml"),
    ],
)
def test_an_address_that_is_almost_right_leads_to_the_page_at_once(client, path, target):
    make_post([Topic.objects.get(slug="environment")])
    response = client.get(path)
    assert (response.status_code // 100, response["Location"]) == (3, target)
    assert client.get(target).status_code == 200


def test_a_missing_slash_and_a_missing_slug_are_one_redirect(client, post):
    response = client.get(f"/en/NEWS/{post.pk}")
    assert (response.status_code, response["Location"]) == (301, post.get_absolute_url("en"))
    assert client.get(f"/ko/news/{post.pk}")["Location"] == post.get_absolute_url("ko")


@pytest.mark.parametrize(
    "path",
    ["/nope", "/nope/", "/en/nope", "/EN/Nope", "/News/999999", "/en/news/999999", "/en//evil.example/"],
)
def test_what_is_not_there_is_a_404_at_once(client, path):
    assert client.get(path).status_code == 404


def test_the_language_of_an_address_without_one_is_that_of_the_reader(client):
    response = client.get("/news", headers={"accept-language": "ko"})
    assert (response.status_code, response["Location"]) == (302, "/ko/news/")
    assert "Accept-Language" in response["Vary"]


def test_the_admin_still_adds_its_slash(staff_client):
    assert staff_client.get("/admin/news/post")["Location"] == "/admin/news/post/"
    assert staff_client.get("/admin/news/Post/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/en/", "/en/news/", "/en/search/?q=x", "/robots.txt", "{post}"])
def test_whoever_writes_to_a_public_page_learns_what_it_allows(path):
    response = Client(enforce_csrf_checks=True).post(path.format(post=make_post().get_absolute_url("en")))
    assert response.status_code == 405
    assert "GET" in response["Allow"]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/en/topics/environment/", "/en/topics/green/"),
        ("/ko/news/?topic=environment&year=2023", "/ko/news/?topic=green&year=2023"),
        ("/en/archive/?topic=environment", "/en/archive/?topic=green"),
        ("/en/news/feed.atom?topic=environment", "/en/news/feed.atom?topic=green"),
        ("/api/topics/environment/", "/api/topics/green/"),
        ("/api/news/?topic=environment", "/api/news/?topic=green"),
        ("/api/news.csv?topic=environment", "/api/news.csv?topic=green"),
    ],
)
def test_addresses_with_the_former_slug_of_a_topic_lead_to_the_present_one(client, path, target):
    topic = Topic.objects.get(slug="environment")
    make_post([topic]), make_document([topic])
    for slug in ("nature", "green"):
        topic.slug = slug
        topic.save()
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, target)
    assert client.get(target).status_code == 200


def test_a_slug_that_is_in_use_again_leads_to_its_own_topic(client):
    topic = Topic.objects.get(slug="environment")
    make_post([topic])
    topic.slug = "green"
    topic.save()
    again = make_topic(slug="environment")
    make_post([again])
    assert client.get("/en/topics/environment/").status_code == 200
    again.delete()
    assert client.get("/en/topics/environment/").status_code == 404
    topic.slug = "environment"
    topic.save()
    assert client.get("/en/topics/green/")["Location"] == "/en/topics/environment/"

"""A form that is sent twice is saved once, and is answered twice."""

import threading
import uuid

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection, connections
from django.test import Client

from news.models import Post
from seoulsolution.admin.urls import form_url
from seoulsolution.reviews.models import Review
from seoulsolution.revisions.models import Revision, SubmittedForm
from tests.factories import make_post, make_topic
from tests.forms import data_of, open_form
from tests.reading import elements

pytestmark = pytest.mark.django_db
ADD = "/admin/news/post/add/"
KEY = "0f0e5a39-3d5f-4c0e-9d0c-111111111111"


@pytest.fixture
def colleague_client(django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("colleague"))
    return client


def filled(client, path, **changes):
    return open_form(client, path) | {"_key": KEY} | changes


def texts(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_every_form_has_a_key_of_its_own(staff_client):
    pages = [staff_client.get(path) for path in (ADD, ADD, form_url(make_post()))]
    keys = [str(page.context["editing"]["key"]) for page in pages]
    assert len(set(keys)) == 3
    for page, key in zip(pages, keys, strict=True):
        assert elements(page, "input", name="_key")[0]["value"] == key


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_a_new_record_that_is_sent_twice_is_made_once(staff_client, button):
    data = filled(staff_client, ADD, title_en="Trams", **{button: "on"})
    first, second = staff_client.post(ADD, data), staff_client.post(ADD, data)
    assert Post.objects.get().title_en == "Trams"
    assert Revision.objects.count() == 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert "was added successfully" in texts(second)[-1]
    assert "<a href=" in staff_client.get(second.url).content.decode()


def test_a_change_that_is_sent_twice_is_one_revision_and_no_conflict(staff_client, post):
    data = filled(staff_client, form_url(post), title_en="Ferries")
    first, second = (staff_client.post(form_url(post), data) for _time in range(2))
    assert first.url == second.url
    assert Revision.objects.of(post).filter(event="published").count() == 1


def test_another_button_is_no_other_form(staff_client):
    data = filled(staff_client, ADD, title_en="Trams")
    first = staff_client.post(ADD, data | {"_save": "on"})
    assert staff_client.post(ADD, data | {"_continue": "on"}).url == first.url
    assert Post.objects.count() == 1


def test_another_text_under_the_same_key_is_not_swallowed(staff_client):
    data = filled(staff_client, ADD, title_en="Trams")
    for title in ("Trams", "Ferries", "Ferries"):
        staff_client.post(ADD, data | {"title_en": title})
    assert sorted(Post.objects.values_list("title_en", flat=True)) == ["Ferries", "Trams"]


def test_a_form_with_errors_may_be_sent_again_with_its_key(staff_client):
    wrong = staff_client.post(ADD, filled(staff_client, ADD))
    assert str(wrong.context["editing"]["key"]) == KEY
    assert not SubmittedForm.objects.exists()
    assert staff_client.post(ADD, data_of(wrong) | {"_key": KEY}).status_code == 200
    assert staff_client.post(ADD, data_of(wrong) | {"_key": KEY, "title_en": "Trams"}).status_code == 302


@pytest.mark.parametrize("key", [None, "", "x", "\x00", "0" * 31, KEY + "0"])
def test_without_a_key_nothing_protects(staff_client, key):
    data = filled(staff_client, ADD, title_en="Trams")
    data = {name: value for name, value in (data | {"_key": key}).items() if value is not None}
    for _time in range(2):
        assert staff_client.post(ADD, data).status_code == 302
    assert Post.objects.count() == 2


def test_the_key_of_another_is_none(staff_client, colleague_client):
    data = filled(staff_client, ADD, title_en="Trams")
    assert staff_client.post(ADD, data).status_code == 302
    assert colleague_client.post(ADD, data).status_code == 302
    assert Post.objects.count() == 2


def test_a_pop_up_window_makes_one_record(staff_client):
    path = "/admin/news/topic/add/?_popup=1"
    data = filled(staff_client, path, name_en="Air", slug="air", _popup="1")
    first, second = staff_client.post(path, data), staff_client.post(path, data)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content


def test_a_pop_up_window_changes_a_record_once(staff_client):
    path = form_url(make_topic()) + "?_popup=1"
    data = filled(staff_client, path, name_en="Air", _popup="1")
    assert staff_client.post(path, data).content == staff_client.post(path, data).content
    assert Revision.objects.filter(event="edited").count() == 1


def test_a_review_that_is_sent_twice_opens_the_next_once(staff_client):
    post = make_post(date=None)
    Review.objects.create(record=post, reason="no_date")
    path = f"/admin/importing/review/news.post/{post.pk}/"
    page = staff_client.get(path)
    data = {"_key": page.context["editing"]["key"], "_revision": "0", "date": "2020-06-11"}
    data["done"] = Review.objects.get().pk
    first, second = staff_client.post(path, data), staff_client.post(path, data)
    assert first.status_code == 302
    assert first.url == second.url
    assert any("Saved and done" in text for text in texts(second))


def test_what_was_sent_long_ago_is_forgotten(staff_client):
    with time_machine.travel("2026-01-01"):
        staff_client.post(ADD, filled(staff_client, ADD, title_en="Trams"))
    with time_machine.travel("2026-01-09"):
        data = filled(staff_client, ADD, title_en="Ferries", _key=str(uuid.uuid4()))
        staff_client.post(ADD, data)
    assert str(SubmittedForm.objects.get().key) == data["_key"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection")
def test_two_requests_in_the_same_moment_make_one_record(staff, staff_client):
    data = filled(staff_client, ADD, title_en="Trams")
    both, answers = threading.Barrier(2, timeout=20), []

    def send():
        client = Client()
        client.force_login(staff)
        both.wait()
        answers.append(client.post(ADD, data))
        connections.close_all()

    threads = [threading.Thread(target=send, daemon=True) for _time in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Post.objects.count() == 1

"""What staff see of subscribers, and the one thing that they may do."""

import pytest
from django.contrib.admin.models import LogEntry

from seoulsolution.subscriptions.models import SignUp, Subscriber
from tests.factories import make_user
from tests.reading import texts
from tests.subscriptions.conftest import make_subscriber

pytestmark = pytest.mark.django_db
LIST = "/admin/subscriptions/subscriber/"


def test_an_administrator_deletes_an_address_for_good(client):
    subscriber = make_subscriber()
    SignUp.objects.create(email=subscriber.email, language="en")
    client.force_login(make_user(Administrator=""))
    assert subscriber.email in client.get(LIST).content.decode()
    address = f"{LIST}{subscriber.pk}/delete/"
    assert subscriber.email in client.get(address).content.decode()
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Subscriber.objects.exists()
    assert not SignUp.objects.exists()
    assert "reader" not in str(list(LogEntry.objects.values()))


def test_several_addresses_are_deleted_at_once(client):
    pks = [make_subscriber(f"reader{n}@example.org").pk for n in range(3)]
    client.force_login(make_user(Administrator=""))
    data = {"action": "delete_selected", "_selected_action": pks[:2]}
    assert "reader0@example.org" in client.post(LIST, data).content.decode()
    client.post(LIST, data | {"post": "yes"})
    assert [each.email for each in Subscriber.objects.all()] == ["reader2@example.org"]


def test_the_list_costs_the_same_for_one_and_for_many(client):
    from tests.reading import query_count

    client.force_login(make_user(Administrator=""))
    make_subscriber()
    for_one = query_count(client, LIST)
    for number in range(5):
        make_subscriber(f"reader{number}@example.org")
    assert query_count(client, LIST) == for_one


def test_all_staff_see_numbers_and_no_address(client):
    make_subscriber(kinds=["notices"])
    make_subscriber("ko@example.org", "ko")
    client.force_login(make_user(Editor=""))
    response = client.get("/admin/")
    (panel,) = texts(response, "section", aria_labelledby="dashboard-subscribers")
    assert "2 Notices · English 1 · 한국어 1" in panel
    assert "1 Newsletter · English 0 · 한국어 1" in panel
    assert "example.org" not in response.content.decode()
    assert client.get(LIST).status_code == 403


def test_without_a_mail_server_there_are_no_numbers(staff_client, settings):
    settings.HAS_MAIL_SERVER = False
    assert "dashboard-subscribers" not in staff_client.get("/admin/").content.decode()

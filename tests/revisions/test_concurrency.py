"""Many writers of few records: no update is lost, and no number of a revision is missing or given twice."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.db.models.signals import post_save
from django.test import Client
from django.utils import timezone

from news.models import Post
from seoulsolution.revisions import drafts, history, publishing
from seoulsolution.revisions.models import Draft, Revision
from tests.factories import make_post
from tests.revisions.writers import Writers

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 10


@pytest.mark.usefixtures("database_on_disk")
def test_fifty_writers_of_five_records_while_others_read():
    writers = Writers()
    threads = writers.run(SECONDS)
    writers.check()
    assert all(sum(thread.times for thread in members) for members in threads.values())


@pytest.fixture
def due(database_on_disk, django_user_model):
    """A published record whose draft is due, and has not been published yet."""
    post = make_post(title_en="Trams")
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"title_en": "Ferries"}))
        publishing.schedule(
            locked, timezone.now(), user=django_user_model.objects.create_superuser("publisher")
        )
    return post


class Reader(threading.Thread):
    def __init__(self, path):
        super().__init__(daemon=True)
        self.path, self.text = path, ""

    def run(self):
        self.text = Client().get(self.path, follow=True).content.decode()
        connections.close_all()


def test_two_who_come_first_publish_what_is_due_once_and_both_read_it(due):
    first, second = Reader(f"/en/news/{due.pk}/"), Reader(f"/en/news/{due.pk}/")

    def come_too(sender, **kwargs):
        second.start()
        second.join(0.5)  # while the first has written and not committed
        assert second.is_alive()

    post_save.connect(come_too, Post)
    try:
        first.start()
        first.join(60)
    finally:
        post_save.disconnect(come_too, Post)
    second.join(60)
    assert "Ferries" in first.text
    assert "Ferries" in second.text
    assert Revision.objects.of(due).filter(event="published").count() == 1


@contextmanager
def read_only(how):
    """Let the database of the tests refuse to be written, as an administrator or a file system would."""
    if how == "file":
        settings, name = connection.settings_dict, connection.settings_dict["NAME"]
        connection.close()
        settings["NAME"] = f"file:{name}?mode=ro"
        try:
            yield
        finally:
            connection.close()
            settings["NAME"] = name
        return
    switch = {"sqlite": "PRAGMA query_only = {}", "postgresql": "SET default_transaction_read_only = {}"}
    with connection.cursor() as cursor:
        cursor.execute(switch[connection.vendor].format("on"))
        try:
            yield
        finally:
            cursor.execute(switch[connection.vendor].format("off"))


@pytest.mark.parametrize("how", ["switch", "file"])
def test_on_a_read_only_database_the_old_text_is_shown_and_no_page_breaks(due, how):
    if how == "file" and connection.vendor != "sqlite":
        pytest.skip("its files are not the project's")
    client = Client()
    client.force_login(Draft.objects.get().scheduled_by)
    pages = ["/en/", "/en/news/", "/api/news/", "/admin/", f"/admin/news/post/{due.pk}/change/"]
    with read_only(how):
        assert "Trams" in Client().get(f"/en/news/{due.pk}/", follow=True).content.decode()
        assert [client.get(path).status_code for path in pages] == [200] * len(pages)
    assert Draft.objects.get().failed_at is None
    assert "Ferries" in Client().get(f"/en/news/{due.pk}/", follow=True).content.decode()

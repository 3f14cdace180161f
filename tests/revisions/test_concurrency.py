"""Many writers of few records: no update is lost, and no number of a revision is missing or given twice."""

import itertools
import threading
import time
from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client

from seoulsolution.revisions import history
from seoulsolution.revisions.models import Revision
from seoulsolution.search.drift import find_drift
from tests.factories import make_issue, make_notice, make_post
from tests.importing.databases import empty_database

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, SECONDS, AT_LAST = 10, 2, 20


@pytest.fixture
def database(transactional_db, tmp_path):
    """A database on disk: SQLite's in memory does not let writers wait for each other."""
    if connection.vendor != "sqlite":
        yield
        return
    with empty_database(tmp_path) as other:
        settings, name = connection.settings_dict, connection.settings_dict["NAME"]
        memory = connection.connection
        connection.connection = None
        settings["NAME"] = other.url.removeprefix("sqlite:///")
        try:
            yield
        finally:
            connection.connection.close()
            settings["NAME"], connection.connection = name, memory


class Worker(threading.Thread):
    """Call ``action`` again and again until ``stop``; keep how often, and the first error."""

    def __init__(self, action, stop):
        super().__init__(daemon=True)
        self.action, self.stop, self.times, self.error = action, stop, 0, None

    def run(self):
        try:
            while not self.stop.is_set():
                self.action()
                self.times += 1
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()


def count_one_up(records, turn):
    """Change the counter in the text of one record, or of two in either order, as staff do in bulk."""
    number = next(turn)
    chosen = [records[number % 3]] if number % 2 else [records[number % 3], records[(number + 1) % 3]]
    with history.change(chosen) as locked:
        for record in locked:
            record.author = str(int(record.author) + 1)
            record.title_en = f"Counted {record.author}"
            record.save()
    return [(type(record), record.pk) for record in locked]


@pytest.mark.usefixtures("database")
def test_ten_writers_of_three_records_while_another_reads():
    records = [make_post(author="0"), make_issue(stories=2, author="0"), make_notice(parts=2, author="0")]
    client, stop, turn, counted = Client(), threading.Event(), itertools.count(), []
    client.force_login(get_user_model().objects.create_superuser("staff"))

    def read():
        for record in records:
            path = f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/history/"
            for rest in ("", "1/"):
                known = history.latest_number(record)
                assert client.get(path + rest).status_code == 200 or (rest and not known)

    writers = [
        Worker(lambda: counted.extend(count_one_up(records, turn)), stop) for _number in range(WRITERS)
    ]
    reader = Worker(read, stop)
    for thread in (*writers, reader):
        thread.start()
    time.sleep(SECONDS)
    stop.set()
    for thread in (*writers, reader):
        thread.join(AT_LAST)
        assert not thread.is_alive()
        assert thread.error is None, thread.error
    assert reader.times
    assert sum(writer.times for writer in writers) > WRITERS
    times = Counter(counted)
    for record in records:
        number = times[type(record), record.pk]
        record.refresh_from_db()
        assert record.author == str(number)
        revisions = Revision.objects.of(record).order_by("number")
        assert [each.number for each in revisions] == list(range(1, number + 2))
        assert [each.data["fields"]["author"] for each in revisions] == [str(n) for n in range(number + 1)]
    assert list(find_drift("default")) == []

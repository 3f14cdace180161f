"""Many writers of few records: no update is lost, and no number of a revision is missing or given twice."""

import pytest
from django.db import connection

from tests.importing.databases import empty_database
from tests.revisions.writers import Writers

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 10


@pytest.fixture
def database(transactional_db, tmp_path):
    """A database on disk: SQLite's in memory does not let writers wait for each other."""
    if connection.vendor != "sqlite":
        yield
        return
    with empty_database(tmp_path) as other:
        settings, name = connection.settings_dict, connection.settings_dict["NAME"]
        options = settings["OPTIONS"]
        memory = connection.connection
        connection.connection = None
        settings["NAME"] = other.url.removeprefix("sqlite:///")
        # Who waits tries again at times, and is not served in turn: on a slow machine somebody waits long.
        settings["OPTIONS"] = options | {"timeout": 100}
        try:
            yield
        finally:
            connection.connection.close()
            settings["NAME"], settings["OPTIONS"], connection.connection = name, options, memory


@pytest.mark.usefixtures("database")
def test_fifty_writers_of_five_records_while_others_read():
    writers = Writers()
    threads = writers.run(SECONDS)
    writers.check()
    assert all(sum(thread.times for thread in members) for members in threads.values())

"""What the seeds make of an empty database, worked out once."""

import pytest
from django.db import transaction

from tests.importing.databases import empty_database
from tests.importing.helpers import picture, run_import


@pytest.fixture(scope="session")
def _first_picture(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), transaction.atomic():
        assert run_import(tmp_path_factory.mktemp("first"))[0]
        found = picture()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def imported_picture(_first_picture, db):
    """The database after the import of the seeds in their own order; this test's own one is empty."""
    return _first_picture


@pytest.fixture
def own_database(transactional_db, tmp_path):
    """An empty database for processes of their own; copied while no transaction is open."""
    with empty_database(tmp_path) as database:
        yield database

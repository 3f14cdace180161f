"""Databases for tests of the importer."""

import pytest

from tests.importing.databases import empty_database
from tests.importing.helpers import picture, run_import


@pytest.fixture(scope="session")
def _first_picture(taken_back, tmp_path_factory):
    with taken_back():
        assert run_import(tmp_path_factory.mktemp("first"))[0]
        return picture()


@pytest.fixture
def imported_picture(_first_picture, db):
    """Return the database's contents after an import of the seeds; the test's own database is empty."""
    return _first_picture


@pytest.fixture
def own_database(transactional_db, tmp_path):
    """Return an empty database for other processes; it is copied while no transaction is open."""
    with empty_database(tmp_path) as database:
        yield database

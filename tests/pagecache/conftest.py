"""Pages are kept outside of transactions only, so these tests commit what they write."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seoulsolution.pagecache.stores import shelf


@pytest.fixture
def ask(transactional_db):
    """Return a function that asks for an address and tells status, text, number of queries and response."""
    shelf.cache_clear()

    def ask(path, client=None, **headers):
        with CaptureQueriesContext(connection) as queries:
            response = (client or Client()).get(path, headers=headers)
            text = response.getvalue().decode("utf-8", "replace")
        return SimpleNamespace(
            status=response.status_code, text=text, queries=len(queries), response=response
        )

    return ask


@pytest.fixture
def is_kept(ask):
    """Return a function that says whether an address is answered from the cache when asked again."""

    def is_kept(path, **options):
        ask(path, **options)
        return ask(path, **options).queries == 1

    return is_kept

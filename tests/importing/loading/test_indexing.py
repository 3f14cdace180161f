"""The search index is updated once per file, and only together with the file."""

from unittest import mock

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from news.models import Post
from seoulsolution.importing.loading.batch import Batch
from seoulsolution.search.models import IndexedRecord
from tests.importing import pages
from tests.importing.helpers import run_import, write

pytestmark = pytest.mark.django_db
ITEMS = [(f"Seoul Opens Line Number {number}",) for number in range(20)]


def test_a_file_of_posts_is_indexed_once(tmp_path):
    page = write(tmp_path, "a.txt", pages.home(*ITEMS, logos=()))
    with mock.patch("seoulsolution.search.index.signals.refresh") as refresh:
        run_import(tmp_path, page)
    (call,) = refresh.call_args_list
    assert sorted(call.args[1]) == sorted(Post.objects.values_list("pk", flat=True))


def test_what_is_imported_is_found(tmp_path):
    before = IndexedRecord.objects.count()
    run_import(tmp_path, write(tmp_path, "a.txt", pages.home(*ITEMS, logos=())))
    assert IndexedRecord.objects.count() == before + 20


def test_a_file_that_is_rolled_back_leaves_nothing_in_the_index(tmp_path):
    before = IndexedRecord.objects.count()
    page = write(tmp_path, "a.txt", pages.home(*ITEMS))
    with mock.patch.object(Batch, "_write_provenances", side_effect=DatabaseError("disk full")):
        run_import(tmp_path, page)
    assert IndexedRecord.objects.count() == before


def queries_of_an_import(tmp_path, number):
    items = [(f"Seoul Opens Line {one} of {number}",) for one in range(number)]
    page = write(tmp_path, f"{number}.txt", pages.home(*items, logos=()))
    with CaptureQueriesContext(connection) as queries:
        assert run_import(tmp_path, page)[0]
    return len(queries)


def test_many_records_are_as_many_queries_as_few(tmp_path):
    queries_of_an_import(tmp_path, 1)  # content types are looked up once
    few, many = (queries_of_an_import(tmp_path, number) for number in (5, 15))
    assert many == few
    assert few <= 39

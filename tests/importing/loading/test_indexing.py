"""The search index is updated once per file, and only together with the file."""

from unittest import mock

import pytest
from django.db import DatabaseError

from news.models import Post
from seoulsolution.importing.loading.loader import Loader
from seoulsolution.search.models import IndexedRecord
from tests.importing import pages
from tests.importing.helpers import run_import, write

pytestmark = pytest.mark.django_db
ITEMS = [(f"Seoul Opens Line Number {number}",) for number in range(20)]


def test_a_file_of_posts_is_indexed_once(tmp_path):
    page = write(tmp_path, "a.txt", pages.home(*ITEMS, logos=()))
    with mock.patch("seoulsolution.search.upkeep.refresh") as refresh:
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
    with mock.patch.object(Loader, "_save_provenances", side_effect=DatabaseError("disk full")):
        run_import(tmp_path, page)
    assert IndexedRecord.objects.count() == before


def test_a_record_takes_few_queries(tmp_path, django_assert_max_num_queries):
    page = write(tmp_path, "a.txt", pages.home(*ITEMS, logos=()))
    with django_assert_max_num_queries(20 * 15):
        run_import(tmp_path, page)

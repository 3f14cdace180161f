"""An import that is repeated for another test leaves the same."""

from django.db import transaction

from seoulsolution.search.index.consistency import find_drift
from tests.factories import make_post
from tests.importing.helpers import import_all_seeds, picture


def test_a_repeated_import_leaves_what_an_import_leaves(imported_picture):
    for _time in range(2):
        with transaction.atomic():
            import_all_seeds()
            assert picture() == imported_picture
            assert list(find_drift("default")) == []
            transaction.set_rollback(True)


def test_where_there_are_records_the_import_itself_runs(imported_picture):
    post = make_post()
    import_all_seeds()
    post.delete()
    assert picture() == imported_picture

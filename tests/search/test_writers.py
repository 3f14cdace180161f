"""Concurrent writers of the index wait for each other and leave a correct index."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import QuerySet

from news.models import Issue, Story
from seoulsolution.search.index.counts import count_results
from seoulsolution.search.index.query import Query
from seoulsolution.search.language.plan import make_plan
from tests.factories import make_issue

pytestmark = pytest.mark.django_db(transaction=True)
many_writers = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
#: Seconds after which a writer that does not wait is certainly done; the longest wait for one that does.
A_WHILE, AT_LAST = 0.5, 20


class WriterThread(threading.Thread):
    """Run ``action`` in a transaction; if it ``holds``, commit only after :meth:`finish` is called."""

    def __init__(self, action, holds=False):
        super().__init__(daemon=True)
        self.action, self.error = action, None
        self.acted, self.may_commit = threading.Event(), threading.Event()
        if not holds:
            self.may_commit.set()
        self.start()

    def run(self):
        try:
            with transaction.atomic():
                self.action()
                self.acted.set()
                assert self.may_commit.wait(AT_LAST)
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def finish(self):
        self.may_commit.set()
        self.join(AT_LAST)
        assert not self.is_alive()
        assert self.error is None, self.error


def count(words):
    return count_results(Query(make_plan(words), "en")).total


@many_writers
def test_two_writers_of_parts_of_one_record_both_find_their_words():
    issue = make_issue(state="draft")
    # Without signals, so that each of the writers has to add the whole record.
    QuerySet(Issue).update(state="published")

    def add(title):
        return lambda: Story.objects.create(issue_id=issue.pk, position=ord(title[0]), title_en=title)

    first = WriterThread(add("Trams"), holds=True)
    assert first.acted.wait(AT_LAST)
    second = WriterThread(add("Ferries"))
    assert not second.acted.wait(A_WHILE)
    first.finish()
    second.finish()
    assert count("tram ferry") == 1
    call_command("check_search")

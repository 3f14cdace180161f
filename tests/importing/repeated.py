"""Imports that tests begin with: each runs once in a process, and is then repeated statement by statement.

Most of an import's time goes to reading files and to comparing them with what is there.
"""

import time_machine
from django.db import connection, transaction

from news.models import Document, Issue, Post, Topic
from notices.models import Notice
from partners.models import Partner
from seoulsolution.importing.models import LedgerEntry, Run
from seoulsolution.revisions.models import Revision
from seoulsolution.search.models import IndexedRecord
from tests.database_copies import last_numbers, set_last_number

#: {name: the statements of the run}
_runs = {}
_WRITES = ("INSERT", "UPDATE", "DELETE")
_WRITTEN = (Run, LedgerEntry, Post, Document, Issue, Partner, Notice, Revision)


def as_after(name, run):
    """Let the database be as after ``run()``, an import whose outcome depends on what is there alone.

    It runs where there are records already, or where time is the test's own.
    """
    if time_machine.escape_hatch.is_travelling() or not _is_empty():
        run()
        return
    others = [list(model.objects.order_by("pk").values_list()) for model in (Topic, IndexedRecord)]
    if name in _runs and _runs[name].others == others:
        _runs[name].repeat()
    else:
        _runs[name] = Statements(run, others)


class Statements:
    """What ``run()`` wrote, and the rows of ``others`` that it found."""

    def __init__(self, run, others):
        self.others, self.written = others, []
        before = last_numbers()
        with connection.execute_wrapper(self._note):
            run()
        after = last_numbers()
        self.numbers = {name: before.get(name) for name in after if after[name] != before.get(name)}

    def _note(self, execute, sql, params, many, context):
        params = list(params) if many else params
        if sql.lstrip().startswith(_WRITES):
            self.written.append((sql, params, many))
        return execute(sql, params, many, context)

    def repeat(self):
        """Write the same rows again, with the same numbers: others name them."""
        with transaction.atomic(), connection.cursor() as cursor:
            for name, last in self.numbers.items():
                set_last_number(cursor, name, last)
            for sql, params, many in self.written:
                (cursor.executemany if many else cursor.execute)(sql, params)


def _is_empty():
    found = (f"EXISTS (SELECT 1 FROM {model._meta.db_table})" for model in _WRITTEN)  # noqa: S608 - our names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(found)}")
        return not cursor.fetchone()[0]

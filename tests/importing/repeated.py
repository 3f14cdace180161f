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

#: {name: the statements of the run}
_runs = {}
_WRITES = ("INSERT", "UPDATE", "DELETE")
_WRITTEN = (Run, LedgerEntry, Post, Document, Issue, Partner, Notice, Revision)
#: The last number that was given to a row of each table, None for none.
_NUMBERS = {
    "sqlite": "SELECT name, seq FROM sqlite_sequence",
    "postgresql": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()",
}


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
        before = _numbers()
        with connection.execute_wrapper(self._note):
            run()
        after = _numbers()
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
                _set_number(cursor, name, last)
            for sql, params, many in self.written:
                (cursor.executemany if many else cursor.execute)(sql, params)


def _is_empty():
    found = (f"EXISTS (SELECT 1 FROM {model._meta.db_table})" for model in _WRITTEN)  # noqa: S608 - our names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(found)}")
        return not cursor.fetchone()[0]


def _numbers():
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS[connection.vendor])
        return dict(cursor.fetchall())


def _set_number(cursor, name, last):
    if connection.vendor == "postgresql":
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, last or 1, last is not None])
    else:
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last or 0])

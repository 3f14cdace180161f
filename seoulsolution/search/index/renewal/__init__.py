"""Rebuilding the index: new tables are filled beside those in use, and then replace them.

One module per database, with the same functions. Until the tables are replaced, nobody waits.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from seoulsolution.search.index.backends.rows import MODELS

#: The names of the new tables end with it.
SUFFIX = "_next"
#: The tables that both databases have.
TABLES = [*(model._meta.db_table for model in MODELS), "search_vocabulary"]
_NAMES = re.compile(rf"\b(?:{'|'.join(TABLES)}|search_titles|search_words)\b")


@contextmanager
def beside(connection) -> Iterator[None]:
    """Let statements that name tables of the index read and write the new tables."""

    def execute_beside(execute, sql, parameters, many, context):
        return execute(_NAMES.sub(rf"\g<0>{SUFFIX}", sql), parameters, many, context)

    with connection.execute_wrapper(execute_beside):
        yield


def renewal_of(connection) -> ModuleType:
    """Return the module for the database of ``connection``."""
    from seoulsolution.search.index.renewal import postgresql, sqlite

    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]

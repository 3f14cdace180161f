"""Tokens as columns of IndexedText, with GIN indexes of their vectors: no words need PostgreSQL's parser.

As compressed text they need less than half the space of a tsvector, and queries use only its index.
"""

from contextlib import contextmanager

from seoulsolution.search.index.ahead import tokens
from seoulsolution.search.models import IndexedText, upsert

#: SQL that joins whole numbers into one text, separated by commas.
LISTED = "STRING_AGG(({})::text, ',')"
#: Whether :func:`begin_rebuild` empties the index; how many connections write in a large rebuild.
IS_EMPTIED, WRITERS = False, 2
#: Writers collect tokens, and the thread that waits for them sorts these into the index meanwhile; only this
#: statement lets their room be used again, which would be as much as the index itself.
_COLLECT = "SET LOCAL gin_pending_list_limit = '1GB'"
_SORT = "SELECT gin_clean_pending_list('search_title_tokens'), gin_clean_pending_list('search_tokens')"
_MATCH = "FROM search_indexedtext AS text WHERE search_vector(text.{column}) @@ %s::text::tsquery"


@contextmanager
def pipeline(connection):
    """Send the statements inside without waiting for each of them.

    None may return rows that are read, and an error may be raised only at the end.
    """
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def write(connection, rows, forgotten, rewritten):
    """Write ``rows`` of IndexedText (see upsert), and the tokens of those whose words are ``rewritten``.

    Both ``forgotten`` and ``rewritten`` are {id of a text: (title, text)}, as it was and as it is. Forgotten
    tokens are in the row, and are replaced or were deleted with it.
    """
    with_words = ((*row, *tokens(rewritten[row[0]])) for row in rows if row[0] in rewritten)
    upsert(connection, IndexedText, [row for row in rows if row[0] not in rewritten])
    upsert(connection, IndexedText, with_words if rewritten else (), ("title_tokens", "tokens"))


def empty(connection):
    """Forget all words, after ``flush`` has emptied the tables that Django knows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_vocabulary")


def begin_rebuild(connection):
    """Do nothing: texts keep their old rows until they are written."""


def begin_step(connection):
    """Collect tokens until the transaction ends, and leave them to :func:`end_step`."""
    with connection.cursor() as cursor:
        cursor.execute(_COLLECT)


def end_step(connection):
    """Sort what was collected in steps that are committed."""
    with connection.cursor() as cursor:
        cursor.execute(_SORT)


def end_rebuild(connection):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_indexedrecord")


def matches(plan, title_only=False):
    """Return (SQL, parameters) of the ids of the texts that match ``plan``."""
    source, parameters = matching(plan, title_only)
    return f"SELECT text.id {source}", parameters


def matching(plan, title_only=False, parity=None):
    """Return (FROM and WHERE, parameters) of the rows of IndexedText, named ``text``, that match ``plan``.

    With ``parity``, only rows with ``id % 2 == parity``: the texts in one language.
    """
    source = _MATCH.format(column="title_tokens" if title_only else "tokens")
    chosen = "" if parity is None else f" AND text.id %% 2 = {parity}"
    return source + chosen, [_expression(plan)]


def _expression(plan):
    return plan.expression(" & ", " | ", " & !", lambda term: f"'{term.token}'{':*' if term.prefix else ''}")

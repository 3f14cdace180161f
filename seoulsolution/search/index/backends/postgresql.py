"""Tokens as columns of IndexedText, with GIN indexes of their vectors: no words need PostgreSQL's parser.

As compressed text they need less than half the space of a tsvector, and queries use only its index.
"""

from seoulsolution.search.index.ahead import tokens
from seoulsolution.search.language.phrases import expression
from seoulsolution.search.models import IndexedText, upsert

#: Whether :func:`begin_rebuild` empties the index; how many connections write in a large rebuild.
IS_EMPTIED, WRITERS = False, 2
#: From so many texts in a step, as in a rebuild, more tokens than usual are collected before they are sorted
#: into the index, and in one go. With still more, no cache of a processor holds them.
_MANY = 100
_SORT_MANY = "SELECT set_config('gin_pending_list_limit', '8MB', true), set_config('work_mem', '32MB', true)"
_MATCH = "FROM search_indexedtext AS text WHERE search_vector(text.{column}) @@ %s::text::tsquery"


def write(connection, rows, forgotten, rewritten):
    """Write ``rows`` of IndexedText (see upsert), and the tokens of those whose words are ``rewritten``.

    Both ``forgotten`` and ``rewritten`` are {id of a text: (title, text)}, as it was and as it is. Forgotten
    tokens are in the row, and are replaced or were deleted with it.
    """
    if len(rewritten) >= _MANY:
        with connection.cursor() as cursor:
            cursor.execute(_SORT_MANY)
    upsert(connection, IndexedText, [row for row in rows if row[0] not in rewritten])
    with_words = ((*row, *tokens(rewritten[row[0]])) for row in rows if row[0] in rewritten)
    upsert(connection, IndexedText, with_words if rewritten else (), ("title_tokens", "tokens"))


def empty(connection):
    """Forget all words, after ``flush`` has emptied the tables that Django knows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_vocabulary")


def begin_rebuild(connection):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_vocabulary")


def end_rebuild(connection):
    with connection.cursor() as cursor:
        for index in ("search_title_tokens", "search_tokens"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
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


def prepare(connection):
    """Do nothing: PostgreSQL has what :func:`contains` needs."""


def contains() -> str:
    """Return the SQL condition that the title or text of a row of StoredText contains a phrase.

    Its parameters are the :func:`phrase_parameters`. Case is ignored.
    """
    return "(title ~* %s OR text ~* %s)"


def phrase_parameters(phrase):
    return [expression(phrase)] * 2


def _expression(plan):
    return plan.expression(" & ", " | ", " & !", lambda term: f"'{term.token}'{':*' if term.prefix else ''}")

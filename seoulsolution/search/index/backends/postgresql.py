"""Tokens in text columns, with an index of the tsvector that search_vector() makes of them without a parser.

As compressed text they need less than half the space of a tsvector, and queries use only its index.
"""

from seoulsolution.search.index.backends.rows import columns
from seoulsolution.search.language.phrases import expression
from seoulsolution.search.models import IndexedRecord, IndexedText

TOKENS = ("title_tokens", "tokens")
_RECORDS = IndexedRecord._meta.db_table
# Waits while a rebuild replaces the tables. Rebuilds, which must not miss a change, can see who holds it.
_ENTER = (f"LOCK TABLE {_RECORDS} IN ROW EXCLUSIVE MODE", [])
# Adds nothing while no rebuild is under way.
_NOTE = (
    "INSERT INTO search_missedchange (kind, object_id) "
    "SELECT %s, changed.pk FROM search_rebuild, unnest(%s::bigint[]) AS changed(pk)"
)
#: Statements sent at a time; their rows are long.
_STATEMENTS = 50
_MATCH = "FROM search_indexedtext AS text WHERE search_vector(text.{column}) @@ %s::text::tsquery"


def ask(connection, statements) -> list:
    """Run ``statements``, each (SQL, parameters), in one round trip; return the rows of each, as lists.

    A round trip takes longer than most of the statements.
    """
    with connection.cursor() as cursor:
        parameters = [value for _sql, values in statements for value in values]
        cursor.execute("; ".join(sql for sql, _values in statements), parameters)
        found = [_fetched(cursor)]
        while cursor.nextset():
            found.append(_fetched(cursor))
    return found


def _fetched(cursor):
    return [list(row) for row in cursor.fetchall()] if cursor.rownumber is not None else []


def entering(kind, pks) -> list:
    """Return the statements to run before entries of the records ``pks`` are read in order to change them."""
    return [_ENTER, (_NOTE, [kind, list(pks)])]


def add(connection, batch, also=()):
    """Write the rows and tokens of a Batch (see rows.py), and run the statements ``also``.

    A row replaces one with the same id, whose text was passed to :func:`forget`.
    """
    statements = [one for table in tables_of(batch) for one in _inserts(*table)] + list(also)
    for start in range(0, len(statements), _STATEMENTS):
        ask(connection, statements[start : start + _STATEMENTS])


def empty(connection):
    """Forget all words, after ``flush`` has emptied the tables that Django knows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_vocabulary")


def tables_of(batch):
    """Yield (table, names of columns, rows) of a Batch."""
    for model, rows in batch.rows.items():
        if model is IndexedText:
            texts = [[*row, *tokens] for row, tokens in zip(rows, batch.tokens, strict=True)]
            yield model._meta.db_table, [*columns(model), *TOKENS], texts
        elif rows:
            yield model._meta.db_table, columns(model), rows


def _inserts(table, names, rows):
    # For few rows, starting and ending a COPY takes longer.
    marks = ", ".join(["%s"] * len(names))
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    statement = (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) "  # noqa: S608 - our names
        f"ON CONFLICT (id) DO UPDATE SET {changes}"
    )
    return [(statement, row) for row in rows]


def forget(connection, texts):
    """Do nothing: the tokens are in the row of IndexedText and are deleted with it."""


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


def lost(connection, tokens):
    """Yield the ids of texts whose tokens in the index differ from ``tokens``.

    ``tokens`` is {id: (tokens of the title, tokens of title and text or None)}.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, title_tokens, tokens FROM search_indexedtext WHERE id = ANY(%s)", [list(tokens)]
        )
        for pk, *kept in cursor.fetchall():
            title, words = (set((value or "").split()) for value in kept)
            of_title, of_all = tokens[pk]
            is_whole = words.issuperset(of_title) if of_all is None else words == set(of_all)
            if title != set(of_title) or not is_whole:
                yield pk


def strays(connection):
    """Return (number of texts without tokens, number of tokens without a text)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_indexedtext WHERE tokens IS NULL")
        return cursor.fetchone()[0], 0


def _expression(plan):
    wanted = " & ".join(f"({_word(word)})" for word in plan.words)
    if not plan.excluded:
        return wanted
    unwanted = " | ".join(f"({_word(word)})" for word in plan.excluded)
    return f"({wanted}) & !({unwanted})"


def _word(word):
    return " | ".join(
        "(" + " & ".join(f"'{term.token}'{':*' if term.prefix else ''}" for term in alternative.terms) + ")"
        for alternative in word.alternatives
    )

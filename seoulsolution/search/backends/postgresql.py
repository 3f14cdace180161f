"""Words in columns of text, indexed as the tsvector they read as: no parser takes them apart again.

As text they are compressed to less than half of what a tsvector takes, and nothing but its index is asked.
"""

from seoulsolution.search.backends import renewal
from seoulsolution.search.backends.rows import columns
from seoulsolution.search.models import IndexedRecord, IndexedText
from seoulsolution.search.phrases import expression

TOKENS = ("title_tokens", "tokens")
#: What is run before anything is read that is to be changed: it waits for whoever builds the index anew.
ENTER = [(f"LOCK TABLE {IndexedRecord._meta.db_table} IN ROW EXCLUSIVE MODE", [])]
#: Rows are long: so many are sent at a time.
_STATEMENTS = 50
_MATCH = "FROM search_indexedtext AS text WHERE search_vector(text.{column}) @@ %s::text::tsquery"


def ask(connection, statements) -> list:
    """Run ``statements``, each (SQL, parameters), in one go; return the rows of each, as lists.

    A way to the database and back takes longer than most of what is asked there.
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


def add(connection, batch, suffix="", also=()):
    """Write the rows of a :class:`~seoulsolution.search.backends.rows.Batch`, make its texts findable, and
    run the statements ``also``.

    Without ``suffix`` a row takes the place of one of the same id, whose text was forgotten.
    """
    tables = []
    for model, rows in batch.rows.items():
        if model is IndexedText:
            texts = [[*row, *tokens] for row, tokens in zip(rows, batch.tokens, strict=True)]
            tables.append((f"{model._meta.db_table}{suffix}", [*columns(model), *TOKENS], texts))
        elif rows:
            tables.append((f"{model._meta.db_table}{suffix}", columns(model), rows))
    if suffix:
        _copy(connection, tables)
    else:
        statements = [one for table in tables for one in _inserts(*table)] + list(also)
        for start in range(0, len(statements), _STATEMENTS):
            ask(connection, statements[start : start + _STATEMENTS])


def _copy(connection, tables):
    with connection.cursor() as cursor:
        for table, names, rows in tables:
            # Rows of a new table need no look at who may see them, neither now nor when they are first read.
            copying = f"COPY {table} ({', '.join(names)}) FROM STDIN WITH (FREEZE)"
            with cursor.copy(copying) as copy:
                for row in rows:
                    copy.write_row(row)


def _inserts(table, names, rows):
    # Few rows: a COPY takes longer to begin and to end.
    marks = ", ".join(["%s"] * len(names))
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    statement = (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) "  # noqa: S608 - our names
        f"ON CONFLICT (id) DO UPDATE SET {changes}"
    )
    return [(statement, row) for row in rows]


def forget(connection, texts):
    """Nothing to do: the words stand in the row of IndexedText and go with it."""


def begin(connection) -> str:
    """Begin to build anew, while readers keep what there is and writers wait; return the ``suffix`` to add
    batches with."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {IndexedRecord._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        renewal.begin(cursor)
    return renewal.SUFFIX


def finish(connection):
    """Put what was built into the place of what there was."""
    with connection.cursor() as cursor:
        renewal.finish(cursor)


def matches(plan, title_only=False):
    """Return (SQL, parameters) that gives the ids of the texts that ``plan`` matches."""
    source, parameters = matching(plan, title_only)
    return f"SELECT text.id {source}", parameters


def matching(plan, title_only=False, parity=None):
    """Return (FROM and WHERE, parameters) of the rows ``text`` of IndexedText that ``plan`` matches; with
    ``parity``, only of those whose ids leave that remainder of 2."""
    source = _MATCH.format(column="title_tokens" if title_only else "tokens")
    chosen = "" if parity is None else f" AND text.id %% 2 = {parity}"
    return source + chosen, [_expression(plan)]


def prepare(connection):
    """Nothing to do: the database has what ``contains`` needs."""


def contains() -> str:
    """Return an SQL condition that the title or text of a row of StoredText has a phrase in it, whose
    :func:`phrase_parameters` are its parameters. Case does not count."""
    return "(title ~* %s OR text ~* %s)"


def phrase_parameters(phrase):
    return [expression(phrase)] * 2


def lost(connection, tokens):
    """Yield the ids of those of ``tokens``, {id: (of its title, of title and text or None)}, whose text has
    others in the index."""
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
    """Return how many (texts have no words in the index, words have no text)."""
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

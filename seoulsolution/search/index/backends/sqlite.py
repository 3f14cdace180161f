"""Tokens in contentless FTS5 tables, which need the old tokens of a text to delete it.

``search_titles`` has the tokens of titles, ``search_words`` those of titles and texts.
"""

import json
import re

from seoulsolution.search.index.backends.rows import columns
from seoulsolution.search.language.phrases import expression
from seoulsolution.search.language.tokens import VERSION, joined_tokens
from seoulsolution.search.models import decompress

_ADD_TITLE = "INSERT INTO search_titles(rowid, words) VALUES (%s, %s)"
_ADD_WORDS = "INSERT INTO search_words(rowid, words) VALUES (%s, %s)"
_FORGET_TITLE = "INSERT INTO search_titles(search_titles, rowid, words) VALUES ('delete', %s, %s)"
_FORGET_WORDS = "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', %s, %s)"
#: How many tokens of a text are looked up to check the index, chosen evenly.
_LOOKED_UP = 100
# Adds nothing while no rebuild is under way.
_NOTE = (
    "INSERT INTO search_missedchange (kind, object_id) "
    "SELECT %s, changed.value FROM search_rebuild, json_each(%s) AS changed"
)


def ask(connection, statements) -> list:
    """Run ``statements``, each (SQL, parameters); return the rows of each, as lists."""
    found = []
    with connection.cursor() as cursor:
        for sql, parameters in statements:
            cursor.execute(sql, parameters)
            found.append([list(row) for row in cursor.fetchall()])
    return found


def entering(kind, pks) -> list:
    """Return the statements to run before entries of the records ``pks`` are read in order to change them."""
    return [(_NOTE, [kind, json.dumps(list(pks))])]


def add(connection, batch, also=()):
    """Write the rows and tokens of a Batch (see rows.py), and run the statements ``also``.

    A row replaces one with the same id, whose text was passed to :func:`forget`.
    """
    with connection.cursor() as cursor:
        for model, rows in batch.rows.items():
            if rows:
                names = columns(model)
                cursor.executemany(
                    f"INSERT OR REPLACE INTO {model._meta.db_table} ({', '.join(names)}) "  # noqa: S608 - our names
                    f"VALUES ({', '.join(['%s'] * len(names))})",
                    _values(model, rows, connection),
                )
    _tell(connection, batch.text_ids, batch.tokens, _ADD_TITLE, _ADD_WORDS)
    ask(connection, also)


def empty(connection):
    """Forget all tokens and words, after ``flush`` has emptied the tables that Django knows."""
    with connection.cursor() as cursor:
        for table in ("search_titles", "search_words"):
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")  # noqa: S608 - our names
        cursor.execute("DELETE FROM search_vocabulary")


def _values(model, rows, connection):
    """Yield ``rows`` with their values prepared for the database."""
    fields = model._meta.local_concrete_fields
    for row in rows:
        yield [one.get_db_prep_save(value, connection) for one, value in zip(fields, row, strict=True)]


def forget(connection, texts):
    """Delete the tokens of ``texts`` (StoredText). Call it before they change.

    Tokens of an older VERSION cannot be computed again. They stay until the index is rebuilt and find
    nothing, because the changed text gets a new id and ids are never reused.
    """
    known = [text for text in texts if text.version == VERSION]
    tokens = joined_tokens([(text.title, text.text) for text in known])
    _tell(connection, [text.pk for text in known], tokens, _FORGET_TITLE, _FORGET_WORDS)


def _tell(connection, ids, tokens, title_statement, words_statement):
    with connection.cursor() as cursor:
        cursor.executemany(
            title_statement, [(pk, title) for pk, (title, _all) in zip(ids, tokens, strict=True)]
        )
        cursor.executemany(
            words_statement, [(pk, words) for pk, (_title, words) in zip(ids, tokens, strict=True)]
        )


def matches(plan, title_only=False):
    """Return (SQL, parameters) of the ids of the texts that match ``plan``."""
    table = "search_titles" if title_only else "search_words"
    return f"SELECT rowid AS id FROM {table} WHERE {table} MATCH %s", [_expression(plan)]  # noqa: S608 - constant


def matching(plan, title_only=False, parity=None):
    """Return (FROM and WHERE, parameters) of the rows of IndexedText, named ``text``, that match ``plan``.

    With ``parity``, only rows with ``id % 2 == parity``: the texts in one language.
    """
    table = "search_titles" if title_only else "search_words"
    # A cross join keeps its order: the tokens first, then the row of each match.
    source = f"FROM {table} CROSS JOIN search_indexedtext AS text ON text.id = {table}.rowid"
    # On the table of tokens, so that no rows of the other language are read.
    chosen = "" if parity is None else f" AND {table}.rowid %% 2 = {parity}"
    return f"{source} WHERE {table} MATCH %s{chosen}", [_expression(plan)]


def prepare(connection):
    """Add the functions that :func:`contains` needs to a new connection."""
    connection.connection.create_function("search_has", 2, _has, deterministic=True)


def contains() -> str:
    """Return the SQL condition that the title or text of a row of StoredText contains a phrase.

    Its parameters are the :func:`phrase_parameters`. Case is ignored.
    """
    return "(search_has(title, %s) OR search_has(text, %s))"


def phrase_parameters(phrase):
    return [expression(phrase.casefold())] * 2


def _has(text, pattern):
    plain = decompress(text) if isinstance(text, bytes) else text
    # Folding the text is faster than a search that ignores case.
    return re.search(pattern, plain.casefold()) is not None


def lost(connection, tokens):
    """Yield the ids of texts that some of their ``tokens`` do not find.

    ``tokens`` is {id: (tokens of the title, tokens of title and text or None)}. Only some are looked up,
    because FTS5 reads all texts with a token to find out whether one is among them.
    """
    with connection.cursor() as cursor:
        for pk, (of_title, of_all) in tokens.items():
            # The longest token of a title is usually the rarest.
            titles = of_title if of_all else sorted(of_title, key=len)[-1:]
            words = (of_all or titles)[:: len(of_all or ()) // _LOOKED_UP + 1]
            if not (
                _finds(cursor, "search_titles", pk, titles) and _finds(cursor, "search_words", pk, words)
            ):
                yield pk


def _finds(cursor, table, pk, tokens):
    """Return whether ``table`` has the text ``pk`` with all of ``tokens``."""
    if not tokens:
        return True
    wanted = " ".join(f'"{token}"' for token in tokens)
    cursor.execute(f"SELECT 1 FROM {table} WHERE {table} MATCH %s AND rowid = %s", [wanted, pk])  # noqa: S608
    return bool(cursor.fetchone())


def strays(connection):
    """Return (number of texts without tokens, number of tokens without a text), from the tokens of titles.

    ``search_words`` has no row per text; see :func:`lost`.
    """
    texts, words = "SELECT id FROM search_indexedtext", "SELECT id FROM search_titles_docsize"
    counts = []
    with connection.cursor() as cursor:
        for first, second in ((texts, words), (words, texts)):
            cursor.execute(f"SELECT COUNT(*) FROM ({first} EXCEPT {second})")  # noqa: S608 - all constant
            counts.append(cursor.fetchone()[0])
    return tuple(counts)


def _expression(plan):
    wanted = " AND ".join(f"({_word(word)})" for word in plan.words)
    if not plan.excluded:
        return wanted
    unwanted = " OR ".join(f"({_word(word)})" for word in plan.excluded)
    return f"({wanted}) NOT ({unwanted})"


def _word(word):
    return " OR ".join(
        "(" + " AND ".join(f'"{term.token}"{" *" if term.prefix else ""}' for term in alternative.terms) + ")"
        for alternative in word.alternatives
    )

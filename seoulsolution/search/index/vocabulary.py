"""The vocabulary: a table of the words of all texts (see the migration), kept with the index.

Words are only added. One that no text has any more does no harm, because spellings that find nothing are not
offered. A rebuild of the index removes these.
"""

import json
from collections.abc import Iterable

from django.db import connection

from seoulsolution.search.language.spelling import ends, nearest

_BACKWARDS = "<"
#: The elements of a JSON array, as rows with a ``value``.
_ELEMENTS = {
    "sqlite": "json_each(%s) AS new",
    "postgresql": "jsonb_array_elements_text(%s::jsonb) AS new(value)",
}
_ADD = {
    "sqlite": "INSERT OR IGNORE INTO search_vocabulary (word) SELECT new.value FROM {elements}",
    "postgresql": "INSERT INTO search_vocabulary (word) SELECT new.value FROM {elements} "
    "WHERE NOT EXISTS (SELECT 1 FROM search_vocabulary AS old WHERE old.word = new.value) ORDER BY new.value",
}
_REMOVE = "DELETE FROM search_vocabulary WHERE word IN (SELECT new.value FROM {elements})"
_LISTED = "SELECT new.value FROM {elements} JOIN search_vocabulary AS old ON old.word = new.value"
_BETWEEN = """
SELECT word FROM search_vocabulary WHERE word >= %s AND word < %s AND length(word) BETWEEN %s AND %s LIMIT %s
"""
_COMPLETED = """
SELECT word FROM search_vocabulary WHERE word >= %s AND word < %s ORDER BY length(word), word LIMIT 1
"""
#: Entries per statement; words compared at most; a suffix that sorts after every word with the same prefix.
CHUNK, COMPARED_MOST, _LAST = 20_000, 5_000, "\U0010ffff"
#: The greatest difference in length of words that are compared, in letters or syllables.
_LENGTHS = 2


def add(connection, words: Iterable[str]) -> None:
    """Add ``words`` that are not listed yet, each forwards and backwards."""
    _change(connection, _ADD[connection.vendor], words)


def remove(connection, words: Iterable[str]) -> None:
    """Remove ``words``, which no text has any more."""
    _change(connection, _REMOVE, words)


def _change(connection, statement, words):
    entries = sorted([*words, *(_BACKWARDS + word[::-1] for word in words)])
    for start in range(0, len(entries), CHUNK):
        _execute(connection, statement, entries[start : start + CHUNK])


def all_words(connection) -> set[str]:
    """Return all words that are listed, forwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM search_vocabulary")
        return {word for (word,) in cursor.fetchall() if not word.startswith(_BACKWARDS)}


def listed(words: Iterable[str]) -> set[str]:
    """Return those of ``words`` that some text has, or had since the index was built."""
    return {word for (word,) in _execute(connection, _LISTED, list(words)).fetchall()}


def _execute(connection, statement, words):
    cursor = connection.cursor()
    cursor.execute(statement.format(elements=_ELEMENTS[connection.vendor]), [json.dumps(words)])
    return cursor


def completed(beginning: str) -> str:
    """Return the shortest listed word that begins with ``beginning``, or ""."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETED, [beginning, beginning + _LAST])
        return next((word for (word,) in cursor.fetchall()), "")


def near(word: str, names: Iterable[str], most: int) -> list[str]:
    """Return at most ``most`` listed words or ``names`` that ``word`` may be a misspelling of, nearest first.

    Only two short ranges of the list are read, however long it is. For "" the result is empty.
    """
    if not word:
        return []
    begin, end = ends(word)
    lengths = (len(word) - _LENGTHS, len(word) + _LENGTHS)
    found = {name for name in names if name.startswith(begin) or name.endswith(end)}
    with connection.cursor() as cursor:
        for prefix, extra in ((begin, 0), (_BACKWARDS + end[::-1], 1)):
            bounds = (lengths[0] + extra, lengths[1] + extra)
            cursor.execute(_BETWEEN, [prefix, prefix + _LAST, *bounds, COMPARED_MOST])
            found.update(entry[1:][::-1] if extra else entry for (entry,) in cursor.fetchall())
    return nearest(word, {entry for entry in found if not entry.startswith(_BACKWARDS)}, most)

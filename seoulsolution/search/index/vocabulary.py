"""The vocabulary: a table of the words of all texts (see the migration), kept with the index.

Words are only added. One that no text has any more does no harm, because spellings that find nothing are not
offered. A rebuild of the index replaces the list.
"""

import json
from collections.abc import Iterable
from itertools import chain

from django.db import connections, router

from seoulsolution.search.language.spelling import ends, nearest
from seoulsolution.search.models import IndexedRecord

_BACKWARDS = "<"
_ADD = {
    "sqlite": "INSERT OR IGNORE INTO search_vocabulary (word) SELECT value FROM json_each(%s) ORDER BY value",
    "postgresql": "INSERT INTO search_vocabulary (word) SELECT new.word FROM unnest(%s::text[]) AS new(word) "
    "WHERE NOT EXISTS (SELECT 1 FROM search_vocabulary AS old WHERE old.word = new.word) ORDER BY new.word",
}
_UNLISTED = {
    "sqlite": "SELECT value FROM json_each(%s) AS new "
    "WHERE NOT EXISTS (SELECT 1 FROM search_vocabulary AS old WHERE old.word = new.value)",
    "postgresql": "SELECT new.word FROM unnest(%s::text[]) AS new(word) "
    "WHERE NOT EXISTS (SELECT 1 FROM search_vocabulary AS old WHERE old.word = new.word)",
}
_BETWEEN = """
SELECT word FROM search_vocabulary WHERE word >= %s AND word < %s AND length(word) BETWEEN %s AND %s LIMIT %s
"""
#: Entries per statement; words compared at most; a suffix that sorts after every word with the same prefix.
CHUNK, COMPARED_MOST, _LAST = 20_000, 5_000, "\U0010ffff"
#: The greatest difference in length of words that are compared, in letters or syllables.
_LENGTHS = 2


def add(connection, words: Iterable[str]) -> None:
    """Add ``words`` that are not listed yet."""
    with connection.cursor() as cursor:
        for value in _chunks(connection, words):
            cursor.execute(_ADD[connection.vendor], [value])


def unlisted(connection, words: Iterable[str]) -> set[str]:
    """Return those of ``words`` that are not listed both forwards and backwards."""
    missing = set()
    with connection.cursor() as cursor:
        for value in _chunks(connection, words):
            cursor.execute(_UNLISTED[connection.vendor], [value])
            missing.update(map(_forwards, chain.from_iterable(cursor.fetchall())))
    return missing


def listed(words: Iterable[str]) -> set[str]:
    """Return those of ``words`` that some text has, or had since the index was built."""
    connection = connections[router.db_for_read(IndexedRecord)]
    return set(words) - unlisted(connection, words)


def _chunks(connection, words):
    """Yield the sorted entries of ``words`` as the parameter of one statement each."""
    entries = sorted([*words, *(_BACKWARDS + word[::-1] for word in words)])
    for start in range(0, len(entries), CHUNK):
        chunk = entries[start : start + CHUNK]
        yield chunk if connection.vendor == "postgresql" else json.dumps(chunk)


def _forwards(entry):
    return entry[:0:-1] if entry.startswith(_BACKWARDS) else entry


def near(word: str, most: int) -> list[str]:
    """Return at most ``most`` listed words that ``word`` may be a misspelling of, the nearest first.

    Only two short ranges of the list are read, however long it is. For "" the result is empty.
    """
    if not word:
        return []
    begin, end = ends(word)
    connection = connections[router.db_for_read(IndexedRecord)]
    lengths = (len(word) - _LENGTHS, len(word) + _LENGTHS)
    found = set()
    with connection.cursor() as cursor:
        for prefix, extra in ((begin, 0), (_BACKWARDS + end[::-1], 1)):
            bounds = (lengths[0] + extra, lengths[1] + extra)
            cursor.execute(_BETWEEN, [prefix, prefix + _LAST, *bounds, COMPARED_MOST])
            found.update(entry[1:][::-1] if extra else entry for (entry,) in cursor.fetchall())
    return nearest(word, {entry for entry in found if not entry.startswith(_BACKWARDS)}, most)

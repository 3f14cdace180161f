"""The list of words that texts have (see the migration that makes it), kept with the index.

Words are only added: one that no text has any more is no harm, because nothing is offered that finds nothing.
Building the index anew lists them afresh.
"""

import json
from collections.abc import Iterable

from django.db import connections, router

from seoulsolution.search.models import IndexedRecord
from seoulsolution.search.spelling import ends, nearest

_BACKWARDS = "<"
_ADD = {
    "sqlite": "INSERT OR IGNORE INTO search_vocabulary (word) SELECT value FROM json_each(%s) ORDER BY value",
    "postgresql": "INSERT INTO search_vocabulary (word) SELECT new.word FROM unnest(%s::text[]) AS new(word) "
    "WHERE NOT EXISTS (SELECT 1 FROM search_vocabulary AS old WHERE old.word = new.word) ORDER BY new.word",
}
_BETWEEN = """
SELECT word FROM search_vocabulary WHERE word >= %s AND word < %s AND length(word) BETWEEN %s AND %s LIMIT %s
"""
#: Words written in one statement; words that are compared; what is above every word with a beginning.
CHUNK, COMPARED_MOST, _LAST = 20_000, 5_000, "\U0010ffff"
#: Difference in length up to which words are compared, in letters or syllables.
_LENGTHS = 2


def add(connection, words: Iterable[str]) -> None:
    """List ``words``; those that are listed already stay as they are."""
    with connection.cursor() as cursor:
        for statement, parameters in additions(connection, words):
            cursor.execute(statement, parameters)


def additions(connection, words: Iterable[str]) -> list[tuple[str, list]]:
    """Return the statements, each (SQL, parameters), that list ``words``."""
    entries = sorted([*words, *(_BACKWARDS + word[::-1] for word in words)])
    chunks = (entries[start : start + CHUNK] for start in range(0, len(entries), CHUNK))
    as_value = list if connection.vendor == "postgresql" else json.dumps
    return [(_ADD[connection.vendor], [as_value(chunk)]) for chunk in chunks]


def replace(connection, words: Iterable[str]) -> None:
    """List ``words`` and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_vocabulary")
    add(connection, words)


def near(word: str, most: int) -> list[str]:
    """Return at most ``most`` listed words that ``word`` may be a misspelling of, the nearest first.

    Two short stretches of the list are read, however long it is. Nothing is near to "".
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

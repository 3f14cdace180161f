"""Words in FTS5 tables without content: to forget a text they must be told its old tokens again.

``search_titles`` has the tokens of titles, ``search_words`` those of titles and texts.
"""

from seoulsolution.search.analysis import VERSION, record_tokens
from seoulsolution.search.models import IndexedText

_ADD_TITLE = "INSERT INTO search_titles(rowid, words) VALUES (%s, %s)"
_ADD_WORDS = "INSERT INTO search_words(rowid, words) VALUES (%s, %s)"
_FORGET_TITLE = "INSERT INTO search_titles(search_titles, rowid, words) VALUES ('delete', %s, %s)"
_FORGET_WORDS = "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', %s, %s)"
_MATCH_TITLE = "SELECT rowid AS id FROM search_titles WHERE search_titles MATCH %s"
_MATCH = "SELECT rowid AS id FROM search_words WHERE search_words MATCH %s"
#: Bytes of words that FTS5 gathers before it writes them; more makes building faster.
_HASH_SIZE, _HASH_SIZE_BUILDING = 1 << 20, 64 << 20


def add(connection, texts):
    """Save ``texts`` (new IndexedText) and make them findable."""
    IndexedText.objects.using(connection.alias).bulk_create(texts)
    _tell(connection, texts, _ADD_TITLE, _ADD_WORDS)


def forget(connection, texts):
    """Make ``texts``, as they were added, no longer findable. To be called before their rows change.

    Tokens of an older analysis cannot be made again: those stay behind until the index is rebuilt, and
    find nothing, because such a text is put under a new id and ids are never used twice.
    """
    _tell(connection, [text for text in texts if text.version == VERSION], _FORGET_TITLE, _FORGET_WORDS)


def _tell(connection, texts, title_statement, words_statement):
    titles, words = [], []
    for text in texts:
        of_title, of_all = record_tokens(text.title, text.text)
        titles.append((text.id, " ".join(of_title)))
        words.append((text.id, " ".join(of_all)))
    with connection.cursor() as cursor:
        cursor.executemany(title_statement, titles)
        cursor.executemany(words_statement, words)


def begin(connection):
    """Forget everything, to build anew."""
    with connection.cursor() as cursor:
        for table in ("search_titles", "search_words"):
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")  # noqa: S608 - constant
        _set_hash_size(cursor, _HASH_SIZE_BUILDING)


def finish(connection):
    """Tidy up after building."""
    with connection.cursor() as cursor:
        for table in ("search_titles", "search_words"):
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - constant
        _set_hash_size(cursor, _HASH_SIZE)
        for table in ("search_indexedrecord", "search_indexedtext", "search_indexedtopic"):
            cursor.execute(f"ANALYZE {table}")


def _set_hash_size(cursor, size):
    cursor.execute("INSERT INTO search_words(search_words, rank) VALUES ('hashsize', %s)", [size])


def matches(plan, title_only=False):
    """Return (SQL, parameters) that gives the ids of the texts that ``plan`` matches."""
    return _MATCH_TITLE if title_only else _MATCH, [_expression(plan)]


def contains() -> str:
    """Return an SQL condition that the column {column} has a parameter in it, whatever the case."""
    return "{column} LIKE %s ESCAPE '!'"


def strays(connection):
    """Return how many (texts have no words in the index, words have no text)."""
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

"""Words in an FTS5 table without content: to forget a text it must be told its old tokens again."""

from seoulsolution.search.analysis import VERSION, index_tokens
from seoulsolution.search.models import IndexedText

_ADD = "INSERT INTO search_words(rowid, title, text) VALUES (%s, %s, %s)"
_DELETE = "INSERT INTO search_words(search_words, rowid, title, text) VALUES ('delete', %s, %s, %s)"


def add(connection, texts):
    """Save ``texts`` (new IndexedText) and make them findable."""
    IndexedText.objects.using(connection.alias).bulk_create(texts)
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, [_row(text) for text in texts])


def forget(connection, texts):
    """Make ``texts``, as they were added, no longer findable. To be called before their rows change.

    Tokens of an older analysis cannot be made again: those stay behind until the index is rebuilt, and
    find nothing, because such a text is put under a new id and ids are never used twice.
    """
    with connection.cursor() as cursor:
        cursor.executemany(_DELETE, [_row(text) for text in texts if text.version == VERSION])


def clear(connection):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words) VALUES ('delete-all')")


def finish(connection):
    """Tidy up after a rebuild."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")
        cursor.execute("ANALYZE")


def matches(plan, title_only=False):
    """Return (SQL, parameters) that gives the ids of the texts that ``plan`` matches."""
    expression = _expression(plan)
    if title_only:
        expression = f"title : ({expression})"
    return "SELECT rowid AS id FROM search_words WHERE search_words MATCH %s", [expression]


def strays(connection):
    """Return how many (texts have no words in the index, words have no text)."""
    texts, words = "SELECT id FROM search_indexedtext", "SELECT id FROM search_words_docsize"
    counts = []
    with connection.cursor() as cursor:
        for first, second in ((texts, words), (words, texts)):
            cursor.execute(f"SELECT COUNT(*) FROM ({first} EXCEPT {second})")  # noqa: S608 - all constant
            counts.append(cursor.fetchone()[0])
    return tuple(counts)


def _row(text):
    return text.id, " ".join(index_tokens(text.title)), " ".join(index_tokens(text.text))


def _expression(plan):
    return " AND ".join(f"({_word(word)})" for word in plan.words)


def _word(word):
    return " OR ".join(
        "(" + " AND ".join(f'"{term.token}"{" *" if term.prefix else ""}' for term in alternative.terms) + ")"
        for alternative in word.alternatives
    )

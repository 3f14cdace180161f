"""Words in columns of text, indexed as the tsvector they read as: no parser takes them apart again.

As text they are compressed to less than half of what a tsvector takes, and nothing but its index is asked.
"""

from seoulsolution.search.analysis import record_tokens

_ADD = """
INSERT INTO search_indexedtext (id, title, text, version, title_tokens, tokens)
VALUES (%s, %s, %s, %s, %s, %s)
"""
_MATCH = "SELECT id FROM search_indexedtext WHERE search_vector(tokens) @@ %s::text::tsquery"
_MATCH_TITLE = "SELECT id FROM search_indexedtext WHERE search_vector(title_tokens) @@ %s::text::tsquery"


def add(connection, texts):
    """Save ``texts`` (new IndexedText) and make them findable."""
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, [_row(text) for text in texts])


def forget(connection, texts):
    """Nothing to do: the words stand in the row and go or change with it."""


def begin(connection):
    """Nothing to do but to keep other writers waiting: the words go with their rows."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE search_indexedrecord IN SHARE ROW EXCLUSIVE MODE")


def finish(connection):
    """Tidy up after building."""
    with connection.cursor() as cursor:
        for index in ("search_title_tokens", "search_tokens"):
            # New words wait in a list that every query reads through.
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        for table in ("search_indexedtext", "search_indexedrecord", "search_indexedtopic"):
            cursor.execute(f"ANALYZE {table}")


def matches(plan, title_only=False):
    """Return (SQL, parameters) that gives the ids of the texts that ``plan`` matches."""
    return _MATCH_TITLE if title_only else _MATCH, [_expression(plan)]


def contains() -> str:
    """Return an SQL condition that the column {column} has a parameter in it, whatever the case."""
    return "{column} ILIKE %s ESCAPE '!'"


def strays(connection):
    """Return how many (texts have no words in the index, words have no text)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_indexedtext WHERE tokens IS NULL")
        return cursor.fetchone()[0], 0


def _row(text):
    of_title, of_all = record_tokens(text.title, text.text)
    return text.id, text.title, text.text, text.version, " ".join(of_title), " ".join(of_all)


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

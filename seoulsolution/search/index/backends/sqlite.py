"""Tokens in contentless FTS5 tables, which need the old tokens of a text to delete it.

``search_titles`` has the tokens of titles, ``search_words`` those of titles and texts.
"""

from contextlib import nullcontext

from seoulsolution.search.index.ahead import tokens
from seoulsolution.search.models import IndexedRecord, IndexedText, StoredText, upsert

#: SQL that joins whole numbers into one text, separated by commas.
LISTED = "GROUP_CONCAT({})"
#: Whether :func:`begin_rebuild` empties the index; how many connections write in a large rebuild.
IS_EMPTIED, WRITERS = True, 1
_ADD = "INSERT INTO {table}(rowid, words) VALUES (%s, %s)"
_FORGET = "INSERT INTO {table}({table}, rowid, words) VALUES ('delete', %s, %s)"
_TABLES = ("search_titles", "search_words")
#: How many new pieces of a table FTS5 merges while it writes: its default, and none.
_MERGING, _NOT_MERGING = 4, 0
#: Pages that a rebuild merges at a time.
_MERGED = 1000


def pipeline(connection):
    """Do nothing: there is no server, so no round trips to save."""
    return nullcontext()


def write(connection, rows, forgotten, rewritten):
    """Write ``rows`` of IndexedText (see upsert), and the tokens of the words that are ``rewritten``.

    Both ``forgotten`` and ``rewritten`` are {id of a text: (title, text)}, as it was and as it is.
    """
    upsert(connection, IndexedText, rows)
    before, after = ({pk: tokens(text) for pk, text in some.items()} for some in (forgotten, rewritten))
    with connection.cursor() as cursor:
        for place, table in enumerate(_TABLES):
            for statement, texts, others in ((_FORGET, before, after), (_ADD, after, before)):
                # An edit changes few of the tokens, and only these are written. FTS5 counts its rows, so
                # that whatever is added was forgotten before.
                rows = [
                    (pk, _without(some[place], others[pk][place]) if pk in others else some[place])
                    for pk, some in texts.items()
                    if pk not in others or some[place] != others[pk][place]
                ]
                if rows:
                    cursor.executemany(statement.format(table=table), rows)


def _without(tokens, others):
    return " ".join({*tokens.split(" ")} - {*others.split(" ")})


def empty(connection):
    """Forget all tokens and words, after ``flush`` has emptied the tables that Django knows."""
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")  # noqa: S608 - our names
        cursor.execute("DELETE FROM search_vocabulary")


def begin_rebuild(connection):
    """Empty the index: tokens that were computed by other rules cannot be deleted one by one.

    What is written next is merged once, at the end.
    """
    for model in (IndexedText, StoredText, IndexedRecord):
        model.objects.using(connection.alias).all().delete()
    empty(connection)
    _tell(connection, "automerge", _NOT_MERGING)


def begin_step(connection):
    """Do nothing: tokens are merged at the end."""


end_step = begin_step


def end_rebuild(connection):
    """Merge the tokens, so that they are found fast, in short transactions."""
    _tell(connection, "automerge", _MERGING)
    pages = -_MERGED  # negative: begin to merge even what need not be merged yet
    while _tell(connection, "merge", pages):
        pages = _MERGED


def _tell(connection, command, number):
    """Give a command of FTS5 to the tables; return whether it changed more than it notes itself."""
    before = connection.connection.total_changes
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES (%s, %s)", [command, number])  # noqa: S608
    return connection.connection.total_changes - before > len(_TABLES)


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


def _expression(plan):
    return plan.expression(
        " AND ", " OR ", " NOT ", lambda term: f'"{term.token}"{" *" if term.prefix else ""}'
    )

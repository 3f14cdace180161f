"""Triggers that change the content version with every change of what readers can see, by whatever path.

Not signals: bulk updates, ``bulk_create`` and the database's own shell send none. They are made again after
each ``migrate``: on SQLite, Django changes a table by making a new one, and its triggers are lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from seoulsolution.content import first_public
from seoulsolution.content.models import Content, State
from seoulsolution.content.syndication.kinds import all_kinds
from seoulsolution.pagecache.version import NOTE_CHANGE, NOTE_COUNT


@dataclass(frozen=True)
class Note:
    """What triggers note. With another number in ``prefix``, that of their names, all are made again."""

    prefix: str
    name: str
    statements: dict[str, str]


CHANGE = Note("pagecache_1_", "change", NOTE_CHANGE)
COUNT = Note("pagecache_count_1_", "count", NOTE_COUNT)

# A transaction is counted once: a setting that is local to it says that it was. A savepoint that is rolled
# back takes both back.
_FUNCTION = """
CREATE OR REPLACE FUNCTION pagecache_note_{note}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('pagecache.{note}', true) IS DISTINCT FROM '1' THEN
        {statement};
        PERFORM set_config('pagecache.{note}', '1', true);
    END IF;
    RETURN NULL;
END $$
"""
_CREATE = {
    "postgresql": """
CREATE TRIGGER {name} AFTER {event} ON {table}
FOR EACH ROW {condition} EXECUTE FUNCTION pagecache_note_{note}()
""",
    # There is one writer at a time, so that nobody waits for this row who would not wait anyway.
    "sqlite": """
CREATE TRIGGER {name} AFTER {event} ON {table} {condition}
BEGIN {statement}; END
""",
}
_DROP = {"postgresql": "DROP TRIGGER {name} ON {table}", "sqlite": "DROP TRIGGER {name}"}
_NAMES = {
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s",
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
}


@dataclass(frozen=True)
class Watched:
    """A table that readers see. With ``columns``, only what changes one of these counts."""

    model: type[models.Model]
    columns: tuple[str, ...] = ()

    def triggers(self) -> Iterator[tuple[str, str]]:
        """Yield (name, SQL) of each."""
        table = self.model._meta.db_table
        events = ("insert", "update") if self.columns else ("insert", "update", "delete")
        for note in (CHANGE,) if self.columns else (CHANGE, COUNT):
            for event in events:
                name, condition = f"{note.prefix}{table}_{event}", self._condition(event)
                if note is COUNT and event == "update" and issubclass(self.model, Content):
                    condition = f"({condition}) AND ({self._is_more_than_text()})"
                sql = _CREATE[connection.vendor].format(
                    name=name,
                    event=event,
                    table=table,
                    condition=f"WHEN ({condition})" if condition else "",
                    note=note.name,
                    statement=note.statements[connection.vendor],
                )
                yield name, sql

    def _is_more_than_text(self) -> str:
        """Return when an update may change lists, which are found and counted by no text."""
        columns = [f.column for f in self.model._meta.concrete_fields if not _is_text(f)]
        return " OR ".join(f"NEW.{name} {_differ()} OLD.{name}" for name in columns)

    def _condition(self, event: str) -> str:
        """Return when a change counts: not of a record that was and is a draft."""
        rows = {"insert": ("NEW",), "delete": ("OLD",), "update": ("OLD", "NEW")}[event]
        if self.columns:
            before = [f"OLD.{name}" if event == "update" else "NULL" for name in self.columns]
            pairs = zip(before, self.columns, strict=True)
            return " OR ".join(f"NEW.{name} {_differ()} {old}" for old, name in pairs)
        if issubclass(self.model, Content):
            return " OR ".join(f"{row}.state <> '{State.DRAFT.value}'" for row in rows)
        return ""


def _differ() -> str:
    return "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"


def _is_text(field: Any) -> bool:
    """Return whether ``field`` says nothing of the lists that a record is in: a text, or when it was edited.

    What the database computes of other columns follows these, unless it tells whether a text is there.
    """
    if isinstance(field, models.GeneratedField):
        return not isinstance(field.output_field, models.BooleanField)
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text or field.name in ("updated_at", *first_public.EDITED_FIELDS)


_more: list[Watched] = []


def watch(model: type[models.Model], *columns: str) -> None:
    """Let changes of ``model``, or of these columns, count. For what belongs to no kind of content."""
    _more.append(Watched(model, columns))


def watched() -> list[Watched]:
    """Return what is watched: the kinds of content with what each shows, and what ``watch`` added."""
    shown = {model for kind in all_kinds() for model in kind.shown_models}
    return [*(Watched(model) for model in sorted(shown, key=lambda model: model._meta.db_table)), *_more]


def install() -> None:
    """Create the triggers that are missing, of the tables that are there, and drop those of another shape.

    The others stay: to create them again, PostgreSQL would wait for everybody who writes.
    """
    with connection.cursor() as cursor:
        wanted = dict(_wanted(set(connection.introspection.table_names(cursor))))
        if connection.vendor == "postgresql":
            for note in (CHANGE, COUNT):
                statement = note.statements["postgresql"]
                cursor.execute(_FUNCTION.format(note=note.name, statement=statement))
        there = _installed(cursor)
        for name in there.keys() - wanted.keys():
            cursor.execute(_DROP[connection.vendor].format(name=name, table=there[name]))
        for name in wanted.keys() - there.keys():
            cursor.execute(wanted[name])


def missing() -> list[str]:
    """Return the names of the triggers that the database lacks."""
    with connection.cursor() as cursor:
        names = _installed(cursor)
        there = set(connection.introspection.table_names(cursor))
    return [name for name, _sql in _wanted(there) if name not in names]


def _wanted(tables: Iterable[str]) -> Iterator[tuple[str, str]]:
    for each in watched():
        if each.model._meta.db_table in tables:
            yield from each.triggers()


def _installed(cursor) -> dict[str, str]:
    """Return {name: its table}."""
    cursor.execute(_NAMES[connection.vendor], ["pagecache_%"])
    return dict(cursor.fetchall())

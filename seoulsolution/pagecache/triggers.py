"""Triggers that change the content version with every change of what readers can see, by whatever path.

Not signals: bulk updates, ``bulk_create`` and the database's own shell send none. They are made again after
each ``migrate``: on SQLite, Django changes a table by making a new one, and its triggers are lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, models

from seoulsolution.content.models import Content, State
from seoulsolution.content.syndication.kinds import all_kinds
from seoulsolution.pagecache.version import NOTE_CHANGE

#: Of the names of triggers. With another number, all are made again.
PREFIX = "pagecache_1_"

# A transaction is counted once: a setting that is local to it says that it was. A savepoint that is rolled
# back takes both back.
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION pagecache_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('pagecache.noted', true) IS DISTINCT FROM '1' THEN
        {NOTE_CHANGE["postgresql"]};
        PERFORM set_config('pagecache.noted', '1', true);
    END IF;
    RETURN NULL;
END $$
"""
_CREATE = {
    "postgresql": """
CREATE TRIGGER {name} AFTER {event} ON {table}
FOR EACH ROW {condition} EXECUTE FUNCTION pagecache_note_change()
""",
    # There is one writer at a time, so that nobody waits for this row who would not wait anyway.
    "sqlite": f"""
CREATE TRIGGER {{name}} AFTER {{event}} ON {{table}} {{condition}}
BEGIN {NOTE_CHANGE["sqlite"]}; END
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
        for event in ("insert", "update") if self.columns else ("insert", "update", "delete"):
            name = f"{PREFIX}{table}_{event}"
            condition = self._condition(event)
            yield (
                name,
                _CREATE[connection.vendor].format(
                    name=name, event=event, table=table, condition=f"WHEN ({condition})" if condition else ""
                ),
            )

    def _condition(self, event: str) -> str:
        """Return when a change counts: not of a record that was and is a draft."""
        rows = {"insert": ("NEW",), "delete": ("OLD",), "update": ("OLD", "NEW")}[event]
        differ = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
        if self.columns:
            before = [f"OLD.{name}" if event == "update" else "NULL" for name in self.columns]
            pairs = zip(before, self.columns, strict=True)
            return " OR ".join(f"NEW.{name} {differ} {old}" for old, name in pairs)
        if issubclass(self.model, Content):
            return " OR ".join(f"{row}.state <> '{State.DRAFT.value}'" for row in rows)
        return ""


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
            cursor.execute(_FUNCTION)
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

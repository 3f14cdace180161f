"""The tables of the index: FTS5 on SQLite, an array of grams with a GIN index on PostgreSQL."""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import connection, connections, models, transaction
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_delete, post_save

from seoulsolution.admin.lookup.grams import grams_of, terms_of
from seoulsolution.content import postponing
from seoulsolution.content.bulk import bulk_updated
from seoulsolution.search.language.spelling import ends, words_of

#: Hits that are looked through, the newest first, and those from which they are chosen on PostgreSQL.
MOST, _AMONG = 5000, 20_000
#: Records per step; few enough for the parameters of one statement.
_STEP = 400

_CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5(grams, detail='none', tokenize='ascii')",
    ],
    "postgresql": [
        "CREATE TABLE IF NOT EXISTS {table} (id bigint PRIMARY KEY, grams text NOT NULL)",
        # Its cost (100 is the default of its language) lets the planner use the index.
        "CREATE OR REPLACE FUNCTION lookup_vector(grams text) RETURNS tsvector LANGUAGE plpgsql "
        "IMMUTABLE STRICT COST 100 AS 'BEGIN RETURN array_to_tsvector(string_to_array(grams, '' '')); END'",
        "CREATE INDEX IF NOT EXISTS {table}_grams ON {table} USING gin (lookup_vector(grams))",
    ],
}
_WRITE = {
    "sqlite": "INSERT OR REPLACE INTO {table}(rowid, grams) VALUES (%s, %s)",
    "postgresql": "INSERT INTO {table}(id, grams) VALUES (%s, %s) "
    "ON CONFLICT (id) DO UPDATE SET grams = excluded.grams WHERE {table}.grams <> excluded.grams",
}
_FIND = {
    "sqlite": f"SELECT rowid FROM {{table}} WHERE {{table}} MATCH %s ORDER BY rowid DESC LIMIT {MOST}",  # noqa: S608
    # The words first: the planner would walk through the ids when it expects many hits.
    "postgresql": f"""
WITH found AS MATERIALIZED (SELECT id FROM {{table}} WHERE lookup_vector(grams) @@ %s::tsquery LIMIT {_AMONG})
SELECT id FROM found ORDER BY id DESC LIMIT {MOST}
""",  # noqa: S608 - our own names
}
_MISSING = (
    "SELECT id FROM {records} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.{key} = {records}.id)"
)
_KEY = {"sqlite": "rowid", "postgresql": "id"}
#: How a query says: and, or, a gram, the beginning of one.
_OPERATORS = {"sqlite": (" AND ", " OR ", '"{}"', '"{}" *'), "postgresql": (" & ", " | ", "'{}'", "'{}':*")}
_THESE = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}


class LookupMixin(ModelAdmin):
    """An admin whose box looks for ``search_fields`` in the index: columns of a record or of its children."""

    def get_search_results(self, request, queryset, search_term):
        """Return the records that are found. ``request.finds_too_many`` says whether there are others."""
        if not search_term.strip():
            return queryset, False
        pks = find(self.model, search_term, queryset.db)
        request.finds_too_many = len(pks) == MOST
        return _among(queryset, pks), False


def find(model: type[models.Model], query: str, using: str = "default") -> list[int]:
    """Return the ids of the newest MOST records that have all words of ``query``, or parts of words."""
    return _matching(model, [query], using)


def words_near(queryset: models.QuerySet, words: Iterable[str]) -> set[str]:
    """Return the words of the newest MOST records that have the beginning or the end of one of ``words``.

    What one of ``words`` is a misspelling of is among them. Takes two statements.
    """
    parts = [part for word in words for part in ends(word)]
    pks = _matching(queryset.model, parts, queryset.db)
    texts = _among(queryset, pks).order_by().values_list(*_fields(queryset.model)) if pks else []
    return words_of("\n".join({text for row in texts for text in row if text}))


def _matching(model: type[models.Model], queries: Iterable[str], using: str) -> list[int]:
    """Return the ids of the newest MOST records that have all words of one of ``queries``."""
    vendor = connections[using].vendor
    both, either, gram, prefix = _OPERATORS[vendor]
    terms = ([(prefix if part else gram).format(word) for word, part in terms_of(each)] for each in queries)
    if not (matches := [f"({both.join(each)})" for each in terms if each]):
        return []
    with connections[using].cursor() as cursor:
        cursor.execute(_FIND[vendor].format(table=_table(model)), [either.join(matches)])
        return [pk for (pk,) in cursor.fetchall()]


def _among(queryset: models.QuerySet, pks: list[int]) -> models.QuerySet:
    """Return those of ``queryset`` that ``pks`` has, however many."""
    vendor = connections[queryset.db].vendor
    these = RawSQL(_THESE[vendor], [json.dumps(pks) if vendor == "sqlite" else pks])  # noqa: S611 - constant
    return queryset.filter(pk__in=these)


def refresh(model: type[models.Model], pks: Iterable[int], using: str = "default") -> None:
    """Write what the records ``pks`` are found by, and forget those that are deleted."""
    other = connections[using]
    table, key = _table(model), _KEY[other.vendor]
    records = model._base_manager.using(using).order_by()  # type: ignore[attr-defined]
    for some in _steps(pks):
        texts: dict[int, dict[str, None]] = {}
        for pk, *values in records.filter(pk__in=some).values_list("pk", *_fields(model)):
            texts.setdefault(pk, {}).update(dict.fromkeys(filter(None, values)))
        rows = [(pk, grams_of("\n".join(found))) for pk, found in texts.items()]
        with other.cursor() as cursor:
            if rows:
                cursor.executemany(_WRITE[other.vendor].format(table=table), rows)
            if gone := [pk for pk in some if pk not in texts]:
                marks = ", ".join(["%s"] * len(gone))
                cursor.execute(f"DELETE FROM {table} WHERE {key} IN ({marks})", gone)  # noqa: S608 - our own


def create_tables(**kwargs: Any) -> None:
    """Create the tables that are missing. Receives ``pre_migrate``: some apps save records after it."""
    with connection.cursor() as cursor:
        for model in _looked_up():
            for statement in _CREATE[connection.vendor]:
                cursor.execute(statement.format(table=_table(model)))


def follow_flush(**kwargs: Any) -> None:
    """Empty the index, whose tables ``flush`` does not know. Receives ``flushed``."""
    with connection.cursor() as cursor:
        tables = {_table(model) for model in _looked_up()}
        for table in tables.intersection(connection.introspection.table_names(cursor)):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own


def fill(**kwargs: Any) -> None:
    """Index the records that are missing in the index. Receives ``post_migrate``."""
    if "plan" not in kwargs:  # flush sends this signal too
        return
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    for model in _looked_up():
        records = model._meta.db_table
        if records in there:
            with connection.cursor() as cursor:
                key = _KEY[connection.vendor]
                cursor.execute(_MISSING.format(table=_table(model), records=records, key=key))
                missing = [pk for (pk,) in cursor.fetchall()]
            for some in _steps(missing):
                with transaction.atomic():
                    refresh(model, some)


def connect() -> None:
    """Keep the index up from now on. Call it once, when all admins are registered."""
    for model in _looked_up():
        follow = partial(_follow, model, "pk")
        for signal in (post_save, post_delete):
            signal.connect(follow, sender=model, weak=False, dispatch_uid=f"lookup:{model._meta.label}")
        bulk_updated.connect(
            partial(_follow_many, model), sender=model, weak=False, dispatch_uid=f"lookup:{model._meta.label}"
        )
        for name in {name.partition("__")[0] for name in _fields(model) if "__" in name}:
            relation: Any = model._meta.get_field(name)
            uid = f"lookup:{model._meta.label}:{name}"
            for signal in (post_save, post_delete):
                signal.connect(
                    partial(_follow, model, relation.field.attname),
                    sender=relation.related_model,
                    weak=False,
                    dispatch_uid=uid,
                )
            bulk_updated.connect(
                partial(_follow_many_children, model, relation.field.attname),
                sender=relation.related_model,
                weak=False,
                dispatch_uid=uid,
            )


def _follow(model, key, *, instance, using, **kwargs):
    postponing.call(refresh, model, [getattr(instance, key)], using)


def _follow_many(model, *, pks, using, **kwargs):
    postponing.call(refresh, model, pks, using)


def _follow_many_children(model, key, *, sender, pks, using, left, **kwargs):
    children = sender._default_manager.using(using).filter(pk__in=pks).order_by()
    owners = {*children.values_list(key, flat=True), *left.get(key, ())}
    postponing.call(refresh, model, sorted(owners), using)


def _looked_up() -> list[type[models.Model]]:
    return [model for model, each in admin.site._registry.items() if isinstance(each, LookupMixin)]


def _fields(model: type[models.Model]) -> list[str]:
    return list(admin.site._registry[model].search_fields)


def _table(model: type[models.Model]) -> str:
    return f"lookup_{model._meta.db_table}"


def _steps(pks: Iterable[int]) -> Iterator[list[int]]:
    every = list(pks)
    for start in range(0, len(every), _STEP):
        yield every[start : start + _STEP]

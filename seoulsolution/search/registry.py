"""The kinds of content as the index sees them, from each app's kinds.py.

A source is a Kind with a ``search_number``, by which the index knows it.
"""

from copy import copy
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import prefetch_related_objects

from seoulsolution.content.languages import CODES
from seoulsolution.content.lists.years import NO_YEAR
from seoulsolution.content.syndication.kinds import Kind, all_kinds

#: Between a text and its credits. The invisible separator is not white space, so no phrase crosses it.
_CREDITS = "\n\u2063\n"


def without_credits(text) -> tuple[str, str]:
    """Return (parts, credits) of the text of a record, each as plain text."""
    parts, _separator, credits = text.partition(_CREDITS)
    return parts, credits


@cache
def sources() -> dict[str, Kind]:
    """Return the kinds that search knows by name, in the order of their registration."""
    return {kind.name: kind for kind in all_kinds() if kind.search_number}


@cache
def source_of(number: int) -> Kind:
    """Return the kind with this ``search_number``."""
    return next(source for source in sources().values() if source.search_number == number)


def text_of(source, record, language) -> tuple[str, str]:
    """Return (title, everything else) of a record in one of ``record.languages``, as plain text.

    Credits (author and source) are found like everything else on the page of a record. They are the same for
    most records and say nothing about their subject, so excerpts are made without them.
    """
    title, *rest = source.search_text(record, language)
    parts, credits = ("\n".join(filter(None, some)) for some in rest)
    return title, parts + _CREDITS + credits if credits else parts


def year_of(source, record) -> int:
    """Return the year to filter by, or NO_YEAR."""
    return source.search_year(record) or NO_YEAR


def prefetch_parts(source, records, using) -> None:
    """Prefetch the rows that belong to the texts of ``records``."""
    pks = [record.pk for record in records]
    for name in source.search_parts:
        relation = source.model._meta.get_field(name)
        owners = {pk for (pk,) in _rows_of(pks, relation.related_model, (relation.field.column,), using)}
        for record in records:
            if record.pk not in owners:
                vars(record).setdefault("_prefetched_objects_cache", {})[name] = _no_rows(relation)
        prefetch_related_objects([record for record in records if record.pk in owners], name)


def without_parts(source, record):
    """Return a copy of a ``record`` that is not saved yet, which has the texts of a new one without parts."""
    shown = copy(record)
    shown.compute()
    shown.pk = 0  # relations want one
    rows = {name: _no_rows(source.model._meta.get_field(name)) for name in source.search_parts}
    vars(shown)["_prefetched_objects_cache"] = rows
    return shown


@cache
def _no_rows(relation):
    """Return an empty queryset that was evaluated, which takes a while with its joins."""
    rows = relation.related_model._base_manager.none()
    list(rows)
    return rows


def visible_records(pairs) -> dict:
    """Return {(number of a kind, id): record} for those of ``pairs`` (number, id) that are visible now.

    Each kind is queried itself, one query per kind: whatever the index says, nothing else is shown. In no
    order, for which SQLite would walk through an index of all records.
    """
    return {
        (number, record.pk): record
        for number, pks in _by_kind(pairs).items()
        for record in source_of(number).model.objects.visible().filter(pk__in=pks).order_by()
    }


def topics_of(pairs) -> dict[tuple[int, int], set[int]]:
    """Return {(number of a kind, id): ids of its topics} for those of ``pairs`` that have any."""
    found: dict[tuple[int, int], set[int]] = {}
    for number, pks in _by_kind(pairs).items():
        source = source_of(number)
        if not source.search_topics:
            continue
        field = source.model._meta.get_field(source.search_topics)
        columns = field.m2m_column_name(), field.m2m_reverse_name()
        for pk, topic_id in _rows_of(pks, field.remote_field.through, columns):
            found.setdefault((number, pk), set()).add(topic_id)
    return found


def _rows_of(pks, model, columns, using=DEFAULT_DB_ALIAS):
    """Return the distinct ``columns`` of the rows whose first one is in ``pks``.

    Every save needs some of these, and to build a queryset takes longer than to run it.
    """
    chosen, marks = ", ".join(columns), ", ".join(["%s"] * len(pks))
    statement = f"SELECT DISTINCT {chosen} FROM {model._meta.db_table} WHERE {columns[0]} IN ({marks})"  # noqa: S608 - our names
    with connections[using].cursor() as cursor:
        cursor.execute(statement, pks)
        return cursor.fetchall()


def _by_kind(pairs):
    wanted = {}
    for number, pk in pairs:
        wanted.setdefault(number, []).append(pk)
    return wanted


@cache
def topic_model():
    """Return the model of the topics by which the results of every kind are filtered; None without any."""
    fields = (one.model._meta.get_field(one.search_topics) for one in sources().values() if one.search_topics)
    return next((field.related_model for field in fields), None)


def topics() -> list:
    """Return all topics in their order, with slug and names."""
    names = [f"name_{code}" for code in CODES]
    return list(model.objects.only("slug", *names)) if (model := topic_model()) else []

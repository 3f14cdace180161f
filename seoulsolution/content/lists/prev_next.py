"""The previous and the next record in a list."""

from collections.abc import Sequence

from django.db.models import Model, Q, QuerySet


def _beyond(record: Model, fields: Sequence[str], comparison: str) -> Q:
    """Return the Q of the records strictly before ("lt") or after ("gt") ``record`` by ``fields``."""
    condition, equal = Q(), Q()
    for field in fields:
        value = getattr(record, field)
        condition |= equal & Q(**{f"{field}__{comparison}": value})
        equal &= Q(**{field: value})
    return condition


def newer_and_older(
    records: QuerySet, record: Model, fields: Sequence[str] = ("sort_date", "pk")
) -> tuple[Model | None, Model | None]:
    """Return (newer, older): the neighbours of ``record`` among ``records``, None at an end.

    ``fields`` are the order of the list, newest first; the last of them is unique. Two queries, each of one
    row. The record itself is none of them: a preview may have another date than the public page.
    """
    records = records.exclude(pk=record.pk)
    newer = records.filter(_beyond(record, fields, "gt")).order_by(*fields).first()
    older = records.filter(_beyond(record, fields, "lt")).order_by(*(f"-{field}" for field in fields)).first()
    return newer, older

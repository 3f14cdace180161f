"""What stands near a record: the ones before and after it in its list, and those of its topics."""

from django.db.models import Count, Q


def _beyond(record, fields, comparison):
    """Return the Q of records that come strictly before ("lt") or after ("gt") by ``fields``."""
    condition, equal = Q(), Q()
    for field in fields:
        value = getattr(record, field)
        condition |= equal & Q(**{f"{field}__{comparison}": value})
        equal &= Q(**{field: value})
    return condition


def newer_and_older(records, record, fields=("sort_date", "pk")):
    """Return the neighbours of ``record`` among ``records`` as (newer, older), None at an end.

    ``fields`` are the list's order, newest first, the last of them unique. Two queries, each of one row.
    """
    newer = records.filter(_beyond(record, fields, "gt")).order_by(*fields).first()
    older = records.filter(_beyond(record, fields, "lt")).order_by(*(f"-{field}" for field in fields)).first()
    return newer, older


def related(records, record, relation="topics", limit=4):
    """Return up to ``limit`` of ``records`` that share most of ``relation`` with ``record``, newest first.

    One query; a record that shares nothing has no related records rather than arbitrary ones.
    """
    shared = Q(**{f"{relation}__in": getattr(record, relation).all()})
    return (
        records.filter(shared)
        .exclude(pk=record.pk)
        .annotate(shared=Count(relation, filter=shared, distinct=True))
        .order_by("-shared", "-sort_date", "-pk")[:limit]
    )

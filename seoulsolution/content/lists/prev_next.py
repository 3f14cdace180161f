"""What stands near a record in its list: the ones before and after it."""

from django.db.models import Q


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

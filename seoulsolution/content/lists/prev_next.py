"""The previous and the next record in a list."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Func, Model, QuerySet, Value


class RowComparison(Func):
    """``(a, b) > (1, 2)``: by the first column, among equals by the second.

    As "a > 1 or (a = 1 and b > 2)" the databases would read every record of the list.
    """

    output_field: Any = BooleanField()

    def __init__(self, fields: Sequence[str], operator: str, values: Sequence[Any]) -> None:
        super().__init__(*fields, *map(Value, values))
        self.operator = operator

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        parts = [compiler.compile(part) for part in self.source_expressions]
        half = len(parts) // 2
        left, right = (", ".join(sql for sql, _params in side) for side in (parts[:half], parts[half:]))
        params = [param for _sql, own in parts for param in own]
        return f"({left}) {self.operator} ({right})", params


def newer_and_older(
    records: QuerySet, record: Model, fields: Sequence[str] = ("sort_date", "id")
) -> tuple[Model | None, Model | None]:
    """Return (newer, older): the neighbours of ``record`` among ``records``, None at an end.

    ``fields`` are the order of the list, newest first; the last of them is unique. Two queries, each of one
    row. The record itself is none of them: a preview may have another date than the public page.
    """
    records = records.exclude(pk=record.pk)
    values = [getattr(record, field) for field in fields]
    newer = records.filter(RowComparison(fields, ">", values)).order_by(*fields)
    older = records.filter(RowComparison(fields, "<", values)).order_by(*(f"-{field}" for field in fields))
    return newer.first(), older.first()

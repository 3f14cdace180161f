"""Reading a whole kind of content: bounded memory and a fixed number of queries."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Aggregate, Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.sql.compiler import SQLCompiler

#: Records in memory at a time.
CHUNK = 500


class JoinedIds(Aggregate):
    """The ids of a group as text, separated by commas, in no order."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        template = "STRING_AGG(%(expressions)s::text, ',')"
        return self.as_sql(compiler, connection, template=template, **extra)


def stream(records: QuerySet[Any], relations: Iterable[str] = ()) -> Iterator[Any]:
    """Yield ``records`` with what their many-to-many ``relations`` lead to, as if it had been prefetched.

    One query reads the records, and one for each relation reads everything that it can lead to. Prefetching
    would take one for every chunk of records.
    """
    model = records.model
    related = {name: _all(model._meta.get_field(name).related_model) for name in relations}
    ids = {f"_{name}_ids": _joined_ids(model, name) for name in related}
    for record in records.annotate(**ids).iterator(chunk_size=CHUNK):
        record._prefetched_objects_cache = {
            name: _chosen(rows, getattr(record, f"_{name}_ids")) for name, rows in related.items()
        }
        yield record


def _all(model: type[Model]) -> dict[str, Model]:
    return {str(row.pk): row for row in model._default_manager.all()}


def _joined_ids(model: type[Model], relation: str) -> Subquery:
    field: Any = model._meta.get_field(relation)
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = field.remote_field.through._default_manager.filter(**{own: OuterRef("pk")}).order_by()
    return Subquery(rows.values(own).annotate(_ids=JoinedIds(other)).values("_ids"))


def _chosen(rows: dict[str, Model], ids: str | None) -> list[Model]:
    """Return the rows with ``ids``, in their own order."""
    wanted = set(ids.split(",")) if ids else set()
    return [row for pk, row in rows.items() if pk in wanted]

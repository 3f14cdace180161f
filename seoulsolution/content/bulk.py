"""Writing many rows at once, with what saving each would bring: texts in one form, indexes that follow."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import NotSupportedError, models, transaction
from django.dispatch import Signal

from seoulsolution.content.fields import normalise
from seoulsolution.content.postponing import postponed

#: Sent in the transaction of each bulk write with ``pks``, ``names`` of the fields and ``using``; with
#: ``created``, the new records, which are none for an update; and with ``left``, {column: ids}, the rows that
#: the foreign keys among these fields named before. Deleting sends ``post_delete`` for each row.
bulk_updated = Signal()
#: Sent by :func:`prepare` with the ``records``: what follows them may be worked out before they are written.
bulk_prepared = Signal()


def prepare(records: Collection[Any]) -> None:
    """Prepare new records before the transaction, in which ``bulk_create`` takes them as they are then.

    The less is done in it the better: on SQLite nobody else writes meanwhile.
    """
    for record in records:
        _prepare(record)
    bulk_prepared.send(sender=None, records=records)


def _prepare(record: Any) -> None:
    if not record.is_prepared:
        record.prepare()
        record.is_prepared = True


class BulkQuerySet(models.QuerySet):
    """Writes many rows as ``save()`` and ``delete()`` write one: nothing that follows records is left behind.

    Their models have ``prepare()`` (seoulsolution.content.models.Normalised).
    """

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Create records. Raise NotSupportedError for ``ignore_conflicts``: it tells nobody which are new."""
        if kwargs.get("ignore_conflicts"):
            raise NotSupportedError("Indexes cannot follow rows whose ids the database does not tell.")
        records: list[Any] = list(objs)
        for record in records:
            _prepare(record)
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(records, *args, **kwargs)
            for record in records:
                record.is_prepared = False
                record.written()
            names = {field.name for field in self.model._meta.concrete_fields}
            self._send([record.pk for record in records], names, created=records)
        return created

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """Write these fields of records, with what depends on them."""
        records, fields = list(objs), set(fields)
        names = fields.union(*(record.prepare(fields) for record in records))
        # It calls update() below.
        count = super().bulk_update(records, sorted(names), *args, **kwargs)
        for record in records:
            record.written()
        return count

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def update(self, **values: Any) -> int:
        """Change many records in one statement."""
        fields: dict[str, Any] = {name: self.model._meta.get_field(name) for name in values}
        values = {name: normalise(fields[name], value) for name, value in values.items()}
        if not bulk_updated.has_listeners(self.model):
            return super().update(**values)
        keys = [field.attname for field in fields.values() if field.many_to_one]
        with transaction.atomic(using=self.db, savepoint=False):
            # Afterwards the rows may no longer match this queryset.
            before = list(self.order_by().values_list("pk", *keys))
            pks = [row[0] for row in before]
            left = {key: {row[place] for row in before} for place, key in enumerate(keys, start=1)}
            count = super().update(**values)
            self._updated(pks, values)
            self._send(pks, set(values), left=left)
        return count

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the records; their indexes follow once, at the end."""
        with transaction.atomic(using=self.db, savepoint=False), postponed():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def _updated(self, pks: list[int], values: dict[str, Any]) -> None:
        """Write what depends on the updated ``values`` of the records ``pks``."""

    def _send(
        self,
        pks: list[int],
        names: set[str],
        created: Collection[Any] = (),
        left: dict[str, set] | None = None,
    ) -> None:
        if pks:
            bulk_updated.send(
                sender=self.model, pks=pks, names=names, using=self.db, created=created, left=left or {}
            )


#: Of models whose texts have no languages.
BulkManager: Any = models.Manager.from_queryset(BulkQuerySet)

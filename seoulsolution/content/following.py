"""Rows that are kept beside the rows of a model: they follow these, by whatever path they are written."""

from collections.abc import Callable, Collection, Set
from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save

from seoulsolution.content.bulk import bulk_updated


def follow(
    model: type[models.Model],
    fields: Set[str],
    keep: Callable[[Any, bool], object],
    forget: Callable[[Any], object],
) -> None:
    """Call ``keep(record, is_new)`` when one of ``fields`` of a record is written, ``forget`` when it goes.

    What loaddata brings is followed by nothing: the rows beside come with it.
    """

    def saved(
        instance: Any, created: bool, raw: bool, update_fields: Collection[str] | None, **kwargs: Any
    ) -> None:
        if not raw and (update_fields is None or not fields.isdisjoint(update_fields)):
            keep(instance, created)

    def deleted(instance: Any, **kwargs: Any) -> None:
        forget(instance)

    def updated(pks: list[int], names: Collection[str], created: Collection[Any], **kwargs: Any) -> None:
        for record in created:
            keep(record, True)
        if not created and not fields.isdisjoint(names):
            for record in model._default_manager.filter(pk__in=pks).iterator():
                keep(record, False)

    for signal, receiver in ((post_save, saved), (post_delete, deleted), (bulk_updated, updated)):
        signal.connect(receiver, sender=model, weak=False)

"""Which records the public may see."""

import datetime
from collections import Counter
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from seoulsolution.content import clock, first_public
from seoulsolution.content.bulk import BulkQuerySet
from seoulsolution.content.chunks import in_batches
from seoulsolution.content.languages import CODES
from seoulsolution.content.models.states import State, withdrawal_values
from seoulsolution.content.visibility import IsVisible


def is_visible(language: str | None = None, at: datetime.datetime | None = None) -> IsVisible:
    """Return the condition of :meth:`ContentQuerySet.visible`."""
    return IsVisible(CODES if language is None else (language,), at or clock.now(), State.PUBLISHED)


#: The condition of an index: without times and with a text, a published record is visible.
MAY_BE_HIDDEN = (
    Q(go_live_at__isnull=False)
    | Q(expires_at__isnull=False)
    | Q(**{f"available_{code}": False for code in CODES})
)


def count_by(model: Any, relation: str, **conditions: Any) -> Counter[int]:
    """Return {id: number of records of ``model``} by a many-to-many relation.

    ``conditions`` are those of the rows of the relation: ``record__in``, ``related``.
    """
    field = model._meta.get_field(relation)
    names = {"record": field.m2m_field_name(), "related": field.m2m_reverse_field_name()}
    rows = field.remote_field.through._default_manager.order_by().values_list(names["related"])
    for condition, value in conditions.items():
        name, _separator, lookup = condition.partition("__")
        rows = rows.filter(**{f"{names[name]}__{lookup or 'exact'}": value})
    return Counter(dict(rows.annotate(count=Count("pk"))))


class ContentQuerySet(BulkQuerySet):
    def visible(self, language: str | None = None, at: datetime.datetime | None = None) -> Self:
        """Return what the public may see: lists, pages, feeds, sitemap and search read nothing else.

        Published, gone live and not expired at ``at`` (an aware datetime, default now), and available
        in ``language`` (default: in any language).
        """
        return self.filter(is_visible(language, at))

    def hidden(self) -> list[Self]:
        """Return the other records: those of other states, and the published ones that are not visible."""
        others = [state for state in State if state != State.PUBLISHED]
        published = self.filter(MAY_BE_HIDDEN, state=State.PUBLISHED).exclude(is_visible())
        return [self.filter(state__in=others), published]

    def count_visible_by(self, relation: str, related: Any = None) -> Counter[int]:
        """Return {id: number of visible records} of this model by a many-to-many relation.

        ``related`` is the one to count for, else all are. All records are counted without reading them, then
        those that are not visible, which are few.
        """
        conditions = {"related": related} if related else {}
        counts = count_by(self.model, relation, **conditions)
        hidden = [pk for records in self.hidden() for pk in records.order_by().values_list("pk", flat=True)]
        for ids in in_batches(hidden):
            counts.subtract(count_by(self.model, relation, record__in=ids, **conditions))
        return counts

    def visible_among(self, **conditions: Any) -> Self:
        """Return the visible ones among the few records with these ``conditions``, such as ``pk__in``.

        Without statistics SQLite would take the state for the rarer condition, and read every published
        record.
        """
        shown = Case(When(is_visible(), then=True), default=False, output_field=models.BooleanField())
        return self.filter(shown, **conditions)

    def for_links(self, *more: str) -> Self:
        """Read only the columns that a link to a record shows, its title and address, and ``more``."""
        model: Any = self.model
        names = (model.title_field, "available", "withheld")
        columns = (f"{name}_{code}" for name in names for code in CODES)
        return self.only("state", "foreign_title", *columns, *more)

    def withdrawn(self) -> Self:
        """Return what was taken off the site: its addresses say so."""
        return self.filter(state=State.WITHDRAWN)

    def update(self, **values: Any) -> int:
        if "state" in values:
            values = withdrawal_values(values["state"], Coalesce(F("withdrawn_at"), timezone.now())) | values
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def _updated(self, pks: list[int], values: dict[str, Any]) -> None:
        if not first_public.DECIDED_BY.isdisjoint(values):
            for ids in in_batches(pks):
                first_public.note_many(self.model._default_manager.filter(pk__in=ids))

"""What waits for a person: the open reviews, filtered, a record at a time, in a fixed order.

A second text is a review like any other (see seoulsolution.importing.signals).
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict

from seoulsolution.importing.review.kinds import label
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.reviews.reasons import ReviewReason

#: Content type's id and record's id.
Key = tuple[int, int]
ORDER = ("content_type_id", "object_id")


@dataclass(frozen=True)
class Filters:
    """What the user has narrowed the work to; what is empty or unknown narrows nothing."""

    reason: str = ""
    kind: str = ""
    file: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Filters":
        reason = query.get("reason", "")
        return cls(
            reason if reason in ReviewReason.values else "",
            query.get("kind", ""),
            query.get("file", "").replace("\x00", "").strip(),
        )

    def query(self, **changes) -> str:
        """Return the part of an address from "?" on, with some filters changed; "" without any."""
        chosen = {name: value for name, value in (vars(self) | changes).items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""


class Queue:
    """The open reviews of the kinds that the user may see (``admins``, by content type's id)."""

    def __init__(self, filters: Filters, admins: dict):
        self.filters = filters
        self.admins = admins
        chosen = [pk for pk, each in admins.items() if label(each.model) == filters.kind]
        self.content_types = chosen or list(admins)

    def reviews(self, *, any_reason=False, any_kind=False):
        """Return the open reviews that pass the filters, unordered; ``any_…`` leaves one filter out."""
        kinds = list(self.admins) if any_kind else self.content_types
        reviews = Review.objects.filter(resolved_at=None, content_type__in=kinds).order_by()
        if self.filters.reason and not any_reason:
            reviews = reviews.filter(reason=self.filters.reason)
        if self.filters.file:
            places = Provenance.objects.filter(
                content_type=OuterRef("content_type"),
                object_id=OuterRef("object_id"),
                path__icontains=self.filters.file,
            )
            reviews = reviews.filter(Exists(places))
        return reviews

    def keys(self):
        """Return the keys of the records that wait, each once, in the order of work."""
        return self.reviews().values_list(*ORDER).distinct().order_by(*ORDER)

    def after(self, key: Key) -> Key | None:
        """Return the key of the next record, beginning again at the first; None when no other waits."""
        kind, pk = key
        others = self.keys().exclude(content_type_id=kind, object_id=pk)
        behind = Q(content_type_id__gt=kind) | Q(content_type_id=kind, object_id__gt=pk)
        return others.filter(behind).first() or others.first()

    def by_reason(self) -> list[tuple[str, str, int]]:
        """Return (reason, its name, number of reviews), the most frequent first."""
        counted = self.reviews(any_reason=True).values_list("reason").annotate(number=Count("pk"))
        names = dict(ReviewReason.choices)
        return [(each, names.get(each, each), n) for each, n in counted.order_by("-number", "reason")]

    def by_kind(self) -> list[tuple[str, str, int]]:
        """Return (kind, its name, number of records), in the order of work."""
        counted = self.reviews(any_kind=True).values_list("content_type_id")
        counted = counted.annotate(number=Count("object_id", distinct=True)).order_by("content_type_id")
        models = {pk: each.model for pk, each in self.admins.items()}
        return [(label(models[pk]), models[pk]._meta.verbose_name_plural, n) for pk, n in counted]

"""The work list: records with open reviews, filtered, in a fixed order; and the reviews that are done."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from seoulsolution.content.models import Sourced
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.reviews.reasons import ReviewReason
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Revision

#: Content type's id and record's id.
Key = tuple[int, int]
ORDER = ("content_type_id", "object_id")
#: Reasons that are decided record by record, never for many at once.
NEVER_AT_ONCE = {ReviewReason.SECOND_TEXT}


@dataclass(frozen=True)
class ReviewFilters:
    """What the user narrows the list to. Empty and unknown values narrow nothing."""

    reason: str = ""
    kind: str = ""
    file: str = ""
    #: "yes" for reviews that are done, "" for open ones.
    done: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "ReviewFilters":
        reason = query.get("reason", "")
        return cls(
            reason if reason in ReviewReason.values else "",
            query.get("kind", ""),
            query.get("file", "").replace("\x00", "").strip(),
            "yes" if query.get("done") == "yes" else "",
        )

    def query(self, **changes) -> str:
        """Return the query part of an address, from "?" on, with some filters changed; "" without any."""
        chosen = {name: value for name, value in (vars(self) | changes).items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def can_accept_many(self) -> bool:
        """Whether reviews may be ticked off without opening their records."""
        return bool(self.reason) and self.reason not in NEVER_AT_ONCE and not self.done


def get_admins(request: HttpRequest, action: str = "view") -> dict[int, ModelAdmin]:
    """Return the admins of the kinds on which the user may do ``action``, by content type's id.

    Raise PermissionDenied when there is none.
    """
    admins = {}
    for model in apps.get_models():
        if not issubclass(model, Sourced):
            continue
        model_admin = admin.site.get_model_admin(model)
        if getattr(model_admin, f"has_{action}_permission")(request):
            admins[ContentType.objects.get_for_model(model).pk] = model_admin
    if not admins:
        raise PermissionDenied
    return admins


def list_url(filters: ReviewFilters, **changes) -> str:
    """Return the address of the work list, with some filters changed."""
    return reverse("admin_reviews:list") + filters.query(**changes)


def record_url(record: Sourced, filters: ReviewFilters | None = None) -> str:
    """Return the address of the record's page in the work list."""
    address = reverse("admin_reviews:record", args=[record._meta.label_lower, record.pk])
    return address + filters.query() if filters else address


class ReviewQueue:
    """The reviews of some kinds (``admins``, by content type's id) that pass the filters."""

    def __init__(self, admins: dict[int, ModelAdmin], filters: ReviewFilters):
        self.admins, self.filters = admins, filters
        chosen = [pk for pk, each in admins.items() if each.opts.label_lower == filters.kind]
        self.content_types = chosen or list(admins)

    @classmethod
    def from_request(cls, request: HttpRequest, action: str = "view") -> "ReviewQueue":
        """Return the reviews of the kinds on which the user may do ``action``, filtered by the address.

        Raise PermissionDenied when there is no such kind.
        """
        return cls(get_admins(request, action), ReviewFilters.from_query(request.GET))

    def reviews(self, *, any_reason=False, any_kind=False):
        """Return the reviews that pass the filters, unordered; ``any_…`` leaves one filter out."""
        kinds = list(self.admins) if any_kind else self.content_types
        is_open = not self.filters.done
        reviews = Review.objects.filter(resolved_at__isnull=is_open, content_type__in=kinds).order_by()
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
        """Return the keys of the records, each once, in the order of work."""
        return self.reviews().values_list(*ORDER).distinct().order_by(*ORDER)

    def newest(self):
        """Return the reviews that are done, newest first, with who did them and their records."""
        reviews = self.reviews().order_by("-resolved_at", "-pk")
        return reviews.select_related("resolved_by").prefetch_related("record")

    def after(self, key: Key) -> Key | None:
        """Return the key of the next record, starting over after the last; None when no other waits."""
        kind, pk = key
        others = self.keys().exclude(content_type_id=kind, object_id=pk)
        behind = Q(content_type_id__gt=kind) | Q(content_type_id=kind, object_id__gt=pk)
        return others.filter(behind).first() or others.first()

    def url(self, key: Key) -> str:
        """Return the address of a record's page, with the filters."""
        content_type, pk = key
        kind = self.admins[content_type].opts.label_lower
        return reverse("admin_reviews:record", args=[kind, pk]) + self.filters.query()

    def by_reason(self) -> list[tuple[str, str, int]]:
        """Return (reason, its name, number of reviews), the most frequent first."""
        counted = self.reviews(any_reason=True).values_list("reason").annotate(number=Count("pk"))
        names = dict(ReviewReason.choices)
        return [(each, names.get(each, each), n) for each, n in counted.order_by("-number", "reason")]

    def by_kind(self) -> list[tuple[str, str, int]]:
        """Return (kind, its name, number of records, or of reviews that are done), in the order of work."""
        number = Count("pk") if self.filters.done else Count("object_id", distinct=True)
        counted = self.reviews(any_kind=True).values_list("content_type_id")
        counted = counted.annotate(number=number).order_by("content_type_id")
        kinds = {pk: each.opts for pk, each in self.admins.items()}
        return [(kinds[pk].label_lower, kinds[pk].verbose_name_plural, n) for pk, n in counted]


def newest_revision() -> int:
    """Return the id of the newest revision: a record with a later one has changed since."""
    return Revision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def changed_since(reviews: QuerySet[Review], newest: int) -> list[int]:
    """Return the ids of the reviews whose record has a revision later than ``newest``, which is an id."""
    changed = set(Revision.objects.filter(pk__gt=newest).values_list("content_type", "object_id"))
    if not changed:
        return []
    places = reviews.values_list("pk", "content_type", "object_id")
    owners = history.owner_keys({(kind, pk) for _review, kind, pk in places})
    return [review for review, kind, pk in places if owners[kind, pk] in changed]

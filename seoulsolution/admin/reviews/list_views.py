"""The work list of reviews, and accepting many of them at once."""

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Max
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from seoulsolution.admin.actions import say_resolved
from seoulsolution.admin.columns import title_in_interface
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.panels import Position, get_panels
from seoulsolution.admin.reviews.queue import (
    Key,
    ReviewQueue,
    changed_since,
    get_admins,
    list_url,
    newest_revision,
    record_url,
)
from seoulsolution.admin.urls import form_url
from seoulsolution.admin.views import AdminPageMixin
from seoulsolution.content.models import Sourced
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.reviews.reasons import ReviewReason

ROWS_PER_PAGE = 50
#: So many records are named in a message.
NAMED_RECORDS = 10


class ReviewListView(AdminPageMixin, TemplateView):
    """The records that wait for a person, or the reviews that are done, by reason, kind and file."""

    template_name = "admin/reviews/list.html"
    title = gettext_lazy("Review desk")

    def get_context_data(self, **kwargs):
        queue = ReviewQueue.from_request(self.request)
        filters = queue.filters
        entries = queue.newest() if filters.done else queue.keys()
        page = Paginator(entries, ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        reasons = [(name, n, filters.query(reason=reason), reason) for reason, name, n in queue.by_reason()]
        kinds = [(name, n, filters.query(kind=kind), kind) for kind, name, n in queue.by_kind()]
        return super().get_context_data(
            filters=filters,
            page=page,
            rows=self._get_rows(queue, page),
            reasons=reasons,
            every_reason=filters.query(reason=""),
            kinds=kinds,
            every_kind=filters.query(kind=""),
            states=[(_("done"), None, filters.query(done="yes"), "yes")],
            every_state=filters.query(done=""),
            accept_url=self._get_accept_url(filters),
            newest_revision=newest_revision(),
            panels=get_panels(Position.LIST, self.request),
            **kwargs,
        )

    def _get_rows(self, queue, page) -> list[dict]:
        if queue.filters.done:
            return _rows([[review] for review in page], form_url)
        rows = _open_rows(queue, list(page))
        if queue.filters.can_accept_many:
            changeable = self._changeable_kinds()
            for row in rows:
                by_reason = {review.reason: review for review in row["reviews"]}
                review = by_reason.get(queue.filters.reason)
                row["choice"] = review.pk if review and review.content_type_id in changeable else None
        return rows

    def _changeable_kinds(self) -> Container[int]:
        try:
            return get_admins(self.request, "edit")
        except PermissionDenied:
            return ()

    def _get_accept_url(self, filters) -> str:
        """Return the address for accepting many; "" when the user may not, or has chosen no reason."""
        if filters.can_accept_many and self._changeable_kinds():
            return reverse("admin_reviews:accept") + filters.query()
        return ""


class AcceptReviewsView(AdminPageMixin, TemplateView):
    """Tick off one reason: for all records of the filtered list, after asking, or for chosen ones."""

    template_name = "admin/reviews/accept.html"
    title = gettext_lazy("Accept all?")

    def dispatch(self, request, *args, **kwargs):
        self.queue = ReviewQueue.from_request(request, "edit")
        if not self.queue.filters.can_accept_many:
            return redirect("admin_reviews:list")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        filters = self.queue.filters
        return super().get_context_data(
            filters=filters,
            reason=ReviewReason(filters.reason).label,
            back=list_url(filters),
            newest_revision=newest_revision(),
            rows=_open_rows(self.queue, list(self.queue.keys()[:ROWS_PER_PAGE])),
            **self.queue.reviews().aggregate(number=Count("pk"), newest=Max("pk")),
            **kwargs,
        )

    def post(self, request):
        if "_chosen" in request.POST:
            return self._accept_chosen(request.POST.getlist("review"))
        # What came after the question was asked is not part of the answer.
        number = self._accept(pk__lte=to_id(request.POST.get("newest", "")))
        text = ngettext("%(number)d review accepted.", "%(number)d reviews accepted.", number)
        messages.success(request, text % {"number": number})
        asked = request.POST.get("asked", "")
        if (fewer := to_id(asked) - number - self.left) > 0:
            self._say_done_by_others(fewer)
        return redirect(list_url(self.queue.filters, reason=""))

    def _accept_chosen(self, ids: list[str]):
        chosen = {pk for each in ids if (pk := to_id(each))}
        number = self._accept(pk__in=chosen)
        say_resolved(self.request, number)
        queue = ReviewQueue(self.queue.admins, replace(self.queue.filters, done="yes"))
        if done := queue.reviews().filter(pk__in=chosen).count() - number:
            self._say_done_by_others(done)
        return redirect(list_url(self.queue.filters))

    def _accept(self, **conditions) -> int:
        """Tick off those of the reviews that meet the conditions; return their number.

        Those of records that have changed since the page was shown are left open and named.
        """
        with transaction.atomic():
            reviews = self.queue.reviews().filter(**conditions).select_for_update()
            changed = changed_since(reviews, to_id(self.request.POST.get("newest_revision", "")))
            self.left = len(changed)
            if changed:
                records = Review.objects.filter(pk__in=changed[:NAMED_RECORDS]).prefetch_related("record")
                text = _("Changed since this page was shown, and still open: %(records)s")
                names = [str(review.record) for review in records] + ["…"] * (self.left > NAMED_RECORDS)
                messages.warning(self.request, text % {"records": ", ".join(names)})
            accepted = self.queue.reviews().filter(**conditions).exclude(pk__in=changed)
            return accepted.update(resolved_at=timezone.now(), resolved_by=self.request.user)

    def _say_done_by_others(self, number):
        text = ngettext(
            "%(number)d had been marked as done by somebody else already.",
            "%(number)d had been marked as done by somebody else already.",
            number,
        )
        messages.info(self.request, text % {"number": number})


def _open_rows(queue: ReviewQueue, keys: list[Key]) -> list[dict]:
    """Return a row per record; one query per kind and two more."""
    ids = {"content_type__in": {kind for kind, _pk in keys}, "object_id__in": {pk for _kind, pk in keys}}
    reviews = Review.objects.filter(resolved_at=None, **ids).order_by("pk").prefetch_related("record")
    of_record: dict[Key, list[Review]] = {key: [] for key in keys}
    for review in reviews:
        of_record.get((review.content_type_id, review.object_id), []).append(review)
    return _rows(of_record.values(), partial(record_url, filters=queue.filters))


def _rows(groups: Iterable[list[Review]], url: Callable[[Sourced], str]) -> list[dict]:
    """Return a row for each group of reviews of one record, with one query for their files."""
    groups = [group for group in groups if group and group[0].record]
    places = (
        Provenance.objects.filter(
            content_type__in={group[0].content_type_id for group in groups},
            object_id__in={group[0].object_id for group in groups},
        )
        .order_by("-pk")
        .values_list("content_type", "object_id", "path", "first_line", "last_line")
    )
    files = {(kind, pk): place for kind, pk, *place in places}
    return [
        {
            "title": title_in_interface(group[0].record),
            "kind": group[0].record._meta.verbose_name,
            "url": url(group[0].record),
            "reviews": group,
            "file": files.get((group[0].content_type_id, group[0].object_id)),
        }
        for group in groups
    ]

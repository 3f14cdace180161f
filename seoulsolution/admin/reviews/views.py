"""The work list of reviews: the list, the page of one record, and accepting many at once."""

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from functools import partial

from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from js_asset import Media

from seoulsolution.admin.actions import say_resolved
from seoulsolution.admin.columns import form_url, title_in_interface
from seoulsolution.admin.editing import form_context
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.panels import Position, get_panels
from seoulsolution.admin.reviews import undoing
from seoulsolution.admin.reviews.queue import (
    Key,
    ReviewQueue,
    changed_since,
    get_admins,
    list_url,
    newest_revision,
    record_url,
)
from seoulsolution.admin.reviews.record_review import RecordReview
from seoulsolution.admin.submitting import PUT_BACK_FIELD, once
from seoulsolution.admin.views import AdminPageMixin
from seoulsolution.content.models import Sourced
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.reviews.reasons import ReviewReason
from seoulsolution.revisions import drafts, history

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


class RecordReviewView(AdminPageMixin, TemplateView):
    """One record with what it came from; saving or dismissing opens the next."""

    template_name = "admin/reviews/record.html"

    def dispatch(self, request, *args, **kwargs):
        self.model_admin, self.object = self.get_object()
        self.queue = ReviewQueue.from_request(request)
        self.key = (ContentType.objects.get_for_model(self.object).pk, self.object.pk)
        self.record_review = RecordReview(self.model_admin, request, self.object, self.queue.filters.reason)
        return super().dispatch(request, *args, **kwargs)

    def get_object(self):
        """Return the record and its admin.

        Raise Http404 when there is none, PermissionDenied when the user may not see it.
        """
        try:
            model = apps.get_model(self.kwargs["kind"])
        except (LookupError, ValueError):
            raise Http404 from None
        if not issubclass(model, Sourced):
            raise Http404
        model_admin = admin.site.get_model_admin(model)
        if not model_admin.has_view_permission(self.request):
            raise PermissionDenied
        return model_admin, get_object_or_404(model, pk=self.kwargs["pk"])

    def get_title(self):
        return title_in_interface(self.object)

    def has_change_permission(self) -> bool:
        """Return whether the user may edit the record, and what readers see of it at once."""
        owner = history.owner(self.object)
        publishes = self.model_admin.has_publish_permission(self.request, self.object)
        at_once = publishes and not settings.SECOND_PAIR_OF_EYES
        may_edit = self.model_admin.has_edit_permission(self.request, self.object)
        return may_edit and (at_once or not drafts.are_kept_of(owner))

    def get_context_data(self, **kwargs):
        following = self.queue.after(self.key)
        form = self.record_review.form
        return super().get_context_data(
            record_review=self.record_review,
            record=self.object,
            kind_name=self.object._meta.verbose_name,
            model=self.object._meta,
            source_panels=get_panels(Position.SOURCE, self.request, self.object),
            filters=self.queue.filters,
            left=self.queue.keys().count(),
            skip=self.queue.url(following) if following else "",
            can_change=self.has_change_permission(),
            can_edit=self.model_admin.has_edit_permission(self.request, self.object),
            has_draft=drafts.exist(history.owner(self.object)),
            media=Media.from_media(form.media, nonce=str(self.request.csp_nonce)),
            editing=form_context(self.request, form.is_bound),
            is_nav_sidebar_enabled=False,
            **kwargs,
        )

    @method_decorator(once)
    def post(self, request, *args, **kwargs):
        if not self.has_change_permission():
            raise PermissionDenied
        if PUT_BACK_FIELD in request.POST:
            self.record_review.put_back(request.POST)
            return self.render_to_response(self.get_context_data())
        before = self.record_review.revision_number
        act = self.record_review.dismiss if "_dismiss" in request.POST else self.record_review.save
        if not act(request.POST):
            return self.render_to_response(self.get_context_data())
        self._say_what_was_done(before)
        return self._open_next()

    def _say_what_was_done(self, before):
        content_type, pk = self.key
        waits = self.queue.keys().filter(content_type=content_type, object_id=pk).exists()
        title = {"title": self.object}
        if by_others := self.record_review.resolved_by_others:
            reasons = ", ".join(f"{review} ({review.resolved_by or '–'})" for review in by_others)
            text = _("Somebody else had marked this as done already: %(reasons)s")
            messages.warning(self.request, text % {"reasons": reasons})
        if not self.record_review.has_done:
            if waits:
                messages.info(self.request, _("Nothing changed, still open: %(title)s") % title)
            return
        if "_dismiss" in self.request.POST:
            text = _("Left as it is: %(title)s") % title
        elif waits:
            text = _("Saved, and still open: %(title)s") % title
        else:
            text = _("Saved and done: %(title)s") % title
        if not self.record_review.panels:
            undo = undoing.button(self.request, self.object, self.record_review.resolved, before)
            text = format_html("{} {}", text, undo)
        messages.success(self.request, text)

    def _open_next(self):
        """Open the next record, or the list when that was the last one."""
        following = self.queue.after(self.key)
        if following:
            return redirect(self.queue.url(following))
        messages.info(self.request, _("That was the last one here."))
        return redirect("admin_reviews:list")


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

"""The page of one record of the work list, and taking back what was just done to it."""

from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from js_asset import Media

from seoulsolution.admin.columns import title_in_interface
from seoulsolution.admin.conflicts import to_number
from seoulsolution.admin.editing import form_context
from seoulsolution.admin.forms import SAVED_MEANWHILE
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.panels import Position, get_panels
from seoulsolution.admin.reviews import undoing
from seoulsolution.admin.reviews.queue import (
    ReviewQueue,
    record_url,
)
from seoulsolution.admin.reviews.record_review import RecordReview
from seoulsolution.admin.submitting import PUT_BACK_FIELD, once
from seoulsolution.admin.views import AdminPageMixin
from seoulsolution.content.models import Sourced
from seoulsolution.revisions import drafts, history


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


class UndoReviewView(RecordReviewView):
    """Take back what was just done to a record, and open it again."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if not self.has_change_permission():
            raise PermissionDenied
        reviews = [to_id(pk) for pk in request.POST.get("reviews", "").split(",")]
        numbers = {name: to_number(request.POST.get(name, "")) for name in ("before", "after")}
        if undoing.undo(self.object, reviews, user=request.user, **numbers):
            messages.success(request, _("Taken back: %(title)s") % {"title": self.object})
        else:
            messages.error(request, SAVED_MEANWHILE)
        return redirect(record_url(self.object))

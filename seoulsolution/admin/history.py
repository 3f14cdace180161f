"""The history of a record in the admin: comparing and restoring revisions, recovering deleted records."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from seoulsolution.admin.columns import title_in_interface
from seoulsolution.admin.conflicts import is_current, to_number
from seoulsolution.admin.forms import SAVED_MEANWHILE
from seoulsolution.admin.urls import admin_path, form_url, preview_url
from seoulsolution.revisions import diff, drafts, history, snapshots
from seoulsolution.revisions.models import Revision
from seoulsolution.revisions.restoring import recover, restore

PER_PAGE = 25
NOT_TODAY = gettext_lazy("This revision cannot be brought back: it lacks what is needed today.")


class HistoryMixin:
    """Mixin of a ModelAdmin with the pages on which an earlier text, or a deleted record, comes back."""

    #: Why what was deleted cannot be recovered; empty where it can.
    gone_for_good = ""

    def get_urls(self):
        revision = "<path:object_id>/history/<int:number>/"
        return [
            admin_path(self, "deleted/", self.deleted_view, "deleted"),
            admin_path(self, "deleted/<int:object_id>/recover/", self.recover_view, "recover"),
            admin_path(self, revision, self.revision_view, "revision"),
            admin_path(self, f"{revision}restore/", self.restore_view, "restore"),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_viewable(request, object_id)
        owner = history.owner(record)
        page = Paginator(Revision.objects.of(owner).select_related("created_by"), PER_PAGE).get_page(
            request.GET.get("page")
        )
        live = Revision.objects.of(owner).live() if drafts.are_kept_of(owner) else Revision.objects.none()
        return self.render_page(
            request,
            "history",
            record,
            page=page,
            rows=self._rows(owner, list(page)),
            live_number=live.values_list("number", flat=True).first(),
            erase_url=self._owner_admin(owner).erase_url(request, owner),
        )

    def _rows(self, owner, revisions):
        """Return (revision, what it changed) of a page; each is compared with the one before it."""
        before = {}
        if revisions:
            first = Revision.objects.of(owner).filter(number__lt=revisions[-1].number).first()
            before = dict(zip(revisions, [*revisions[1:], first], strict=True))
        return [
            (revision, diff.labels(type(owner), earlier.data, revision.data) if earlier else [])
            for revision, earlier in before.items()
        ]

    def revision_view(self, request, object_id, number):
        """Show one revision against another: by default the one before it."""
        record = self.get_viewable(request, object_id)
        owner = history.owner(record)
        revision = get_object_or_404(Revision.objects.of(owner), number=number)
        asked = to_number(request.GET.get("with", ""))
        other = asked if asked >= 0 else number - 1
        earlier = Revision.objects.of(owner).filter(number=other).first()
        numbers = list(Revision.objects.of(owner).values_list("number", flat=True)[:200])
        before = earlier.data if earlier else snapshots.empty()
        return self.render_page(
            request,
            "revision",
            record,
            revision=revision,
            earlier=earlier,
            preview_url=preview_url(owner, revision=number) if "fields" in revision.data else "",
            differences=diff.compare(type(owner), before, revision.data),
            numbers=numbers,
            revision_number=numbers[0],
            can_restore=number != numbers[0]
            and "fields" in revision.data
            and self._owner_admin(owner).has_edit_permission(request, owner),
        )

    @method_decorator(require_POST)
    def restore_view(self, request, object_id, number):
        record = self.get_viewable(request, object_id)
        owner = history.owner(record)
        model_admin = self._owner_admin(owner)
        if not model_admin.has_edit_permission(request, owner):
            raise PermissionDenied
        revision = get_object_or_404(Revision.objects.of(owner), number=number)
        note = _("Revision %(number)d") % {"number": number}
        try:
            with transaction.atomic():
                history.lock([owner])
                if not is_current(request, owner):
                    messages.error(request, SAVED_MEANWHILE)
                    return redirect(request.path.removesuffix("restore/"))
                restored = restore(revision, owner, user=request.user, note=note)
        except IntegrityError:
            messages.error(request, NOT_TODAY)
            return redirect(request.path.removesuffix("restore/"))
        messages.success(request, _("The text of revision %(number)d is back.") % {"number": number})
        self._say_left_out(request, restored)
        return redirect(form_url(owner))

    # Deleted records ------------------------------------------------------------------------------

    def deleted_view(self, request):
        """List the deleted records of this kind that can be recovered, the latest first."""
        if not (self.has_add_permission(request) and self.has_view_permission(request)):
            raise PermissionDenied
        page = Paginator(Revision.objects.deleted(self.model), PER_PAGE).get_page(request.GET.get("page"))
        rows = [(revision, diff.title(self.model, revision.data)) for revision in page]
        return self.render_page(
            request,
            "deleted",
            None,
            page=page,
            rows=rows,
            erased=Revision.objects.erased(self.model)[:PER_PAGE],
            can_erase=self.has_erase_permission(request),
            gone_for_good=self.gone_for_good,
        )

    @method_decorator(require_POST)
    def recover_view(self, request, object_id):
        if self.gone_for_good:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        revision = get_object_or_404(Revision.objects.deleted(self.model), object_id=object_id)
        if not self.has_edit_permission(request, self.model(pk=object_id)):
            raise PermissionDenied
        try:
            restored = recover(revision, user=request.user)
        except IntegrityError:
            messages.error(request, NOT_TODAY)
            return redirect(request.path.removesuffix(f"{object_id}/recover/"))
        title = diff.title(self.model, revision.data)
        has_state = hasattr(restored.record, "state")
        said = _("%(title)s is back, as a draft.") if has_state else _("%(title)s is back.")
        messages.success(request, said % {"title": title})
        self._say_left_out(request, restored)
        return redirect(form_url(restored.record))

    def _say_left_out(self, request, restored):
        if restored.left_out:
            names = ", ".join(diff.field_labels(type(restored.record), restored.left_out))
            text = _("Brought back without what is no longer there: %(names)s") % {"names": names}
            messages.warning(request, text)

    # What the pages share -------------------------------------------------------------------------

    def get_viewable(self, request, object_id):
        """Return the record; raise Http404 or PermissionDenied for who may not see this very record."""
        # Before the record is looked for: who may not see it is not told whether it exists.
        if not self.has_view_permission(request):
            raise PermissionDenied
        record = self.get_object(request, unquote(str(object_id)))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def _owner_admin(self, owner):
        return self.admin_site.get_model_admin(type(owner))

    def render_page(self, request, name, record, **context):
        """Return a page about ``record``, or about a kind (None), from templates/admin/revisions/."""
        labels = {
            "history": _("History"),
            "revision": _("Revision"),
            "preview": _("Preview"),
            "languages": _("Both languages"),
            "deleted": _("Deleted %(kind)s") % {"kind": self.opts.verbose_name_plural},
        }
        context = (
            self.admin_site.each_context(request)
            | {
                "title": labels[name],
                "opts": self.opts,
                "object": record,
                "record_title": title_in_interface(record) if record else "",
            }
            | context
        )
        return TemplateResponse(request, f"admin/revisions/{name}.html", context)

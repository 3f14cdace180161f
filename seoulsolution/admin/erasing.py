"""Erasing a text for good, for those who may: a page that asks for the reason, and says what goes."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seoulsolution.admin.urls import admin_path, admin_url
from seoulsolution.revisions import diff, history
from seoulsolution.revisions.erasing import erase
from seoulsolution.revisions.models import Event, Revision


class EraseForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("erasing", "Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the history: do not repeat in it what is erased."),
    )


class ErasingMixin:
    """Mixin of a ModelAdmin: records that are there or were deleted can be erased."""

    def get_urls(self):
        return [admin_path(self, "erase/<int:object_id>/", self.erase_view, "erase"), *super().get_urls()]

    def has_erase_permission(self, request):
        may_erase = request.user.has_perm("revisions.erase_text") and self.has_view_permission(request)
        return may_erase and not hasattr(self.model, "revision_parent")

    def erase_url(self, request, record):
        """Return the address for erasing ``record``; "" for who may not."""
        return admin_url(record, "erase", record.pk) if self.has_erase_permission(request) else ""

    def erase_view(self, request, object_id):
        if not self.has_erase_permission(request):
            raise PermissionDenied
        record = self.model._default_manager.filter(pk=object_id).first()
        revisions = Revision.objects.of(self.model(pk=object_id))
        last = revisions.first()
        if record is None and (last is None or last.event == Event.ERASED):
            raise Http404
        form = EraseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            erase(self.model, object_id, user=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("The text is erased."))
            return redirect(admin_url(self.model, "changelist"))
        context = self.admin_site.each_context(request) | {
            "title": _("Erase for good"),
            "opts": self.opts,
            "record_title": str(record) if record else diff.title(self.model, last.data),
            "number": history.latest_number(self.model(pk=object_id)),
            "form": form,
        }
        return TemplateResponse(request, "admin/revisions/erase.html", context)

"""Previews in the admin: a page as it will be, on a phone and a desktop, and links to it for others."""

from typing import NamedTuple
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from seoulsolution.admin.columns import NAMES, title_in_interface, why_not_public
from seoulsolution.admin.conflicts import to_number
from seoulsolution.admin.previews.rendering import POLICY, hide, languages_of, render
from seoulsolution.admin.previews.staff_bar import draft_revision
from seoulsolution.admin.urls import admin_path, admin_url, preview_url
from seoulsolution.content.languages import active_language
from seoulsolution.content.syndication.http import absolute
from seoulsolution.revisions import building, drafts, preview_links
from seoulsolution.revisions.models import PreviewLink, Revision


class ShareForm(forms.Form):
    """How long a new link lasts."""

    days = forms.IntegerField(label=gettext_lazy("Days it lasts"), min_value=1, max_value=30)


class PreviewTab(NamedTuple):
    """A language in which there is text, and why readers would not see it."""

    code: str
    name: str
    url: str
    page_url: str
    note: str


class PreviewsMixin:
    """Mixin of the ModelAdmin of a kind of content, with revisions."""

    def get_urls(self):
        preview = "<path:object_id>/preview/"
        revoke = f"{preview}links/<int:link_id>/revoke/"
        return [
            admin_path(self, preview, self.preview_view, "preview"),
            admin_path(self, f"{preview}<str:language>/", self.preview_page_view, "preview_page"),
            admin_path(self, revoke, self.revoke_link_view, "revoke_preview_link"),
            *super().get_urls(),
        ]

    @csp_replace({"frame-src": [SELF]})
    def preview_view(self, request, object_id):
        """Show the page in one language, on a phone and a desktop. A POST makes a link to it."""
        record = self.get_viewable(request, object_id)
        shown, query = self._previewed(request, record)
        tabs = self._preview_tabs(shown, query)
        asked = request.GET.get("language") or active_language()
        current = next((tab for tab in tabs if tab.code == asked), tabs[0] if tabs else None)
        context = {
            "tabs": tabs,
            "current": current,
            "record_title": title_in_interface(shown),
            "revision_number": query.get("revision"),
        }
        if not query:
            context |= {
                "why_not_public": why_not_public(record),
                "draft": draft_revision(record),
                **self._sharing(request, record),
            }
        return self.render_page(request, "preview", record, **context)

    def preview_page_view(self, request, object_id, language):
        """Answer with the page as it will be, to be framed by the preview."""
        record = self.get_viewable(request, object_id)
        shown, query = self._previewed(request, record)
        pages = {tab.code: tab.page_url for tab in self._preview_tabs(shown, query)}
        if language not in pages:
            raise Http404
        response = hide(render(shown, language, pages, links_open=True))
        response._csp_replace = POLICY | {"frame-ancestors": [SELF]}
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    def _previewed(self, request, record):
        """Return the record as its draft or the revision asked for has it, and the query that says so."""
        asked = request.GET.get("revision")
        if asked is None:
            return drafts.shown(record), {}
        revision = get_object_or_404(Revision.objects.of(record), number=to_number(asked))
        if "fields" not in revision.data:
            raise Http404  # the text was erased
        return building.build(record, revision.data), {"revision": revision.number}

    def _preview_tabs(self, record, query):
        tabs = []
        for code in languages_of(record):
            url = preview_url(record, language=code, **query)
            page = admin_url(self.model, "preview_page", record.pk, code)
            page += f"?{urlencode(query)}" if query else ""
            tabs.append(PreviewTab(code, NAMES[code], url, page, self._why_not_readable(record, code)))
        return tabs

    def _why_not_readable(self, record, language):
        """Return, as sentences, why the public could not read ``record`` in ``language``; "" if it could."""
        needed = (record._meta.get_field(f"{name}_{language}") for name in self.needed)
        missing = [
            str(capfirst(field.translated_field.verbose_name))
            for field in needed
            if not getattr(record, field.name)
        ]
        reasons = [_("Not complete: %(fields)s missing.") % {"fields": ", ".join(missing)}] if missing else []
        if getattr(record, f"withheld_{language}"):
            reasons.append(_("Withheld."))
        return " ".join(reasons)

    # Links for people without an account ------------------------------------------------------------

    def _sharing(self, request, record):
        """Return what the page says of links; make one if that is asked."""
        if not self.has_change_permission(request, record):
            if request.method == "POST":
                raise PermissionDenied
            return {}
        is_sent = request.method == "POST"
        form = ShareForm(request.POST if is_sent else None, initial={"days": settings.PREVIEW_LINK_DAYS})
        made = None
        if is_sent and form.is_valid():
            made = preview_links.create(record, user=request.user, days=form.cleaned_data["days"])
            if made is None:
                messages.error(request, _("Readers see this text already: there is nothing to share."))
        return {
            "share_form": form,
            "can_share": preview_links.has_unpublished_text(record),
            "new_link": made and absolute(reverse("preview:start", args=[made[0]])),
            "links": PreviewLink.objects.of(record).usable().select_related("created_by"),
        }

    @method_decorator(require_POST)
    def revoke_link_view(self, request, object_id, link_id):
        record = self.get_viewable(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        preview_links.revoke(get_object_or_404(PreviewLink.objects.of(record), pk=link_id))
        messages.success(request, _("The link is revoked. Nobody can open it any more."))
        return redirect(preview_url(record))

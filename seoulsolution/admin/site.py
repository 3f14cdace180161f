"""The admin site: its names, Content-Security-Policy, dashboard and JavaScript catalogue."""

from functools import wraps
from urllib.parse import urlsplit

from csp.constants import NONCE, SELF
from csp.decorators import csp
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog

from seoulsolution.accounts.signing_in import SignInView
from seoulsolution.accounts.urls import urls as accounts_urls
from seoulsolution.admin import dashboard, editing
from seoulsolution.admin.bad_requests import refuse_absurd_values
from seoulsolution.admin.links.broken import broken_links_view
from seoulsolution.admin.links.chooser import chooser_view
from seoulsolution.admin.lookup.everywhere import SearchView
from seoulsolution.admin.translating.board import board_view
from seoulsolution.admin.vendor_strings import (
    DJANGO_SCRIPT_COUNTS,
    DJANGO_SCRIPT_WORDS,
    PICTURE_WORDS,
    SCRIPT_WORDS,
)
from seoulsolution.content.languages import active_language, other

#: The policy of public pages, with a nonce for the editor's import map.
POLICY = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"script-src": [SELF, NONCE]}


class ScriptCatalog(JavaScriptCatalog):
    """The catalogue of Django's admin, with the words of the editor and of our scripts."""

    packages = ["django.contrib.admin"]

    def get_catalog(self):
        ours = (*DJANGO_SCRIPT_WORDS, *PICTURE_WORDS, *SCRIPT_WORDS)
        counts = {one: [gettext(one), gettext(many)] for one, many in DJANGO_SCRIPT_COUNTS}
        return super().get_catalog() | {word: gettext(word) for word in ours} | counts


@method_decorator(csp(POLICY), name="login")
class AdminSite(admin.AdminSite):
    index_title = _("Desk")

    def each_context(self, request):
        language = active_language()
        name = settings.SITE_NAME[language]
        second = other(language)
        return super().each_context(request) | {
            "site_title": name,
            "site_header": name,
            "switch_to": second,
            "switch_to_name": dict(settings.LANGUAGES)[second],
        }

    def admin_view(self, view, cacheable=False):
        return csp(POLICY)(self._back_to_form(super().admin_view(refuse_absurd_values(view), cacheable)))

    def _back_to_form(self, view):
        """Let who sends a form when their session is over come back to its page, which GET can open."""

        @wraps(view)
        def answer(request, *args, **kwargs):
            page = request.headers.get("Referer", "")
            is_own = page and url_has_allowed_host_and_scheme(page, {request.get_host()})
            is_over = request.method == "POST" and not self.has_permission(request)
            if is_over and is_own and request.path != reverse("admin:logout"):
                return redirect_to_login(urlsplit(page)._replace(scheme="", netloc="").geturl())
            return view(request, *args, **kwargs)

        return answer

    def get_urls(self):
        own = [
            # Django's own redirects any member of staff, with the title of the record in the address.
            path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.view_on_site)),
            path("links/", self.admin_view(chooser_view), name="link_chooser"),
            path("broken-links/", self.admin_view(broken_links_view), name="broken_links"),
            path("translations/", self.admin_view(board_view), name="translations"),
            path("editing/", self.admin_view(editing.status_view), name="editing"),
            path("search/", self.admin_view(SearchView.as_view()), name="search"),
            *accounts_urls(self),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        context = self.each_context(request) | {
            "title": gettext("Log in"),
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "has_password_reset": settings.HAS_MAIL_SERVER,
        }
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index")
        return SignInView.as_view(extra_context=context | (extra_context or {}))(request)

    def view_on_site(self, request, content_type_id, object_id):
        """Redirect to the public page of a record, for who may see the record."""
        model_admin = self._registry.get(get_object_or_404(ContentType, pk=content_type_id).model_class())
        if model_admin is None:
            raise Http404
        # Before the record is looked for: who may not see it is not told whether it exists.
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        record = model_admin.get_object(request, object_id)
        if record is None:
            raise Http404
        if not model_admin.has_view_permission(request, record):
            raise PermissionDenied
        return shortcut(request, content_type_id, record.pk)

    def index(self, request, extra_context=None):
        return super().index(request, dashboard.panels(self, request) | (extra_context or {}))

    def i18n_javascript(self, request, extra_context=None):
        return ScriptCatalog.as_view()(request)

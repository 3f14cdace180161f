"""The admin site: its names, Content-Security-Policy, dashboard and JavaScript catalogue."""

from csp.constants import NONCE, SELF
from csp.decorators import csp
from django.conf import settings
from django.contrib import admin
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from seoulsolution.admin import dashboard, editing
from seoulsolution.admin.vendor_strings import SCRIPT_WORDS
from seoulsolution.content.languages import active_language, other

#: The policy of public pages, with a nonce for the editor's import map.
POLICY = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"script-src": [SELF, NONCE]}


class ScriptCatalog(JavaScriptCatalog):
    """The catalogue of Django's admin, with the words of the editor, which has no Korean of its own."""

    packages = ["django.contrib.admin"]

    def get_catalog(self):
        return super().get_catalog() | {word: gettext(word) for word in SCRIPT_WORDS}


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
        return csp(POLICY)(super().admin_view(view, cacheable))

    def get_urls(self):
        return [path("editing/", self.admin_view(editing.status_view), name="editing"), *super().get_urls()]

    def index(self, request, extra_context=None):
        return super().index(request, dashboard.panels(self, request) | (extra_context or {}))

    def i18n_javascript(self, request, extra_context=None):
        return ScriptCatalog.as_view()(request)

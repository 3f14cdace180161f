"""Error pages: what went wrong, and where to continue."""

import re
import sys
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import sync_only_middleware

from seoulsolution.content.views import Withheld
from seoulsolution.monitoring.outages import outage_of
from seoulsolution.pages.middleware import is_public
from seoulsolution.pages.outages import in_both_languages, unavailable

#: Maximum length of the search words taken from an address.
WORDS_LENGTH = 80
#: How large a request may be of who is not signed in.
STRANGERS_MEGABYTES = 1
#: Ends of the names of the admin's addresses that show the form that is sent to them.
PAGES_WITH_FORMS = ("_add", "_change", "_changelist", "_delete", "login", "record")
#: Seconds after which clients may try again during maintenance.
RETRY_AFTER = 600


def bad_request(request, exception):
    """Refuse what nobody can answer; a session that could not be saved in an outage ends here, too."""
    if outage := outage_of(exception):
        return unavailable(request, outage, exception)
    return render(request, "400.html", status=400)


def permission_denied(request, exception):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    """Refuse a form without a valid token: most were open for too long, or cookies are blocked.

    What was written into a form of the admin is kept in the browser; the page leads back to that form.
    """
    form_url = "" if is_public(request) else _form_url(request)
    return render(request, "403_form.html", {"form_url": form_url}, status=403)


def _form_url(request):
    """Return the address of the form that was sent; the admin's first page for what is no page of its own."""
    match = request.resolver_match
    is_page = match and match.url_name and match.url_name.endswith(PAGES_WITH_FORMS)
    return request.get_full_path() if is_page else reverse("admin:index")


def page_not_found(request, exception):
    """Offer a search for the words in the address: old links often still name their subject.

    A text that is withheld in the reader's language is offered in the others.
    """
    addresses = exception.addresses if isinstance(exception, Withheld) else {}
    others = [(code, name, addresses[code]) for code, name in settings.LANGUAGES if code in addresses]
    return render(request, "404.html", {"query": words_of(request.path), "others": others}, status=404)


def words_of(path):
    """Return the words in the last segment of ``path``, without numbers and file extension."""
    last = unquote(path).rstrip("/").rpartition("/")[2]
    name = re.sub(r"\.[a-z0-9]{2,5}$", "", last, flags=re.IGNORECASE)
    words = [word for word in re.split(r"[\W_]+", name) if word and not word.isdecimal()]
    return " ".join(words)[:WORDS_LENGTH] if words and "/" in path.strip("/") else ""


def server_error(request):
    """Render both languages without database, session or context processors: any of them may be broken.

    Django calls it while it handles the exception. One that comes from an outage is no fault of the program.
    """
    error = sys.exc_info()[1]
    if outage := outage_of(error):
        return unavailable(request, outage, error)
    return HttpResponse(in_both_languages("500.html", request), status=500)


class BodyLimitMiddleware:
    """Answers 413 to a request that says it is larger than it may be, without reading it.

    Who is signed in may send files. All others send forms of a few fields: they are sent away before the
    form's token is looked for, which would read the whole body. In the admin they may sign in again.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.most = settings.MEDIA_MAX_MEGABYTES * 2**20 + settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def __call__(self, request):
        if _length(request) > self.most:
            return _too_large(request, settings.MEDIA_MAX_MEGABYTES)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if _length(request) <= STRANGERS_MEGABYTES * 2**20 or request.user.is_authenticated:
            return None
        if is_public(request):
            return _too_large(request, STRANGERS_MEGABYTES)
        return redirect_to_login(request.get_full_path())


def _length(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length[:18]) if length.isdecimal() else 0


def _too_large(request, megabytes):
    response = HttpResponse(in_both_languages("413.html", request, {"megabytes": megabytes}), status=413)
    response["Cache-Control"] = "no-store"
    return response


@sync_only_middleware
def maintenance(get_response):
    """Middleware that answers 503 to everything but ``/health/`` and ``/ready/`` (setting MAINTENANCE).

    It comes after the middleware for static files, which are still served, and before all that need a
    database.
    """

    def answer(request):
        response = HttpResponse(in_both_languages("503.html", request), status=503)
        response["Retry-After"] = RETRY_AFTER
        response["Cache-Control"] = "no-store"
        return response

    return answer

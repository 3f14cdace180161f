"""Home, the choice of a language, plain pages, the site map for people, and health."""

from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from news.models import Topic
from seoulsolution.content.languages import active_language
from seoulsolution.content.views import ContentDetail
from seoulsolution.pages.home import front_page
from seoulsolution.pages.models import Page


@require_safe
def choose_language(request):
    """Send a reader who named no language to the one the browser asks for, default English.

    The only redirect by language on the site; the answer varies by Accept-Language (LocaleMiddleware).
    """
    return redirect(reverse("pages:home"))


@require_safe
def home(request):
    return render(request, "pages/home.html", front_page(active_language()))


@require_safe
def site_map(request):
    """Name every section, topic and plain page for people (search engines have /sitemap.xml)."""
    return render(request, "pages/site_map.html", {"topics": Topic.objects.visible()})


class PageDetail(ContentDetail):
    """A plain page; its key is its whole address."""

    model = Page
    template_name = "pages/page.html"

    def get(self, request, key):
        return self.show(get_object_or_404(self.get_records(), key=key), active_language())


@never_cache
@require_safe
def health(request):
    """Say whether the site can answer: 200 with a database that answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": False}, status=503)
    return JsonResponse({"status": "ok", "database": True})

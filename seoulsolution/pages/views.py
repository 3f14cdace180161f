"""Home, the choice of a language, plain pages, site map, open data, and files at the root."""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from news.models import Topic
from seoulsolution.content import clock
from seoulsolution.content.languages import CODES, Localized, active_language
from seoulsolution.content.syndication.api.resources import resources
from seoulsolution.content.syndication.api.views import MOST_PER_PAGE, PER_PAGE
from seoulsolution.content.syndication.feeds import feed_url, kinds_with_feed
from seoulsolution.content.syndication.http import LICENCE_NAME, LICENCE_URL, absolute, same_in_every_language
from seoulsolution.content.urls import PageAddress, path_of
from seoulsolution.content.views import DetailView, ListView
from seoulsolution.pages.default_pages import PRIVACY
from seoulsolution.pages.earlier import earlier_versions
from seoulsolution.pages.home import home_context
from seoulsolution.pages.models import Alert, Page

DAY = 86_400  # seconds


@require_safe
def choose_language(request):
    """Redirect to the home page in the language that the browser prefers, by default English.

    The answer varies by Accept-Language (LanguageMiddleware).
    """
    return redirect(reverse("pages:home"))


@require_safe
def home(request):
    return render(request, "pages/home.html", home_context(active_language()))


@require_safe
def site_map(request):
    """List every section, topic and plain page for people (search engines have /sitemap.xml)."""
    return render(request, "pages/site_map.html", {"topics": Topic.objects.visible()})


class PageDetail(DetailView):
    """A plain page, addressed by its key alone."""

    model = Page
    template_name = "pages/page.html"
    slug_field = slug_url_kwarg = "key"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            is_privacy_policy=self.object.key == PRIVACY,
            earlier=earlier_versions(self.object),
            **kwargs,
        )


@require_safe
def earlier_page(request, key, date):
    """Show a dated page as it was before, while the page itself is public."""
    language = active_language()
    page = get_object_or_404(Page.objects.visible(), key=key)
    versions = {str(day): version for day, version in earlier_versions(page).items()}
    if page.is_withheld(language) or date not in versions:
        raise Http404
    context = {
        "item": Localized(versions[date], language),
        "current": Localized(page, language),
        "address": PageAddress.of_path(request.path, language),
    }
    response = render(request, "pages/earlier_page.html", context)
    response["X-Robots-Tag"] = "noindex"  # who searches the web wants the present one
    return response


class AlertList(ListView):
    """The alerts that are on the pages now."""

    model = Alert
    template_name = "pages/alert_list.html"
    heading = _("Alerts")
    lede = _("Short messages about this site and its services that are on every page now.")


class AlertDetail(DetailView):
    model = Alert
    template_name = "pages/alert_detail.html"
    list_name = "pages:alert_list"
    list_label = _("Alerts")


@require_safe
def contact_page(request):
    return render(request, "pages/contact.html")


@same_in_every_language
@require_safe
def robots(request):
    """Allow crawlers everything but the admin and search results."""
    lines = ["User-agent: *", "Disallow: /admin/"]
    for code in CODES:
        with override(code):
            lines.append(f"Disallow: {reverse('search:search')}?")
    lines += ["Allow: /", "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@same_in_every_language
@cache_control(public=True, max_age=DAY)
@require_safe
def icon(request, name):
    """Return a picture of the site that programs look for at the root, whatever a page says."""
    content_type = {"png": "image/png", "ico": "image/vnd.microsoft.icon"}[name.rpartition(".")[2]]
    return HttpResponse(Path(finders.find(f"img/{name}")).read_bytes(), content_type=content_type)


@require_safe
def manifest(request):
    """Describe the site to a phone that is to keep it among its apps."""
    language = active_language()
    return JsonResponse(
        {
            "name": settings.SITE_NAME[language],
            "short_name": settings.SITE_NAME[language],
            "description": settings.SITE_LINE[language],
            "lang": language,
            "dir": "ltr",
            "id": reverse("pages:home"),
            "start_url": reverse("pages:home"),
            "scope": "/",
            "display": "browser",
            "background_color": "#faf8f3",
            "theme_color": "#faf8f3",
            "icons": [
                {"src": static("img/favicon.svg"), "type": "image/svg+xml", "sizes": "any"},
                {"src": static("img/apple-touch-icon.png"), "type": "image/png", "sizes": "180x180"},
            ],
        },
        content_type="application/manifest+json",
    )


@same_in_every_language
@require_safe
def security(request):
    """Say where to report a weakness of the site (RFC 9116); it is good for a year, to the month."""
    today = clock.today()
    email = f"mailto:{quote(settings.CONTACT_EMAIL, safe='@')}" if settings.CONTACT_EMAIL else ""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT or email or absolute(path_of('pages:contact', CODES[0]))}",
        f"Expires: {today.year + 1}-{today.month:02}-01T00:00:00Z",
        f"Preferred-Languages: {', '.join(reversed(CODES))}",
        f"Canonical: {absolute(reverse('security'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def open_data(request):
    """Describe the feeds, calendars, JSON and CSV; the tables come from the code that serves them."""
    subscriptions = [
        (kind.list_view.heading, feed_url(kind, "atom"), feed_url(kind, "rss")) for kind in kinds_with_feed()
    ]
    context = {
        "feeds": subscriptions,
        "calendar_url": absolute(reverse("notices:calendar")),
        "resources": resources().values(),
        "source_url": absolute(reverse("news:post_list")),
        "api_url": absolute(reverse("api:index")),
        "per_page": PER_PAGE,
        "most_per_page": MOST_PER_PAGE,
        "licence_name": LICENCE_NAME,
        "licence_url": LICENCE_URL,
        "sitemap_url": absolute(reverse("sitemap")),
    }
    return render(request, "pages/open_data.html", context)

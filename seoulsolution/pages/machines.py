"""What tells people and machines where the site's data is: the page of open data, and robots.txt."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from seoulsolution.content.languages import CODES
from seoulsolution.content.syndication.api.resources import resources
from seoulsolution.content.syndication.api.views import MOST_PER_PAGE, PER_PAGE
from seoulsolution.content.syndication.feeds import feed_url, feeds
from seoulsolution.content.syndication.http import LICENCE_NAME, LICENCE_URL, absolute


@require_safe
def robots(request):
    """Let everybody read everything but the admin and search results."""
    lines = ["User-agent: *", "Disallow: /admin/"]
    for code in CODES:
        with override(code):
            lines.append(f"Disallow: {reverse('search:search')}?")
    lines += ["Allow: /", "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def open_data(request):
    """Describe the feeds, calendars, JSON and CSV; the tables come from the code that answers."""
    subscriptions = [
        (feed.list_view.heading, feed_url(feed, "atom"), feed_url(feed, "rss")) for feed in feeds().values()
    ]
    context = {
        "feeds": subscriptions,
        "calendar_url": absolute(reverse("notices:calendar")),
        "resources": resources().values(),
        "source_url": absolute(reverse("news:post_list")),
        "api_url": absolute(reverse("opendata:index")),
        "per_page": PER_PAGE,
        "most_per_page": MOST_PER_PAGE,
        "licence_name": LICENCE_NAME,
        "licence_url": LICENCE_URL,
        "sitemap_url": absolute(reverse("sitemap")),
    }
    return render(request, "pages/open_data.html", context)

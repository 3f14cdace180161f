"""The template variables that every public page needs."""

from functools import cache

from django.conf import settings

from seoulsolution.content.languages import active_language, localize, other
from seoulsolution.content.urls import PageAddress
from seoulsolution.pages.contact import contact
from seoulsolution.pages.models import Alert, Page
from seoulsolution.pages.navigation import ABOUT, navigation
from seoulsolution.search.language.plan import QUERY_LIMIT


def site(request):
    """Return the site's names, its navigation, and the page's address by its path.

    A view whose page does not exist in every language sets its own ``address``.
    """
    language = active_language()
    second = other(language)

    @cache
    def pages():
        # One query, and only if a template asks: the admin's do not.
        return localize(Page.objects.visible().for_links("key", "is_emphasized"), language)

    @cache
    def alerts():
        return localize(Alert.objects.visible(), language)

    return {
        "language": language,
        "languages": settings.LANGUAGES,
        "other_language": second,
        "site_name": settings.SITE_NAME[language],
        "site_other_name": settings.SITE_NAME[second],
        "site_line": settings.SITE_LINE[language],
        "related_sites": settings.RELATED_SITES[language],
        "alerts": alerts,
        "contact": contact(language),
        "is_official": settings.OFFICIAL_STRIP,
        "has_mail_server": settings.HAS_MAIL_SERVER,
        "navigation": lambda: navigation(request.path, pages()),
        "plain_pages": pages,
        "footer_pages": lambda: [page for page in pages() if page.key != ABOUT],
        "query_limit": QUERY_LIMIT,
        "address": PageAddress.of_path(request.path, language),
    }

"""What feeds, the sitemap, the API and structured data share: absolute addresses, tags, the licence."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

#: The licence of the city's own texts, as the copyright policy says.
LICENCE_NAME = _("Korea Open Government License (KOGL) Type 1: Attribution")
LICENCE_URL = "https://www.kogl.or.kr/info/licenseType1.do"
#: A year in which the owner had the site's domain: tag URIs (RFC 4151) need one, and it never changes.
TAG_YEAR = 2025


def absolute(path: str) -> str:
    """Return ``path`` as an address on the public site, whatever host the request was for."""
    return settings.SITE_URL + path


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def tag(name: str) -> str:
    """Return a tag URI: an id that stays when title and address change."""
    return f"tag:{host()},{TAG_YEAR}:{name}"


def record_name(record: Model) -> str:
    """Return the name of a record in tag URIs: ``news.post/42``."""
    return f"{record._meta.label_lower}/{record.pk}"

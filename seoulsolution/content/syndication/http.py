"""What all machine-readable answers share: absolute addresses, lasting identities, the licence."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

#: The licence of the city's own texts, as the copyright policy says.
LICENCE_NAME = _("Korea Open Government License (KOGL) Type 1: Attribution")
LICENCE_URL = "https://www.kogl.or.kr/info/licenseType1.do"
#: A year in which the site's name was its owner's: tag addresses (RFC 4151) need one, and it never changes.
TAG_YEAR = 2025


def absolute(path: str) -> str:
    """Return ``path`` as an address on the public site, whatever host was asked."""
    return settings.SITE_URL + path


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def tag(name: str) -> str:
    """Return an identity that outlives every change of title and address."""
    return f"tag:{host()},{TAG_YEAR}:{name}"


def record_name(record: Model) -> str:
    """Return what a record is called in identities: ``news.post/42``."""
    return f"{record._meta.label_lower}/{record.pk}"

"""What all machine-readable addresses share: absolute addresses, lasting identities, freshness."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

#: The licence of the city's own texts, as the copyright policy says.
LICENCE_NAME = _("Korea Open Government License (KOGL) Type 1: Attribution")
LICENCE_URL = "https://www.kogl.or.kr/info/licenseType1.do"
#: A year in which the site's name was its owner's: tag addresses (RFC 4151) need one, and it never changes.
TAG_YEAR = 2025


def absolute(path):
    """Return ``path`` as an address on the public site, whatever host was asked."""
    return settings.SITE_URL + path


def host():
    return urlsplit(settings.SITE_URL).hostname


def tag(name):
    """Return an identity that outlives every change of title and address."""
    return f"tag:{host()},{TAG_YEAR}:{name}"


def record_name(record):
    """Return what a record is called in identities: ``news.post/42``."""
    return f"{record._meta.label_lower}/{record.pk}"


def last_change(model, at=None):
    """Return when the public face of ``model`` last changed, or None: edited, gone live or expired.

    It looks at every record, public or not: withdrawing one is a change too. One query.
    """
    at = at or timezone.now()
    moments = model.objects.aggregate(
        edited=Max("updated_at"),
        live=Max("go_live_at", filter=Q(go_live_at__lte=at)),
        expired=Max("expires_at", filter=Q(expires_at__lte=at)),
    )
    return max((moment for moment in moments.values() if moment), default=None)


def conditional(request, response, changed_at=None):
    """Return ``response``, or 304 when the reader has it: by its ETag, else by ``changed_at``."""
    set_response_etag(response)
    timestamp = int(changed_at.timestamp()) if changed_at else None
    if timestamp:
        response["Last-Modified"] = http_date(timestamp)
    response.setdefault("Cache-Control", "no-cache")  # keep it, but ask each time
    return get_conditional_response(
        request, etag=response.get("ETag"), last_modified=timestamp, response=response
    )

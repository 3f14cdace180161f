"""What a network in front of the site may keep, and telling it to forget."""

import datetime
import logging
import threading
import urllib.request

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from seoulsolution.pagecache.version import Version

logger = logging.getLogger(__name__)
SECONDS_TO_ANSWER = 5

_told: Version | None = None


def allow(response: HttpResponse, until: datetime.datetime) -> None:
    """Let shared caches keep a page for CDN_SECONDS, but not beyond ``until``; browsers ask each time."""
    if settings.CDN_SECONDS and response.get("Cache-Control") == "no-cache":
        seconds = min(settings.CDN_SECONDS, int((until - timezone.now()).total_seconds()))
        response["Cache-Control"] = f"public, max-age=0, must-revalidate, s-maxage={max(seconds, 0)}"


def notice(version: Version) -> None:
    """Have everything forgotten when the content version is another than the last that this process saw.

    Nobody waits for it; a failure is logged. Every process of the server says so once.
    """
    global _told
    before, _told = _told, version
    if settings.CDN_PURGE_URL and before is not None and before != version:
        threading.Thread(target=purge, name="cdn-purge").start()


def purge() -> None:
    """Send POST to CDN_PURGE_URL, with CDN_PURGE_TOKEN as a bearer token if it is set."""
    token = settings.CDN_PURGE_TOKEN
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(settings.CDN_PURGE_URL, method="POST", headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER):  # noqa: S310 - an operator's address
            pass
    except OSError:
        logger.exception("CDN_PURGE_URL does not answer: readers may see older pages for CDN_SECONDS")

"""What feeds, the sitemap, the API and structured data share: absolute addresses, tags, the licence."""

from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.languages import Localized, active_language

View = TypeVar("View", bound=Any)
#: The licence of the city's own texts, as the copyright policy says.
LICENCE_NAME = _("Korea Open Government License (KOGL) Type 1: Attribution")
LICENCE_URL = "https://www.kogl.or.kr/info/licenseType1.do"
#: Of tag URIs (RFC 4151) and calendar UIDs: a name, and a year in which its owner had it. Never change them:
#: whatever address the site has, clients know by them what they have read.
AUTHORITY = "seoulsolution.kr"
TAG_YEAR = 2025


def was_published_elsewhere(record: Any) -> bool:
    """Tell whether a text is not the city's own, so that it has terms of its own instead of the licence."""
    return bool(getattr(record, "source_name", "") or getattr(record, "source_url", ""))


def absolute(path: str) -> str:
    """Return ``path`` as an address on the public site, whatever host the request was for."""
    return settings.SITE_URL + path


def same_in_every_language(view: View) -> View:
    """Say of a view outside /en/ and /ko/ that its answer is the same for readers of any language."""
    view.same_in_every_language = True  # type: ignore[attr-defined]
    return view


def marked(item: Localized, title: str) -> str:
    """Return ``title``, with its language before it when that is not the active one."""
    if item.lang == active_language():
        return title
    mark = _("Korean only") if item.lang == "ko" else _("English only")
    return f"[{mark}] {title}"


def tag(name: str) -> str:
    """Return a tag URI: an id that stays when the title, the address and the site's own address change."""
    return f"tag:{AUTHORITY},{TAG_YEAR}:{name}"


def record_name(record: Model) -> str:
    """Return the name of a record in tag URIs: ``news.post/42``."""
    return f"{record._meta.label_lower}/{record.pk}"

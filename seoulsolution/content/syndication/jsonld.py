"""Structured data for search engines: schema.org as JSON-LD, in the language shown."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from seoulsolution.content.art import DEFAULT_ART, key_of, preview_name
from seoulsolution.content.excerpts import heading
from seoulsolution.content.languages import Localized
from seoulsolution.content.syndication.http import LICENCE_URL, absolute, was_published_elsewhere
from seoulsolution.content.syndication.kinds import kind_of
from seoulsolution.content.urls import path_in, path_of

JsonLd = dict[str, Any]
CONTEXT = "https://schema.org"
OWNER_NAMES = {"en": "Seoul Metropolitan Government", "ko": "서울특별시"}
#: The picture of pages that have none, and its width and height in pixels.
DEFAULT_PICTURE, DEFAULT_SIZE = "img/og-default.png", (1200, 630)


def page_data(item: Localized, list_url: str = "", list_label: str | Promise = "") -> JsonLd | None:
    """Return the JSON-LD of the page of ``item`` (a Localized), or None for a kind that has none.

    ``list_url`` is the path of the list above it, in any language.
    """
    with override(item.lang):
        described = kind_of(type(item.record)).jsonld(item)
        if not described:
            return None
        thing = filled({"@id": f"{absolute(item.canonical_url)}#this", **described})
        steps = [(_("Home"), path_of("pages:home"))]
        if list_url:
            steps.append((str(list_label), path_in(item.lang, list_url)))
        steps.append((heading(item), item.canonical_url))
    return {"@context": CONTEXT, "@graph": [thing, breadcrumbs(steps)]}


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> JsonLd:
    """Return a BreadcrumbList from (name, path) pairs."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def publisher(language: str) -> JsonLd:
    """Return who publishes the site. Only the city's own deployment may use the city's name."""
    logo = absolute(static("img/apple-touch-icon.png"))
    if settings.OFFICIAL_STRIP:
        return {"@type": "GovernmentOrganization", "name": OWNER_NAMES[language], "logo": logo}
    return {"@type": "Organization", "name": settings.SITE_NAME[language], "logo": logo}


def work(item: Localized, kind: str, **more: Any) -> JsonLd:
    """Return the properties that every text has, and ``more``."""
    address, changed_at = absolute(item.canonical_url), item.changed_in(item.lang)
    return {
        "@type": kind,
        "url": address,
        "mainEntityOfPage": address,
        "name": heading(item),
        "inLanguage": item.lang,
        "dateModified": changed_at.isoformat(timespec="seconds") if changed_at else None,
        "publisher": publisher(item.lang),
        "license": None if was_published_elsewhere(item) else LICENCE_URL,
        "isAccessibleForFree": True,
        **more,
    }


def picture(image: Any, language: str, shape: str = "full") -> tuple[str, int, int, str]:
    """Return (address, width, height, text alternative) of ``image``, or of the site's own picture.

    It is a JPEG in ``shape``; the whole while that is not made.
    """
    if not image or not image.renditions:
        return absolute(static(DEFAULT_PICTURE)), *DEFAULT_SIZE, settings.SITE_NAME[language]
    shape = shape if image.widths(shape, "jpeg") else "full"
    width = image.widths(shape, "jpeg")[-1]
    address = absolute(image.url(shape, width, "jpeg"))
    return address, width, image.height_of(shape, width), image.title_in(language)


def shared_picture(item: Any, language: str) -> tuple[str, int, int, str]:
    """Return the picture of a page in link previews: the cover of its record, or that of its first topic.

    ``item`` may be None, or a record without covers or topics.
    """
    cover = getattr(item, "cover", None)
    topic: Any = next(iter(getattr(item, "listed_topics", ())), None)
    if (cover and cover.renditions) or (key := key_of(topic)) == DEFAULT_ART:
        return picture(cover, language, "share")
    return (
        absolute(static(preview_name(key))),
        *DEFAULT_SIZE,
        topic.title_in(language) or settings.SITE_NAME[language],
    )


def filled(data: JsonLd) -> JsonLd:
    """Return ``data`` without empty values."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}

"""Metadata in the head of a page: feeds, the picture of link previews, structured data."""

from typing import Any

from django import template
from django.template import Context
from django.utils.functional import Promise

from seoulsolution.content import richtext
from seoulsolution.content.citations import Citation
from seoulsolution.content.citations import citations as cite
from seoulsolution.content.languages import Localized, active_language
from seoulsolution.content.syndication import feeds, jsonld
from seoulsolution.content.syndication.http import LICENCE_NAME, LICENCE_URL
from seoulsolution.content.urls import LOCALES, PageAddress

register = template.Library()


@register.simple_tag(takes_context=True)
def feed_links(context: Context) -> list[tuple[str, str, str]]:
    """Return (content type, title, address) of each feed of this page: the view's, or its list's."""
    if "feed_links" in context:
        return context["feed_links"]
    match = getattr(context.get("request"), "resolver_match", None)
    return feeds.links_of_list(match.view_name, context.get("listing")) if match else []


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> str:
    """Return the JSON-LD of this page, from its view or its record, escaped for a data block, or ""."""
    data, item = context.get("jsonld"), context.get("item")
    if data is None and isinstance(item, Localized):
        data = jsonld.page_data(item, context.get("list_url") or "", context.get("list_label") or "")
    return richtext.json_block(data) if data else ""


@register.simple_tag(takes_context=True)
def shared_picture(context: Context) -> dict[str, Any]:
    """Return the picture of link previews of this page: address, width, height, alt."""
    item = context.get("item")
    language = getattr(item, "lang", active_language())
    names = ("address", "width", "height", "alt")
    picture = jsonld.shared_picture(item, language)
    return dict(zip(names, picture, strict=True))


@register.simple_tag
def licence() -> dict[str, str | Promise]:
    """Return the name and address of the licence of the city's own texts."""
    return {"name": LICENCE_NAME, "url": LICENCE_URL}


@register.simple_tag
def citations(item: Localized) -> list[Citation]:
    """Return how to cite a record, in each language."""
    return cite(item)


@register.filter
def other_locales(address: PageAddress) -> list[str]:
    """Return the other languages this page can be read in, as Open Graph names them."""
    return [LOCALES[code] for code in address.available if code != address.shown]

"""Filters and tags for records and dates on public pages."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.templatetags.static import static

from seoulsolution.content import dates, excerpts, key_points, marks, richtext
from seoulsolution.content.art import ART_VARIANTS, art_name, key_of
from seoulsolution.content.languages import Localized, active_language, localize, localize_parts

register = template.Library()

for function in (
    dates.day,
    dates.weekday,
    dates.month,
    dates.year,
    dates.short_month,
    dates.is_old,
    excerpts.heading,
    excerpts.heading_in_list,
    marks.tidy_author,
    richtext.linked_text,
):
    register.filter(function.__name__, function)


@register.filter
def excerpt(item: Localized, length: int = excerpts.EXCERPT_LENGTH) -> str:
    """Return the stored excerpt of a Localized record in at most ``length`` characters."""
    return excerpts.in_sentences(item.excerpt, length)


@register.simple_tag
def reading(item: Localized) -> dict[str, Any]:
    """Return the ``points`` of an article, by staff or else those it opens with, and its ``text``."""
    points, text = key_points.apart(item)
    return {
        "points": [richtext.render(point, item.lang) for point in points],
        "text": richtext.render(text, item.lang),
    }


@register.filter
def title_words(item: Localized) -> str:
    """Return the words of a title to search for, without what is in brackets: the kind, the year."""
    return excerpts.words_of_title(str(item))


@register.filter
def localized(records: Any) -> Localized | list[Localized]:
    """Return one record or several as the reader of this page sees them."""
    language = active_language()
    if hasattr(records, "languages"):
        return Localized(records, language)
    return localize(records or (), language)  # a record may have no such relation


@register.filter
def in_own_language(items: Iterable[Localized]) -> list[Localized]:
    """Return those of Localized records that are shown in the reader's language."""
    return [item for item in items if item.is_translated]


@register.filter
def in_another_language(items: Iterable[Localized]) -> list[Localized]:
    """Return those of Localized records that are not shown in the reader's language."""
    return [item for item in items if not item.is_translated]


@register.filter
def all_untranslated(items: Iterable[Localized]) -> bool:
    """Return whether none of Localized records is shown in the reader's language: one note then says so."""
    return not any(item.is_translated for item in items)


@register.filter
def parts(item: Localized, name: str) -> list[Localized]:
    """Return the parts ``name`` of a Localized record: {% for story in item|parts:"stories" %}."""
    return localize_parts(getattr(item, name).all(), item)


@register.simple_tag
def art(item: Localized, shape: str = "wide") -> str:
    """Return the address of the cover art of a record: one of its first topic, chosen by the record's id.

    ``shape`` is "wide" or "tall".
    """
    variant = item.pk % ART_VARIANTS + 1 if item.pk else 1  # a preview of a new record has no id
    return topic_art(next(iter(item.listed_topics), None), shape, variant)


@register.simple_tag
def topic_art(topic: Any, shape: str = "wide", variant: int = 1) -> str:
    """Return the address of the cover art of a topic, or of the default one for None."""
    return static(art_name(key_of(topic), shape, variant))


@register.filter
def plain_text(html: str, length: int = excerpts.EXCERPT_LENGTH) -> str:
    """Return the beginning of a rich text as plain text."""
    return excerpts.beginning(html, length)

"""What templates of public pages say about a record, and its dates."""

from functools import lru_cache

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from seoulsolution.content import dates, excerpts
from seoulsolution.content.languages import Localized, active_language, localize, localize_parts

register = template.Library()

for function in (dates.day, dates.weekday, dates.month, dates.year, dates.short_month, excerpts.heading):
    register.filter(function.__name__, function)

DEFAULT_ART = "default"


@register.filter
def excerpt(item, length=excerpts.EXCERPT_LENGTH):
    """The stored excerpt of a Localized record in at most ``length`` characters."""
    return excerpts.shorten(item.excerpt, length)


@register.filter
def localized(records):
    """Records, or one record, as the reader of this page meets them."""
    language = active_language()
    if hasattr(records, "languages"):
        return Localized(records, language)
    return localize(records, language)


@register.filter
def parts(item, name):
    """The parts of a Localized record that stand under ``name``: {% for story in item|parts:"stories" %}."""
    return localize_parts(getattr(item, name).all(), item)


@lru_cache(maxsize=200)
def _art_key(slug):
    return slug if finders.find(f"art/{slug}-wide.svg") else DEFAULT_ART


@register.simple_tag
def art(item, shape="wide"):
    """The address of the cover art of the record's first topic; ``shape`` is "wide" or "tall"."""
    return topic_art(next(iter(item.topics.all()), None), shape)


@register.simple_tag
def topic_art(topic, shape="wide"):
    """The address of the cover art of a topic, or of what has none."""
    return static(f"art/{_art_key(topic.slug if topic else DEFAULT_ART)}-{shape}.svg")


@register.filter
def plain_text(html, length=excerpts.EXCERPT_LENGTH):
    """The beginning of a rich text as plain text."""
    return excerpts.beginning(html, length)

"""Topics to offer: those with the most texts, or the one whose name was typed."""

from seoulsolution.content.languages import CODES
from seoulsolution.search import registry
from seoulsolution.search.index.counts import topic_counts
from seoulsolution.search.language.normalisation import has_hangul, normalise
from seoulsolution.search.page.results import Suggestion

OFFERED = 8


def popular_topics() -> list[Suggestion]:
    """Return the topics with the most visible texts."""
    counts = topic_counts()
    found = sorted((one for one in registry.topics() if one.pk in counts), key=lambda one: -counts[one.pk])
    return [_link(topic, counts[topic.pk]) for topic in found[:OFFERED]]


def topic_named(query: str, topics) -> Suggestion | None:
    """Return the one of ``topics`` whose name, in either language, is ``query``, if it has a visible text."""
    wanted = _plain(query)
    for topic in topics:
        if wanted in (_plain(topic.title_in(code)) for code in CODES):
            number = topic_counts([topic.pk]).get(topic.pk)
            return _link(topic, number) if number else None
    return None


def _link(topic, count):
    name = str(topic)
    return Suggestion(name, topic.get_absolute_url(), count, "ko" if has_hangul(name) else "en")


def _plain(name):
    return "".join(normalise(name).split())

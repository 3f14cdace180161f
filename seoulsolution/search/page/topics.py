"""Topics to offer: those with the most texts, or the one whose name was typed."""

from dataclasses import dataclass

from seoulsolution.search import registry
from seoulsolution.search.index.query import topic_counts
from seoulsolution.search.language.normalisation import has_hangul, normalise

OFFERED = 8


@dataclass(frozen=True)
class TopicLink:
    """A link to a topic; ``count`` is the number of its visible texts, ``lang`` the language of its name."""

    label: str
    url: str
    count: int
    lang: str


def popular_topics(language: str) -> list[TopicLink]:
    """Return the topics with the most visible texts."""
    counts = topic_counts()
    best = sorted(counts, key=lambda topic: (-counts[topic], topic))[:OFFERED]
    names = registry.topic_names(registry.topic_rows(), language)
    return [_link(*names[topic], counts[topic]) for topic in best if topic in names]


def topic_named(query: str, language: str, rows) -> TopicLink | None:
    """Return the topic whose name, in either language, is ``query``, if it has a visible text.

    ``rows`` is the result of registry.topic_rows().
    """
    wanted = _plain(query)
    for pk, _slug, names in rows:
        if wanted in map(_plain, filter(None, names.values())):
            number = topic_counts([pk]).get(pk)
            return _link(*registry.topic_names(rows, language)[pk], number) if number else None
    return None


def _link(slug, name, count):
    return TopicLink(name, registry.topic_url(slug), count, "ko" if has_hangul(name) else "en")


def _plain(name):
    return "".join(normalise(name).split())

"""What to offer where nothing was found, or nothing was asked."""

from dataclasses import dataclass
from urllib.parse import urlencode

from seoulsolution.search import registry
from seoulsolution.search.plan import Plan
from seoulsolution.search.query import Query, topic_counts

#: At most so many words of a query are tried one by one, and so many topics offered.
WORDS_TRIED, TOPICS_OFFERED = 5, 8


@dataclass(frozen=True)
class Suggestion:
    """Somewhere to go from here; ``count`` is the number of results, where it is known."""

    label: str
    url: str
    count: int | None = None


def single_words(plan: Plan, language: str) -> list[Suggestion]:
    """Return the words of a query of several that find something by themselves, the rarest first."""
    if len(plan.words) < 2:
        return []
    found = [
        Suggestion(word.typed, "?" + urlencode({"q": word.typed}), count)
        for word in plan.words[:WORDS_TRIED]
        if (count := Query(Plan((word,)), language).counts().total)
    ]
    return sorted(found, key=lambda suggestion: suggestion.count)


def popular_topics(language: str) -> list[Suggestion]:
    """Return the topics that most visible records have, as links to their lists."""
    counts = topic_counts()
    topics = sorted(counts, key=lambda topic: (-counts[topic], topic))
    names = registry.topic_names(language)
    known = [names[topic] for topic in topics[:TOPICS_OFFERED] if topic in names]
    return [Suggestion(name, registry.topics().url(slug)) for slug, name in known]

"""What to offer where nothing was found, or nothing was asked."""

from dataclasses import dataclass
from urllib.parse import urlencode

from seoulsolution.search import dictionary, registry, vocabulary
from seoulsolution.search.analysis import normalise
from seoulsolution.search.dictionary import has_hangul
from seoulsolution.search.halftyped import on_korean_keyboard
from seoulsolution.search.plan import Plan, Word, make_plan
from seoulsolution.search.query import Query, topic_counts
from seoulsolution.search.spelling import comparable

#: At most so many words of a query are tried one by one, topics offered, other spellings of a word counted
#: and other spellings of a query offered.
WORDS_TRIED, TOPICS_OFFERED, SPELLINGS_TRIED, SPELLINGS_OFFERED = 5, 8, 5, 3


@dataclass(frozen=True)
class Suggestion:
    """Somewhere to go from here; ``count`` is the number of results and ``lang`` the label's language, where
    they are known."""

    label: str
    url: str
    count: int | None = None
    lang: str = ""


def instead(query: str, plan: Plan, language: str) -> dict[str, list[Suggestion]]:
    """Return what to ask instead of a query that finds nothing, by how it differs from it.

    ``translations``, else ``spellings`` and ``fewer_words``: what the dictionary knows is not misspelt.
    """
    if translations := in_other_language(query, language):
        return {"translations": translations}
    counts = count_words(plan, language)
    return {"spellings": other_spellings(query, counts, language), "fewer_words": single_words(counts)}


def in_other_language(query: str, language: str) -> list[Suggestion]:
    """Return ``query`` in the other language, if all of its words are known and it finds something."""
    other = dictionary.translated(query)
    count = _count(make_plan(other), language) if other else 0
    return [_suggestion(other, count, lang="ko" if has_hangul(other) else "en")] if count else []


def count_words(plan: Plan, language: str) -> list[tuple[Word, int]]:
    """Return the words of a query that finds nothing, each with the number of results it has by itself."""
    if len(plan.words) == 1 and not plan.excluded:
        return [(plan.words[0], 0)]
    return [(word, _count(Plan((word,)), language)) for word in plan.words[:WORDS_TRIED]]


def single_words(counts: list[tuple[Word, int]]) -> list[Suggestion]:
    """Return the words that find something by themselves, the rarest first."""
    found = [_suggestion(word.typed, count) for word, count in counts if count]
    return sorted(found, key=lambda suggestion: suggestion.count)


def other_spellings(query: str, counts: list[tuple[Word, int]], language: str) -> list[Suggestion]:
    """Return ``query`` with the words that nothing has put right, the nearest spellings first.

    Where one of them is near to nothing, the others put right stand alone. Only what finds something that
    is visible now is offered.
    """
    missed = [word.typed for word, count in counts if not count]
    near = {one: _near(one, language) for one in missed}
    found = [
        _suggestion(words, count)
        for words in dict.fromkeys(_put_right(normalise(query), near))
        if (count := _count(make_plan(words), language))
    ]
    return found[:SPELLINGS_OFFERED]


def _near(word, language):
    """Return what a word that finds nothing may be: typed on the other keyboard, else misspelt."""
    hangul = on_korean_keyboard(word)
    if hangul and _count(make_plan(hangul), language):
        return [hangul]
    return vocabulary.near(comparable(word), SPELLINGS_TRIED)


def _put_right(query, near):
    """Yield ``query`` in other spellings; ``near`` has what is near to each of its words that are wrong."""
    if not all(near.values()):
        yield from (others[0] for others in near.values() if others)
    elif len(near) == 1:
        [(typed, others)] = near.items()
        yield from (query.replace(typed, other, 1) for other in others)
    elif near:
        # Only the nearest of each: all their pairs would be too many.
        for typed, others in near.items():
            query = query.replace(typed, others[0], 1)
        yield query


def _count(plan, language):
    return Query(plan, language).counts().total if plan else 0


def _suggestion(words, count, lang=""):
    return Suggestion(words, "?" + urlencode({"q": words}), count, lang)


def popular_topics(language: str) -> list[Suggestion]:
    """Return the topics that most visible records have, as links to their pages."""
    counts = topic_counts()
    topics = sorted(counts, key=lambda topic: (-counts[topic], topic))
    names = registry.topic_names(language)
    known = [names[topic] for topic in topics[:TOPICS_OFFERED] if topic in names]
    return [Suggestion(name, registry.topics().url(slug)) for slug, name in known]

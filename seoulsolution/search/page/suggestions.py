"""What to offer when nothing was found, or nothing was asked."""

import itertools
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from seoulsolution.search import registry
from seoulsolution.search.index.query import Query, topic_counts
from seoulsolution.search.language import dictionary
from seoulsolution.search.language.dictionary import has_hangul
from seoulsolution.search.language.normalisation import without_particle
from seoulsolution.search.language.plan import Plan, make_plan
from seoulsolution.search.page.did_you_mean import count, respelled

#: Limits: words of a query tried one by one, sequences of its words offered, topics offered.
WORDS_TRIED, ROWS_OFFERED, TOPICS_OFFERED = 8, 2, 8
_QUOTES = re.compile('["“”„‟«»「」『』＂]')


@dataclass(frozen=True)
class Suggestion:
    """A link to offer.

    ``count`` is the number of results if it is known, ``lang`` the language of the label.
    """

    label: str
    url: str
    count: int | None = None
    lang: str = ""


@dataclass(frozen=True)
class WordCount:
    """A word of a query as ``typed``, in the form in which it is offered alone, and its number of results."""

    typed: str
    shown: str
    count: int


def instead(query: str, plan: Plan, language: str) -> dict[str, list[Suggestion]]:
    """Return {kind of offer: suggestions} for a query that finds nothing; empty if there are none.

    ``translations`` lead to texts in the other language, ``other_names`` to texts in the same one. If there
    are any, no ``spellings`` are looked for: what the dictionary knows is not misspelt. ``fewer_words`` are
    always offered, because every other offer may be a wrong guess.
    """
    counts = count_words(plan, language)
    # Without its marks, an excluded word would be searched for.
    unquoted = [] if plan.excluded_phrases else without_quotes(query, language)
    offers = {} if unquoted else in_other_words(query, language)
    spellings = unquoted if unquoted or offers else other_spellings(query, counts, language)
    offers |= {"spellings": spellings, "fewer_words": fewer_words(counts, language)}
    return {name: suggestions for name, suggestions in offers.items() if suggestions}


def without_quotes(query: str, language: str) -> list[Suggestion]:
    """Return ``query`` without its quotation marks, if it then finds something."""
    loose = " ".join(_QUOTES.sub(" ", query).split())
    number = count(loose, language) if loose != query else 0
    return [_suggestion(loose, number)] if number else []


def in_other_words(query: str, language: str) -> dict[str, list[Suggestion]]:
    """Return ``query`` in the other language, if all its words are known and the translation finds something.

    A set term finds its names in both languages, so all results may be in the language of the query.
    """
    if not (other := dictionary.translated(query)):
        return {}
    counts = Query(make_plan(other), language).counts()
    suggestion = _suggestion(other, counts.total)
    kind = "translations" if counts.languages.get(suggestion.lang) else "other_names"
    return {kind: [suggestion]} if counts.total else {}


def count_words(plan: Plan, language: str) -> list[WordCount]:
    """Return the words of a query that finds nothing, with the number of results of each by itself."""
    words = [(word.typed, _without_particle(word.typed)) for word in plan.words[:WORDS_TRIED]]
    if len(plan.words) == 1 and not plan.excluded and not plan.excluded_phrases:
        return [WordCount(*words[0], 0)]
    return [WordCount(typed, shown, count(shown, language)) for typed, shown in words]


def _without_particle(word):
    # Some words, such as 어린이 and 을지로, only seem to end in a particle.
    return without_particle(word) if has_hangul(word) and not dictionary.is_term(word) else word


def fewer_words(counts: list[WordCount], language: str) -> list[Suggestion]:
    """Return sequences of words that are found together, then single words, the rarest first."""
    found = {one.shown: one.count for one in counts if one.count}
    alone = [_suggestion(word, number) for word, number in found.items()]
    return _rows(list(found), len(counts), language) + sorted(alone, key=lambda one: one.count)


def _rows(words, most, language):
    """Return the longest sequences of ``words`` that find something.

    That is all words (if they are fewer than ``most``), or else all but one.
    """
    for length in (len(words), len(words) - 1):
        if 1 < length < most:
            lines = map(" ".join, itertools.combinations(words, length))
            rows = [_suggestion(line, number) for line in lines if (number := count(line, language))]
            if rows:
                return sorted(rows, key=lambda row: -row.count)[:ROWS_OFFERED]
    return []


def other_spellings(query: str, counts: list[WordCount], language: str) -> list[Suggestion]:
    """Return ``query`` with its unknown words corrected, the likeliest corrections first."""
    missed = [one.typed for one in counts if not one.count]
    found = respelled(query, missed, len(missed) < len(counts), language)
    return [_suggestion(words, number) for words, number in found]


def popular_topics(language: str) -> list[Suggestion]:
    """Return the topics with the most visible records, as links to their pages."""
    counts = topic_counts()
    topics = sorted(counts, key=lambda topic: (-counts[topic], topic))
    names = registry.topic_names(language)
    known = [names[topic] for topic in topics[:TOPICS_OFFERED] if topic in names]
    return [Suggestion(name, registry.topics().url(slug), lang=_language(name)) for slug, name in known]


def _suggestion(words, number):
    return Suggestion(words, "?" + urlencode({"q": words}), number, _language(words))


def _language(words):
    """Return the language of ``words`` for screen readers: a Korean voice reads Latin letters too."""
    return "ko" if has_hangul(words) else "en"

"""What is shown where no text has all words: the closest thing to the question that has an answer.

In this order: the words without quotation marks; their other names; single syllables inside words; words
spelt right or taken apart; and as many of the words as are found together, the rarest first.
"""

import itertools
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from rapidfuzz.distance import OSA

from seoulsolution.search.index import vocabulary
from seoulsolution.search.index.query import MOST_COUNTED, Query, SearchFilters
from seoulsolution.search.language.keyboard import keystrokes, on_korean_keyboard
from seoulsolution.search.language.korean import without_particle
from seoulsolution.search.language.normalisation import has_hangul, normalise
from seoulsolution.search.language.plan import Plan, make_plan
from seoulsolution.search.language.spelling import comparable, parts_of, split, words_of
from seoulsolution.search.language.words import Closeness, Shape, Word
from seoulsolution.search.models import StoredText
from seoulsolution.search.terms import synonyms

#: Limits: spellings of a word that are tried, words of a query that are counted, texts read to see whether
#: they have a spelling, other ways offered.
TRIED, WORDS_COUNTED, TEXTS_READ, OFFERED = 8, 8, 20, 4
_QUOTES = re.compile('["“”„‟«»「」『』＂]')


class How(StrEnum):
    """What was done to find something."""

    NAMES = "names"
    INSIDE = "inside"
    UNQUOTED = "unquoted"
    SPELLING = "spelling"
    FEWER = "fewer"


@dataclass(frozen=True)
class Way:
    """A query that finds something: its words as they can be typed (``label``), its plan, its results.

    ``steps`` lead from what was typed to a corrected spelling.
    """

    label: str
    plan: Plan
    number: int
    steps: int = 0

    @property
    def url(self):
        return "?" + urlencode({"q": self.label})

    @property
    def count(self):
        """The number of results, or None if there are too many to have been counted."""
        return self.number if self.number < MOST_COUNTED else None

    @property
    def lang(self):
        """The language for screen readers: a Korean voice reads Latin letters too."""
        return "ko" if has_hangul(self.label) else "en"


@dataclass(frozen=True)
class Fallback:
    """The way that is shown, how it was found, and other ways to offer."""

    way: Way
    how: How
    others: tuple[Way, ...] = ()


def fall_back(query: str, language: str, filters: SearchFilters) -> Fallback | None:
    """Return what to show for a ``query`` that finds nothing as it is; None if nothing helps."""
    return _Search(language, filters).fall_back(query)


class _Search:
    def __init__(self, language, filters):
        self.language, self.filters, self.synonyms = language, filters, synonyms()

    def _plan(self, words, closeness=Closeness.OTHER_LANGUAGE):
        return make_plan(words, self.synonyms).narrowed(closeness)

    def fall_back(self, query):
        plan = self._plan(query, Closeness.INSIDE)
        if not plan:
            return None
        rungs = (self._other_names, self._inside, self._words)
        return self._unquoted(query, plan) or next(filter(None, (rung(plan) for rung in rungs)), None)

    def _way(self, label, plan, steps=0):
        """Return the Way if it finds something, else None."""
        number = Query(plan, self.language, self.filters).total() if plan else 0
        return Way(label, plan, number, steps) if number else None

    def _together(self, plan, ways):
        """Return the way that has the words of all ``ways``, and what else ``plan`` wants."""
        words = tuple(word for way in ways for word in way.plan.words)
        steps = sum(way.steps for way in ways)
        return self._way(" ".join(way.label for way in ways), replace(plan, words=words), steps)

    def _unquoted(self, query, plan):
        loose = " ".join(_QUOTES.sub(" ", query).split())
        # Without its marks, an excluded phrase would be looked for.
        if loose == query or plan.excluded_phrases:
            return None
        way = self._way(loose, self._plan(loose))
        return Fallback(way, How.UNQUOTED) if way else self.fall_back(loose)

    def _other_names(self, plan):
        if not any(word.names for word in plan.words):
            return None
        way = self._way(" ".join(map(_other_name, plan.words)), plan.narrowed(Closeness.EVERYDAY))
        return Fallback(way, How.NAMES) if way else None

    def _inside(self, plan):
        if not any(len(word.typed) == 1 and has_hangul(word.typed) for word in plan.words):
            return None
        words = tuple(
            replace(word, shapes=(Shape(word.typed),)) if len(word.typed) == 1 else word
            for word in plan.words
        )
        way = self._way(" ".join(word.typed for word in words), replace(plan, words=words))
        return Fallback(way, How.INSIDE) if way else None

    def _words(self, plan):
        """Return the best of corrected and fewer words."""
        plan = plan.narrowed(Closeness.EVERYDAY)
        words = plan.words[:WORDS_COUNTED]
        alone = {word: self._way(self._alone(word), replace(plan, words=(word,))) for word in words}
        repairs = {word: self._repairs(word) for word, way in alone.items() if not way}
        found = [way for way in alone.values() if way]
        if corrected := self._corrected(plan, alone, repairs):
            best, *others = corrected
            return Fallback(best, How.SPELLING, tuple([*others, *found][:OFFERED]))
        if not found:
            # A correction is a guess, so it stands in for a word only if nothing else is found.
            guesses = [ways[0] for ways in repairs.values() if ways]
            return Fallback(guesses[0], How.SPELLING, tuple(guesses[1:OFFERED])) if guesses else None
        best = self._fewer(plan, found)
        others = [way for way in found if way.label != best.label]
        return Fallback(best, How.FEWER, tuple(others[:OFFERED]))

    def _alone(self, word):
        """Return a word as it is shown by itself: without a particle, but 어린이 as it is."""
        plain = without_particle(word.typed) if has_hangul(word.typed) else word.typed
        return plain if not word.names or self.synonyms.others([plain]) else word.typed

    def _fewer(self, plan, found):
        """Return all the ways ``found`` together, or all but one (the commonest first), or the rarest."""
        # Of equally rare words the longer one says more.
        rarest = sorted(found, key=lambda way: (way.number, -len(keystrokes(way.label))))
        for size in (len(rarest), len(rarest) - 1):
            for group in itertools.combinations(rarest, size) if size > 1 else ():
                if way := self._together(plan, [one for one in found if one in group]):
                    return way
        return rarest[0]

    def _corrected(self, plan, alone, repairs) -> list[Way]:
        """Return ways with every word that was missing corrected, the likeliest first."""
        if not repairs or not all(repairs.values()):
            return []
        # Of several words only the likeliest: all combinations would be too many.
        most = TRIED if len(repairs) == 1 else 1
        choices = [repairs.get(word, [way])[:most] for word, way in alone.items()]
        ways = filter(None, (self._together(plan, choice) for choice in itertools.product(*choices)))
        return sorted(ways, key=lambda way: (way.steps, -way.number))

    def _repairs(self, word: Word) -> list[Way]:
        """Return ways to read a word that no text has, the likeliest first."""
        typed = normalise(word.typed)
        if (hangul := on_korean_keyboard(typed)) and (way := self._way(hangul, self._plan(hangul))):
            return [way]
        return [*self._spellings(typed), *self._apart(typed)]

    def _spellings(self, typed) -> list[Way]:
        plain = comparable(typed)
        keys = keystrokes(plain)
        near = vocabulary.near(plain, TRIED)
        ways = [self._way(one, self._plan(one), OSA.distance(keys, keystrokes(one))) for one in near]
        kept = {}
        for way in sorted(filter(None, ways), key=lambda way: (way.steps, -way.number)):
            newest = Query(way.plan, self.language).page(0, TEXTS_READ, by_date=True)
            found = tuple(one.text_id for one in newest)
            # Of forms that find the same, only the first.
            if found not in kept and _is_written(way.label, found):
                kept[found] = way
        return list(kept.values())

    def _apart(self, typed) -> list[Way]:
        """Return the parts of a compound that are found together: 길고양이 중성화 사업."""
        plain = without_particle(typed) if has_hangul(typed) else typed
        if not plain.isalpha() or len(plain) > 20:
            return []
        known = vocabulary.listed(parts_of(plain))
        parts = [self._part(part, known) for part in split(plain, known)]
        way = self._way(words := " ".join(filter(None, parts)), self._plan(words))
        return [way] if way else []

    def _part(self, part, known):
        if part in known or self._way(part, self._plan(part)):
            return part
        spellings = self._spellings(part)
        return spellings[0].label if spellings else ""


def _is_written(word, ids):
    """Return whether one of the texts ``ids`` has the word in this form.

    The vocabulary may have it from a text that is hidden or was deleted.
    """
    rows = StoredText.objects.filter(pk__in=ids).values_list("title", "text")
    return any(word in words_of(f"{title}\n{text}") for title, text in rows)


def _other_name(word):
    """Return the name of a word in the other language, or else the word."""
    others = [name for name in word.names if has_hangul(name) != has_hangul(word.typed)]
    return (others or [word.typed])[0]

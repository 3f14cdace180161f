"""What is shown where no text has all words: the closest thing to the question that has an answer.

In this order: the words without quotation marks; their other names; single syllables inside words; words
spelt right or taken apart; and the texts that say most of what was asked.
"""

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from rapidfuzz.distance import OSA

from seoulsolution.search import registry
from seoulsolution.search.index import vocabulary
from seoulsolution.search.index.query import MOST_COUNTED, Query, SearchFilters
from seoulsolution.search.language.keyboard import keystrokes, on_korean_keyboard, on_latin_keyboard
from seoulsolution.search.language.korean import without_particle
from seoulsolution.search.language.normalisation import has_hangul, normalise
from seoulsolution.search.language.plan import Plan, make_plan
from seoulsolution.search.language.spelling import comparable, parts_of, split, words_of
from seoulsolution.search.language.words import Closeness, Shape, Word
from seoulsolution.search.models import IndexedRecord, IndexedText, StoredText
from seoulsolution.search.terms import synonyms

#: Limits: spellings of a word that are tried, words of a query that are counted, texts read to see whether
#: they have a spelling, other ways offered.
TRIED, WORDS_COUNTED, TEXTS_READ, OFFERED = 8, 8, 20, 4
#: What a word is worth in a title, of one in the text; a guess, of what was typed; a name of many meanings.
IN_TITLE, GUESSED, EVERYDAY = 2.0, 0.5, 0.6
#: The power to which the length of a word counts.
LENGTH = 0.25
#: What share of the worth of the closest text others must have to be shown; how many are.
CLOSE, SHOWN = 0.8, 60
#: Letters of Latin words that the vocabulary does not list.
SHORT = 3
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
    """The way that is shown, how it was found, other ways to offer; {id of a text: worth} if they differ."""

    way: Way
    how: How
    others: tuple[Way, ...] = ()
    worth: Mapping[int, float] = field(default_factory=dict)


def fall_back(query: str, language: str, filters: SearchFilters) -> Fallback | None:
    """Return what to show for a ``query`` that finds nothing as it is; None if nothing helps."""
    return _Search(language, filters).fall_back(query)


class _Search:
    def __init__(self, language, filters):
        self.language, self.filters, self.synonyms = language, filters, synonyms()

    def _plan(self, words, closeness=Closeness.OTHER_LANGUAGE):
        return make_plan(words, self.synonyms).narrowed(closeness)

    def fall_back(self, query):
        letters = on_latin_keyboard(normalise(query))
        if letters and (way := self._way(letters, self._plan(letters))):
            return Fallback(way, How.SPELLING)
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
        words = [part for word in plan.words for part in self._singly(word, plan)][:WORDS_COUNTED]
        plan = replace(plan, words=tuple(words))
        alone = self._singles(plan)
        repairs = {word: self._repairs(word) for word, way in alone.items() if not way}
        found = [way for way in alone.values() if way]
        if corrected := self._corrected(plan, alone, repairs):
            best, *others = corrected
            return Fallback(best, How.SPELLING, tuple([*others, *found][:OFFERED]))
        readings = [
            [(way, 1.0)] if way else [(one, GUESSED) for one in repairs[word][:1]] or self._pieces(word)
            for word, way in alone.items()
        ]
        return self._closest(plan, [some for some in readings if some])

    def _singles(self, plan):
        """Return {word: its Way, or None if nothing has it}."""
        plans = [replace(plan, words=(word,)) for word in plan.words]
        numbers = Query(plan, self.language, self.filters).totals(plans) if plans else []
        return {
            one.words[0]: Way(self._alone(one.words[0]), one, number) if number else None
            for one, number in zip(plans, numbers, strict=True)
        }

    def _singly(self, word, plan):
        """Return the words of a name of several ones that no text has, else the word."""
        if " " not in word.typed or self._way(word.typed, replace(plan, words=(word,))):
            return [word]
        typed = [one.typed for one in make_plan(word.typed).words]
        return [part for one in typed for part in self._plan(one, Closeness.EVERYDAY).words]

    def _alone(self, word):
        """Return a word as it is shown by itself: without a particle, but 어린이 as it is."""
        plain = without_particle(word.typed) if has_hangul(word.typed) else word.typed
        return plain if not word.names or self.synonyms.others([plain]) else word.typed

    def _pieces(self, word: Word) -> list[tuple[Way, float]]:
        """Return ways to find a part of a Hangul word, each with the share of the word that it is."""
        plain = without_particle(normalise(word.typed))
        if not has_hangul(plain) or not plain.isalpha() or len(plain) > 20:
            return []
        known = vocabulary.listed(parts_of(plain))
        beginnings = (plain[:end] for end in range(len(plain) - 1, 1, -1))

        def ways(parts, closeness):
            return filter(None, (self._way(part, self._plan(part, closeness)) for part in parts))

        found = list(ways([part for part in split(plain, known) if part in known], Closeness.EVERYDAY))
        # As typed: what a beginning may be a form of is another word.
        found = found or list(itertools.islice(ways(beginnings, Closeness.AS_TYPED), 1))
        return [(way, len(way.label) / len(plain)) for way in found]

    def _closest(self, plan, readings) -> Fallback | None:
        """Return the texts that say most of what was asked: rare words count more, and words in titles.

        All that are shown have the words of the first, so that the sentence above them is true.
        """
        worth, said = defaultdict(dict), defaultdict(set)
        rarest = sorted(enumerate(readings), key=lambda one: min(way.number for way, _share in one[1]))
        for place, way, share in ((place, *one) for place, ways in rarest for one in ways):
            for pk, value in self._worth_of(way, plan, worth).items():
                worth[pk][place] = max(worth[pk].get(place, 0), share * value)
                said[pk].add((place, way))
        totals = self._content({pk: sum(some.values()) for pk, some in worth.items()})
        if not totals:
            return None
        first = max(totals, key=lambda pk: (totals[pk], pk))
        enough = sorted((totals[pk], pk) for pk in totals if totals[pk] >= CLOSE * totals[first])
        close = {pk: value for value, pk in enough[-SHOWN:] if said[first] <= said[pk]}
        shown = [way for _place, way in sorted(said[first], key=lambda one: one[0])]
        best = self._together(replace(plan, among=frozenset(close)), shown)
        known = dict.fromkeys(one for ways in readings for one in ways)
        typed = [way for way, share in known if share == 1]
        others = [way for way in typed or [way for way, _share in known] if way.label != best.label]
        how = How.SPELLING if set(typed).isdisjoint(shown) else How.FEWER
        return Fallback(best, how, tuple(others)[:OFFERED], close)

    def _worth_of(self, way, plan, texts):
        """Return {id: worth} of texts that a way finds; if they are too many to read, among ``texts``."""
        worth = {}
        among = frozenset(texts) if way.number >= MOST_COUNTED and texts else None
        for closeness, factor in ((Closeness.EVERYDAY, EVERYDAY), (Closeness.OTHER_LANGUAGE, 1)):
            asked = replace(plan, words=way.plan.words, among=among).narrowed(closeness)
            query = Query(asked, self.language, self.filters)
            for title_only, more in ((False, 1), (True, IN_TITLE)):
                worth |= dict.fromkeys(query.ids(MOST_COUNTED, title_only), factor * more)
        records = max(len({pk // 2 for pk in worth}), way.number // 2, 1)
        # Of equally rare words the longer one says more.
        rarity = math.log(1 + self._number / records) * len(keystrokes(way.label)) ** LENGTH
        return {pk: value * rarity for pk, value in worth.items()}

    @cached_property
    def _number(self):
        return IndexedText.objects.count()

    @staticmethod
    def _content(totals):
        """Leave out the pages of the site, unless there is nothing else."""
        kinds = [one.search_number for one in registry.sources().values() if one.search_is_site_page]
        pages = set(IndexedRecord.objects.filter(kind__in=kinds).values_list("pk", flat=True))
        return {pk: value for pk, value in totals.items() if pk // 2 not in pages} or totals

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
        if not has_hangul(plain):  # The vocabulary has no short ones.
            known |= {part for part in parts_of(plain) if len(part) == SHORT}
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

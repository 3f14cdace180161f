"""What is shown where no text has all words: the closest thing to the question that has an answer.

In this order: the Latin letters of Korean keys; the words without quotation marks; their other names, and the
words of these anywhere in a text; single syllables inside words; words spelt right or taken apart; and the
texts that say most of what was asked.
"""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from seoulsolution.search.index.query import MOST_COUNTED, SearchFilters
from seoulsolution.search.language.keyboard import on_latin_keyboard
from seoulsolution.search.language.korean import without_particle
from seoulsolution.search.language.normalisation import has_hangul, normalise
from seoulsolution.search.language.plan import Plan, exclusions, make_plan, make_plans
from seoulsolution.search.language.words import Closeness, phrase, scattered
from seoulsolution.search.page.closest import closest
from seoulsolution.search.page.corrections import TRIED, Corrections
from seoulsolution.search.page.ways import Way, Ways

#: Limits: words of a query that are counted, other ways offered.
WORDS_COUNTED, OFFERED = 8, 4
#: What a guess is worth, of what was typed.
GUESSED = 0.5
_QUOTES = re.compile('["“”„‟«»「」『』＂]')


class How(StrEnum):
    """What was done to find something."""

    NAMES = "names"
    INSIDE = "inside"
    UNQUOTED = "unquoted"
    SPELLING = "spelling"
    FEWER = "fewer"


@dataclass(frozen=True)
class Fallback:
    """The way that is shown, how it was found, other ways to offer; {id of a text: worth} if they differ."""

    way: Way
    how: How
    others: tuple[Way, ...] = ()
    worth: Mapping[int, float] = field(default_factory=dict)


def fall_back(query: str, language: str, filters: SearchFilters) -> Fallback | None:
    """Return what to show for a ``query`` that finds nothing as it is; None if nothing helps."""
    return _Search(Ways(language, filters), query).fall_back(query)


class _Search:
    def __init__(self, ways: Ways, query: str):
        self.ways, self.corrections = ways, Corrections(ways, query)

    def fall_back(self, query):
        letters = on_latin_keyboard(normalise(query))
        if letters and (way := self.ways.find_typed(letters)):
            return Fallback(way, How.SPELLING)
        plans = make_plans(query, self.ways.synonyms)
        plan = next(plans)
        if not plan:
            return None
        return (
            self._unquoted(query)
            or self._other_names(itertools.chain([plan], plans))
            or self._inside(plan)
            or self._words(plan)
        )

    def _unquoted(self, query):
        loose = " ".join(_QUOTES.sub(" ", query).split())
        # Without its marks, an excluded phrase would be looked for.
        if loose == query or any('"' in one for one in exclusions(query)):
            return None
        way = self.ways.find_typed(loose)
        return Fallback(way, How.UNQUOTED) if way else self.fall_back(loose)

    def _other_names(self, plans):
        plans = [plan for plan in plans if any(word.names for word in plan.words)]
        closest_first = [
            (_typed(plan), plan.narrowed(closeness))
            for closeness in (Closeness.EVERYDAY, Closeness.SCATTERED)
            for plan in plans
        ]
        way = next(filter(None, self.ways.find_each(closest_first)), None)
        return Fallback(self._by_names(way), How.NAMES) if way else None

    def _by_names(self, way):
        """Return ``way`` under the names that its first text has, the only ones that are looked for apart."""
        first = self.ways.query(way.plan).page(0, 1)
        if not first:  # gone meanwhile
            return way
        names = self._names_in(first[0].text_id, way.plan.words)
        words = tuple(_by_name(word, name) for word, name in zip(way.plan.words, names, strict=True))
        label = " ".join(dict.fromkeys(name.typed for name in names))
        return self.ways.find(label, replace(way.plan, words=words)) or way

    def _names_in(self, text_id, words):
        """Return a name that a text has for each of ``words``: as typed, or else in the reader's language."""
        names = [list(self._names_of(word)) for word in words]
        plans = [("", Plan((name,), among=frozenset([text_id]))) for some in names for name in some]
        found = iter(self.ways.find_each(plans))
        there = [[name for name in some if next(found)] for some in names]
        return [some[0] if some else word for some, word in zip(there, words, strict=True)]

    def _names_of(self, word):
        yield word.narrowed(Closeness.LOOSER)
        names = sorted(
            dict.fromkeys(word.names), key=lambda name: has_hangul(name) != (self.ways.language == "ko")
        )
        for of in (phrase, scattered):
            yield from (replace(one, typed=name) for name in names if (one := of(name)).alternatives)

    def _inside(self, plan):
        if not any(len(word.typed) == 1 and has_hangul(word.typed) for word in plan.words):
            return None
        way = self.ways.find(_typed(plan), plan)
        return Fallback(way, How.INSIDE) if way else None

    def _words(self, plan):
        """Return the best of corrected and fewer words."""
        plan = plan.narrowed(Closeness.EVERYDAY)
        alone = self._alone(plan.words[:WORDS_COUNTED], plan)
        # A letter by itself, the s of s-map, says nothing beside words.
        words = {one: way for one, way in alone.items() if len(one.typed) > 1 or has_hangul(one.typed)}
        alone = words if any(words.values()) else alone
        plan = replace(plan, words=tuple(alone))
        repairs = {word: self.corrections.of(word) for word, way in alone.items() if not way}
        found = [way for way in alone.values() if way]
        if corrected := self._corrected(plan, alone, repairs):
            best, *others = corrected
            return Fallback(best, How.SPELLING, _others(best, others + found))
        readings = []
        for word, way in alone.items():
            if way:
                readings.append([(way, 1.0)])
            elif repairs[word]:
                readings.append([(repairs[word][0], GUESSED)])
            else:
                readings += [[part] for part in self.corrections.parts(word)]
        return self._most(plan, readings)

    def _alone(self, words, plan):
        """Return {word: the Way to find it, or None}; a name that no text has is taken word by word."""
        found = {}
        ways = self.ways.find_each([(word.typed, replace(plan, words=(word,))) for word in words])
        for word, way in zip(words, ways, strict=True):
            if way or " " not in word.typed:
                found[word] = way and replace(way, label=self._label(word))
            else:
                typed = [one.typed for one in make_plan(word.typed).words]
                parts = [part for one in typed for part in self.ways.plan(one, Closeness.EVERYDAY).words]
                found |= self._alone(parts, plan)
        return found

    def _label(self, word):
        """Return a word as it is shown by itself: without a particle, but 어린이 and 세운상가 as they are."""
        plain = without_particle(word.typed) if has_hangul(word.typed) else word.typed
        if plain == word.typed or (word.names and not self.ways.synonyms.others([plain])):
            return word.typed
        typed, cut = self.ways.find_each([(one, self.ways.plan(f'"{one}"')) for one in (word.typed, plain)])
        # What no text has without its ending is a word.
        is_whole = not cut or (typed and typed.number == cut.number < MOST_COUNTED)
        return word.typed if is_whole else plain

    def _corrected(self, plan, alone, repairs) -> list[Way]:
        """Return ways with every word that was missing corrected, the likeliest first."""
        if not repairs or not all(repairs.values()):
            return []
        # Of several words only the likeliest: all combinations would be too many.
        most = TRIED if len(repairs) == 1 else 1
        choices = [repairs.get(word, [way])[:most] for word, way in alone.items()]
        ways = filter(None, (self.ways.find_together(plan, choice) for choice in itertools.product(*choices)))
        return sorted(ways, key=lambda way: (way.steps, -way.number))

    def _most(self, plan, readings) -> Fallback | None:
        """Return the texts that say most of the words."""
        said, worth = closest(self.ways, plan, readings)
        if not said:
            return None
        best = self.ways.find_together(replace(plan, among=frozenset(worth)), said)
        known = dict.fromkeys(one for ways in readings for one in ways)
        typed = [way for way, share in known if share == 1]
        others = _others(best, typed or [way for way, _share in known])
        how = How.SPELLING if set(typed).isdisjoint(said) else How.FEWER
        return Fallback(best, how, others, worth)


def _typed(plan):
    return " ".join(word.typed for word in plan.words)


def _by_name(word, name):
    """Return a word without the scattered words of other names than ``name``."""
    kept = [
        one for one in word.alternatives if one.closeness < Closeness.SCATTERED or one in name.alternatives
    ]
    return replace(word, alternatives=tuple(kept))


def _others(best, ways):
    """Return the first of ``ways`` that say something else than ``best``, each once."""
    return tuple({way.label: way for way in ways if way.label != best.label}.values())[:OFFERED]

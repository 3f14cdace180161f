"""What is shown where no text has all words: the closest thing to the question that has an answer.

In this order: the Latin letters of Korean keys; the words without quotation marks; their other names; single
syllables inside words; words spelt right or taken apart; and the texts that say most of what was asked.
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
from seoulsolution.search.language.plan import exclusions, make_plan
from seoulsolution.search.language.words import Closeness
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
        plan = self.ways.plan(query, Closeness.INSIDE)
        if not plan:
            return None
        rungs = (self._other_names, self._inside, self._words)
        return self._unquoted(query) or next(filter(None, (rung(plan) for rung in rungs)), None)

    def _unquoted(self, query):
        loose = " ".join(_QUOTES.sub(" ", query).split())
        # Without its marks, an excluded phrase would be looked for.
        if loose == query or any('"' in one for one in exclusions(query)):
            return None
        way = self.ways.find_typed(loose)
        return Fallback(way, How.UNQUOTED) if way else self.fall_back(loose)

    def _other_names(self, plan):
        if not any(word.names for word in plan.words):
            return None
        plans = [("", plan.narrowed(closeness)) for closeness in (Closeness.EVERYDAY, Closeness.SCATTERED)]
        way = next(filter(None, self.ways.find_each(plans)), None)
        if not way:
            return None
        label = " ".join(self._name_found(word, way.plan) for word in way.plan.words)
        return Fallback(self.ways.find(label, way.plan), How.NAMES)

    def _name_found(self, word, plan):
        """Return the name of a word that most texts have which ``plan`` finds, the reader's own at a tie."""
        if not word.names:
            return word.typed
        names = sorted(word.names, key=lambda name: has_hangul(name) != (self.ways.language == "ko"))
        plans = [
            (name, replace(plan, words=plan.words + self.ways.plan(name, Closeness.AS_TYPED).words))
            for name in (word.typed, *names)
        ]
        found = [way for way in self.ways.find_each(plans) if way]
        return max(found, key=lambda way: way.number).label if found else word.typed

    def _inside(self, plan):
        if not any(len(word.typed) == 1 and has_hangul(word.typed) for word in plan.words):
            return None
        way = self.ways.find(" ".join(word.typed for word in plan.words), plan)
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


def _others(best, ways):
    """Return the first of ``ways`` that say something else than ``best``, each once."""
    return tuple({way.label: way for way in ways if way.label != best.label}.values())[:OFFERED]

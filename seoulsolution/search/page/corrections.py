"""Other readings of a word that no text has: on another keyboard, spelt right, or taken apart."""

from dataclasses import replace
from functools import cache
from operator import attrgetter

from seoulsolution.search.index import vocabulary
from seoulsolution.search.index.query import Query
from seoulsolution.search.language.keyboard import letters_typed, on_korean_keyboard
from seoulsolution.search.language.korean import without_particle
from seoulsolution.search.language.normalisation import has_hangul, normalise
from seoulsolution.search.language.spelling import comparable, parts_of, split, steps_between, words_of
from seoulsolution.search.language.words import Closeness, Word
from seoulsolution.search.models import StoredText
from seoulsolution.search.page.ways import Way, Ways

#: Limits: spellings of a word that are tried, texts read to see whether they have one, letters of a compound.
TRIED, TEXTS_READ, COMPOUND_MOST = 8, 20, 20
#: How many steps (see spelling.nearest) it takes to write a word as several.
SPACE_STEPS = 0.5
#: Letters of Latin words that the vocabulary does not list.
SHORT = 3


class Corrections:
    """Corrections of single words of a ``query`` as typed, found among ``ways``.

    The vocabulary has words of hidden texts too. They must make no difference: what a reader can see is kept.
    """

    def __init__(self, ways: Ways, query: str):
        self.ways = ways
        self._letters = letters_typed(query)
        self._split = cache(self._take_apart)  # asked for twice, with two queries each

    def of(self, word: Word) -> list[Way]:
        """Return ways to read all of a word, the likeliest first."""
        typed = normalise(word.typed)
        for hangul in on_korean_keyboard(self._letters.get(typed, typed)):
            if way := self.ways.find_typed(hangul):
                return [way]
        # A name that the terms know is spelt right.
        spellings = [] if word.names else self._spellings(typed)
        return sorted([*spellings, *filter(None, [self._apart(typed)])], key=attrgetter("steps"))

    def parts(self, word: Word) -> list[tuple[Way, float]]:
        """Return ways to find parts of a Hangul word, each with the share of the word that it is.

        These are parts of a compound, or else a word with the same beginning: 통학로 for 통학길.
        """
        plain = without_particle(normalise(word.typed))
        if not has_hangul(plain):
            return []
        parts = {part: len(part) for part, is_known in self._split(plain) if is_known}
        found = self._found(parts) or self._found(_alike(plain))[:1]
        return [(way, length / len(plain)) for way, length in found]

    def _found(self, lengths):
        """Return [(way to find a word, length)] for those of {word: length} that are found."""
        ways = self.ways.find_each([(one, self.ways.plan(one, Closeness.EVERYDAY)) for one in lengths])
        return [(way, length) for way, length in zip(ways, lengths.values(), strict=True) if way]

    def _spellings(self, typed):
        plain = comparable(typed)
        names = self.ways.synonyms.names
        near = vocabulary.near(plain, names, TRIED)
        found = filter(None, self.ways.find_each([(one, self.ways.plan(one)) for one in near]))
        ways = [replace(way, steps=steps_between(plain, way.label)) for way in found]
        kept = {}
        for way in sorted(ways, key=lambda way: (way.steps, -way.number)):
            newest = Query(way.plan, self.ways.language).page(0, TEXTS_READ, by_date=True)
            found = tuple(one.text_id for one in newest)
            # Of forms that find the same, only the first.
            if found not in kept and (way.label in names or _is_written(way.label, found)):
                kept[found] = way
        return list(kept.values())

    def _apart(self, typed):
        """Return the parts of a compound if they are found together: 길고양이 중성화 사업."""
        parts = [self._part(part, is_known) for part, is_known in self._split(typed)]
        if not all(parts):
            return None
        label, steps = " ".join(part for part, _steps in parts), sum(steps for _part, steps in parts)
        return self.ways.find(label, self.ways.plan(label), SPACE_STEPS + steps)

    def _take_apart(self, typed):
        """Return [(part of a compound, whether it is found as a word)]."""
        plain = without_particle(typed) if has_hangul(typed) else typed
        if not plain.isalpha() or len(plain) > COMPOUND_MOST:
            return []
        parts = parts_of(plain)
        listed = vocabulary.listed(parts) | parts & self.ways.synonyms.names
        known = {way.label for way, _length in self._found({part: len(part) for part in listed})}
        if not has_hangul(plain):
            known |= {part for part in parts if len(part) == SHORT}
        return [(part, part in known) for part in split(plain, known)]

    def _part(self, part, is_known):
        """Return (a part as it is if something has it, or spelt right; the steps to it), or None."""
        if is_known or self.ways.find_typed(part):
            return part, 0
        return next(((way.label, way.steps) for way in self._spellings(part)), None)


def _alike(word):
    """Return {listed word: the length of the beginning that it shares with ``word``}, the longest first."""
    ends = range(min(len(word), COMPOUND_MOST) - 1, 1, -1)
    found = {}
    for end in ends:
        if one := vocabulary.completed(word[:end]):
            found.setdefault(one, end)
    return found


def _is_written(word, ids):
    """Return whether one of the texts ``ids`` has the word in this form."""
    rows = StoredText.objects.filter(pk__in=ids).values_list("title", "text")
    return any(word in words_of(f"{title}\n{text}") for title, text in rows)

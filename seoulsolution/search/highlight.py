"""Showing where the words of a query stand in a text. The text stays as it is; templates escape it."""

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

from seoulsolution.search.analysis import PIECE, normalise, number, stem

#: Characters of a snippet, of what stands before its first hit, and of a text that are searched for one.
SNIPPET_LENGTH, LEAD_LENGTH, READ_LENGTH = 200, 40, 50_000
_HITS_READ = 60


@dataclass(frozen=True)
class Part:
    """A stretch of text; ``marked`` if the reader looked for it."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Span:
    """Where a text has a word: characters ``start`` to ``end``, and the word's place in the query."""

    start: int
    end: int
    word: int


class Finder:
    """Finds the words of one plan in texts in NFC."""

    def __init__(self, plan):
        self.length = len(plan.words)
        self.stems, syllables = {}, {}
        for place, word in enumerate(plan.words):
            for shape in word.shapes:
                (self.stems if shape.is_stem else syllables).setdefault(shape.text, place)
        # The longest first, so that 지하철역에서 is marked whole where it stands.
        shapes = sorted(syllables, key=len, reverse=True)
        self.places = [syllables[shape] for shape in shapes]
        groups = "|".join(f"({_loosely(shape)})" for shape in shapes)
        self.hangul = re.compile(groups) if groups else None

    def spans(self, text):
        """Yield the hits in ``text`` in order, none overlapping another."""
        if not self.stems:
            for hit in self.hangul.finditer(text) if self.hangul else ():
                yield Span(hit.start(), hit.end(), self.places[hit.lastindex - 1])
            return
        for match in PIECE.finditer(text):
            if match.lastgroup != "hangul":
                place = self.stems.get(_reduced(match.group(), match.lastgroup))
                if place is not None:
                    yield Span(match.start(), match.end(), place)
            elif self.hangul:
                for hit in self.hangul.finditer(text, match.start(), match.end()):
                    yield Span(hit.start(), hit.end(), self.places[hit.lastindex - 1])

    def mark(self, text):
        """Return the whole ``text`` as Parts."""
        return _parts(text, self.spans(text), 0, len(text))

    def snippet(self, text):
        """Return the stretch of ``text`` that holds most different words of the query, as Parts."""
        text = text[:READ_LENGTH].replace("\n", " ")
        hits = list(islice(self.spans(text), _HITS_READ))
        start = _word_start(text, _best(hits) - LEAD_LENGTH) if hits else 0
        end = _word_end(text, start + SNIPPET_LENGTH)
        parts = _parts(text, hits, start, end)
        before, after = [Part("… ")] if start else [], [Part(" …")] if end < len(text) else []
        return before + parts + after


def _loosely(shape):
    """Triples are indexed over spaces, so longer words may be broken by them; pairs stay in a word."""
    return (" ?" if len(shape) > 2 else "").join(shape)


@functools.lru_cache(maxsize=20_000)
def _reduced(piece, kind):
    plain = normalise(piece)
    return stem(plain) if kind == "word" else number(plain)


def _parts(text, spans, start, end):
    parts, position = [], start
    for span in spans:
        if span.start < position or span.end > end:
            continue
        if span.start > position:
            parts.append(Part(text[position : span.start]))
        parts.append(Part(text[span.start : span.end], marked=True))
        position = span.end
    if position < end:
        parts.append(Part(text[position:end]))
    return parts


def _best(hits):
    """Return where the stretch begins that has most different words, then most hits; the first of equals."""
    starts = [hit.start for hit in hits]

    def richness(index):
        last = bisect_right(starts, starts[index] + SNIPPET_LENGTH - LEAD_LENGTH - 20)
        inside = hits[index:last]
        return len({hit.word for hit in inside}), len(inside)

    return starts[max(range(len(hits)), key=lambda index: (richness(index), -index))]


def _word_start(text, position):
    if position <= 0:
        return 0
    space = text.find(" ", position, position + LEAD_LENGTH)
    return space + 1 if space >= 0 else position


def _word_end(text, position):
    if position >= len(text):
        return len(text)
    space = text.rfind(" ", position - LEAD_LENGTH, position)
    return space if space >= 0 else position

"""Highlighting of the words of a query in a text. The text is not changed; templates escape it."""

import functools
import re
from collections import Counter, deque
from heapq import merge
from operator import attrgetter
from typing import NamedTuple

from seoulsolution.search.language.english import stem
from seoulsolution.search.language.korean import PARTICLES, verb_stems
from seoulsolution.search.language.normalisation import PIECE, TEXT_LIMIT, normalise, number

#: Characters of a snippet, and of the part before its first hit.
SNIPPET_LENGTH, LEAD_LENGTH = 200, 40
#: Characters from the first hit that a snippet certainly shows: both ends may be shortened to whole words.
_REACH = SNIPPET_LENGTH - 2 * LEAD_LENGTH
#: Hits that are read for a snippet, or more until each word of the query was among them.
_HITS_READ = 60
_HANGUL_WORD = re.compile("[가-힣]+")
#: White space that may be between syllables.
_BLANKS = r"[^\S\n]*"


class TextPart(NamedTuple):
    """A stretch of text; ``marked`` if the reader looked for it."""

    text: str
    marked: bool = False


class Span(NamedTuple):
    """A hit: the characters ``start`` to ``end`` of a text, and the index of the word in the query."""

    start: int
    end: int
    word: int


class Finder:
    """Find the words of one plan in texts, which are in NFC."""

    def __init__(self, plan):
        self.typed = [word.typed for word in plan.words]
        syllables, self.stems, self.verbs = {}, {}, {}
        places = [(shape, place) for place, word in enumerate(plan.words) for shape in word.shapes]
        # The longest first, so that the whole of 지하철역에서 is marked.
        for shape, place in sorted(places, key=lambda one: -len(one[0].text)):
            if shape.is_stem:
                first, *others = shape.text.split(" ")
                self.stems.setdefault(first, []).append((others, place))
            elif shape.is_verb:
                self.verbs[shape.text] = place
            else:
                syllables.setdefault(_alone(shape.text) if shape.is_alone else _loosely(shape.text), place)
        self.places = list(syllables.values())
        groups = "|".join(f"({expression})" for expression in syllables)
        self.hangul = re.compile(groups) if groups else None

    def spans(self, text, start=0, end=None):
        """Yield the hits in ``text`` (from ``start`` to ``end``) in order, without overlaps."""
        bounds = (text, start, len(text) if end is None else end)
        position = start
        kinds = (self._syllables(*bounds), self._verbs(*bounds), self._stems(*bounds))
        for span in merge(*kinds, key=attrgetter("start")):
            if span.start >= position:
                yield span
                position = span.end

    def _syllables(self, text, start, end):
        for hit in self.hangul.finditer(text, start, end) if self.hangul else ():
            yield Span(hit.start(), hit.end(), self.places[hit.lastindex - 1])

    def _verbs(self, text, start, end):
        for word in _HANGUL_WORD.finditer(text, start, end) if self.verbs else ():
            for stem_of_word in verb_stems(word.group()):
                if stem_of_word in self.verbs:
                    yield Span(word.start(), word.end(), self.verbs[stem_of_word])
                    break

    def _stems(self, text, start, end):
        """Yield the hits of stems and numbers."""
        for piece in PIECE.finditer(text, start, end) if self.stems else ():
            if piece.lastgroup == "hangul":
                continue
            for others, place in self.stems.get(_token(piece.group(), piece.lastgroup), ()):
                if last := _last(text, piece, others):
                    yield Span(piece.start(), last.end(), place)
                    break

    def mark(self, text):
        """Return the whole ``text`` as TextParts."""
        return _parts(text, self.spans(text), 0, len(text))

    def snippet(self, text):
        """Return the stretch of ``text`` with the most different words of the query, as TextParts."""
        text = text[:TEXT_LIMIT].replace("\n", " ")
        start = _word_start(text, _best(self.spans(text), len(self.typed)) - LEAD_LENGTH)
        end = _word_end(text, start + SNIPPET_LENGTH)
        parts = _parts(text, self.spans(text, start, end), start, end)
        before, after = [TextPart("… ")] if start else [], [TextPart(" …")] if end < len(text) else []
        return before + parts + after


def _loosely(shape):
    """Return the expression for Hangul; with three or more syllables it may be several words in a text."""
    return (_BLANKS if len(shape) > 2 else "").join(shape)


def _alone(syllable):
    """Return the expression for a syllable that is a word, with or without a particle."""
    return f"(?<![가-힣]){syllable}(?=(?:{'|'.join(PARTICLES)})?(?![가-힣]))"


def _last(text, piece, stems):
    """Return the last of the pieces after ``piece`` if they have exactly these ``stems``, else None.

    Without ``stems`` it is ``piece`` itself.
    """
    for wanted in stems:
        piece = PIECE.search(text, piece.end())
        if not piece or _token(piece.group(), piece.lastgroup) != wanted:
            return None
    return piece


@functools.lru_cache(maxsize=20_000)
def _token(piece, kind):
    plain = normalise(piece)
    return stem(plain) if kind == "word" else number(plain)


def _parts(text, spans, start, end):
    parts, position = [], start
    for span in spans:
        if span.start < position or span.end > end:
            continue
        if span.start > position:
            parts.append(TextPart(text[position : span.start]))
        parts.append(TextPart(text[span.start : span.end], marked=True))
        position = span.end
    if position < end:
        parts.append(TextPart(text[position:end]))
    return parts


def _best(spans, words):
    """Return where the best stretch begins: the most different words of the query, then the most hits.

    It is the first of equals, and 0 without a hit. A rare word may follow any number of common ones, so the
    text is read until all ``words`` (their number) were seen.
    """
    best, start, seen = (0, 0), 0, set()
    inside, kinds = deque(), Counter()
    for read, span in enumerate(spans, start=1):
        inside.append(span)
        kinds[span.word] += 1
        while len(inside) > 1 and span.end - inside[0].start > _REACH:
            gone = inside.popleft().word
            kinds[gone] -= 1
            if not kinds[gone]:
                del kinds[gone]
        if (richness := (len(kinds), len(inside))) > best:
            best, start = richness, inside[0].start
        seen.add(span.word)
        if read >= _HITS_READ and len(seen) == words:
            break
    return start


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

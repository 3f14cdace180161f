"""Finer ranking of the first results of the database, by reading their texts."""

from functools import lru_cache
from itertools import islice

from seoulsolution.search.language.normalisation import normalise

#: Limits: characters of a text that are read, hits of one word that count, hits that are read.
READ_LENGTH, HITS_COUNTED, SPANS_READ = 1500, 5, 60
OTHER_FORM = 0.5
TITLE_WORTH, PHRASE_WORTH = 6.0, 3.0
_plain = lru_cache(maxsize=20_000)(normalise)


def score(finder, title: str, text: str) -> float:
    """Return how well a text matches the query of ``finder``; more is better.

    A word is worth more in the title than in the text and in the form as typed, several words more if they
    are next to each other. Each repetition adds less.
    """
    text = text[:READ_LENGTH]
    title_spans, text_spans = list(finder.spans(title)), list(islice(finder.spans(text), SPANS_READ))
    in_title, in_text = _worth(finder, title, title_spans), _worth(finder, text, text_spans)
    total = sum(TITLE_WORTH * min(worth, 1) for worth in in_title.values())
    total += sum(1 / place for worth in in_text.values() for place in range(1, round(worth) + 1))
    length = len(finder.typed)
    return total + PHRASE_WORTH * (_are_together(title_spans, length) or _are_together(text_spans, length))


def _worth(finder, text, spans):
    """Return {word of the query: hits}. Another form counts less."""
    worth = {}
    for span in spans:
        is_as_typed = _plain(text[span.start : span.end]) == finder.typed[span.word]
        hits = worth.get(span.word, 0) + (1 if is_as_typed else OTHER_FORM)
        worth[span.word] = min(hits, HITS_COUNTED)
    return worth


def _are_together(spans, length):
    """Return whether all ``length`` words of a query are next to each other, in its order."""
    expected, end = 0, 0
    for span in spans:
        follows = span.word == expected and (not expected or span.start - end <= 1)
        expected = expected + 1 if follows else int(span.word == 0)
        end = span.end
        if expected == length > 1:
            return True
    return False

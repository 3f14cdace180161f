"""Finer ranking of the first results of the database, by reading their texts."""

from functools import lru_cache
from itertools import islice

from seoulsolution.search.language.normalisation import normalise

#: Limits: characters of a text that are read, hits of one word that count.
READ_LENGTH, HITS_COUNTED, SPANS_READ = 1500, 5, 60
OTHER_FORM, INSIDE = 0.5, 0.2
TITLE_WORTH, WHOLE_TITLE_WORTH, PHRASE_WORTH = 6.0, 4.0, 3.0


def score(finder, title: str, text: str) -> float:
    """Return how well a text matches the query of ``finder``; more is better.

    A word is worth more in the title than in the text and in the form as typed, several words more if they
    are next to each other. Each repetition adds less.
    """
    text = text[:READ_LENGTH]
    title_spans, text_spans = list(finder.spans(title)), list(islice(finder.spans(text), SPANS_READ))
    in_title, in_text = _worth(finder, title, title_spans), _worth(finder, text, text_spans)
    total = 0.0
    for word in in_title.keys() | in_text.keys():
        total += TITLE_WORTH * min(in_title.get(word, 0), 1)
        total += sum(1 / place for place in range(1, round(in_text.get(word, 0)) + 1))
    found = {span.word: span.end - span.start for span in title_spans}
    share = sum(found.values()) / max(len(title.replace(" ", "")), 1)
    length = len(finder.typed)
    together = _stand_together(title_spans, length) or _stand_together(text_spans, length)
    return total + share * WHOLE_TITLE_WORTH + together * PHRASE_WORTH


def _worth(finder, text, spans):
    """Return {word of the query: hits}. Another form counts less, a syllable inside a word least."""
    worth = {}
    for span in spans:
        found = _plain(text[span.start : span.end])
        hit = 1 if found == finder.typed[span.word] else OTHER_FORM
        if len(found) == 1 and not _stands_alone(text, span):
            hit = INSIDE
        worth[span.word] = min(worth.get(span.word, 0) + hit, HITS_COUNTED)
    return worth


_plain = lru_cache(maxsize=20_000)(normalise)


def _stands_alone(text, span):
    before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 2]
    return not before.isalnum() and not after[1:].isalnum()


def _stand_together(spans, length):
    """Return whether all ``length`` words of a query are next to each other, in its order."""
    expected, end = 0, 0
    for span in spans:
        follows = span.word == expected and (not expected or span.start - end <= 1)
        expected = expected + 1 if follows else int(span.word == 0)
        end = span.end
        if expected == length > 1:
            return True
    return False

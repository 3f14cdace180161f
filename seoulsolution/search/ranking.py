"""Putting the results that the database put first into a finer order, by reading their texts."""

from itertools import islice

#: Characters of a text that are read, and hits of one word in it that still count.
READ_LENGTH, HITS_COUNTED = 3000, 5
TITLE_WORTH, WHOLE_TITLE_WORTH, PHRASE_WORTH = 6.0, 4.0, 3.0


def score(finder, title: str, text: str) -> float:
    """Return how well a text answers the query of ``finder``; more is better.

    A word in the title is worth more than in the text, a syllable more when it stands alone, several
    words more when they stand together; repeating counts less and less.
    """
    in_title = _worth(finder, title)
    in_text = _worth(finder, text[:READ_LENGTH])
    total = 0.0
    for word in in_title.keys() | in_text.keys():
        total += TITLE_WORTH * min(in_title.get(word, 0), 1)
        total += sum(1 / place for place in range(1, round(in_text.get(word, 0)) + 1))
    return total + _share(finder, title) * WHOLE_TITLE_WORTH + _together(finder, title, text) * PHRASE_WORTH


def _worth(finder, text):
    """Return {word of the query: hits}; a single syllable inside of a longer word is a fifth of a hit."""
    worth = {}
    for span in islice(finder.spans(text), HITS_COUNTED * 12):
        whole = span.end - span.start > 1 or _stands_alone(text, span)
        worth[span.word] = min(worth.get(span.word, 0) + (1 if whole else 0.2), HITS_COUNTED)
    return worth


def _stands_alone(text, span):
    before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 2]
    return not before.isalnum() and not after[1:].isalnum()


def _share(finder, title):
    """Return which part of a title the query's words are: a title that is the query is 1."""
    marked = sum(span.end - span.start for span in finder.spans(title))
    return marked / max(len(title.replace(" ", "")), 1)


def _together(finder, title, text):
    """Whether all words of a query of several stand next to one another, in its order."""
    if finder.length < 2:
        return 0
    for part in (title, text[:READ_LENGTH]):
        expected, end = 0, 0
        for span in finder.spans(part):
            follows = span.word == expected and (not expected or span.start - end <= 1)
            expected = expected + 1 if follows else int(span.word == 0)
            end = span.end
            if expected == finder.length:
                return 1
    return 0

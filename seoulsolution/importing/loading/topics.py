"""Propose topics for a record by the keywords of each topic; staff confirm them."""

import re
from functools import lru_cache

from news.models import Topic

#: (slug, English keywords, Korean keywords) of each topic.
Topics = tuple[tuple[str, str, str], ...]

TITLE_WEIGHT = 6
# More occurrences of a word in a text do not add to its score.
MOST_COUNTED = 3
LEAST_SCORE = 5
MOST_TOPICS = 2
# Family names are no subjects: "Mayor Park" is not about a park.
PERSON = re.compile(
    r"\b(?:(?:Vice )?Mayor|President|Premier|Governor|Minister|Professor|Director|Chairman|M(?:rs?|s)\.|Dr\.)"
    r"(?:\s+[A-Z][\w-]+){1,3}"
)


def keywords() -> Topics:
    """Return the keywords of each topic in order; read once per run."""
    rows = Topic.objects.order_by("position", "id").values_list("slug", "keywords_en", "keywords_ko")
    return tuple((slug, english or "", korean or "") for slug, english, korean in rows)


def propose(title: str, text: str, known: Topics) -> list[str]:
    """Return the slugs of at most two topics, the best first. Words in the title count more."""
    title, text = _subject(title), _subject(text)
    folded = f"{title}\n{text}".casefold()
    scores = []
    for position, (slug, english, korean) in enumerate(known):
        # Few of many words are in a text, and a plain search for them is quick.
        words = [pattern for word, pattern in _words(english, korean) if word in folded]
        score = sum(TITLE_WEIGHT * bool(word.search(title)) for word in words)
        score += sum(min(len(word.findall(text)), MOST_COUNTED) for word in words)
        if score >= LEAST_SCORE:
            scores.append((-score, position, slug))
    return [slug for _score, _position, slug in sorted(scores)[:MOST_TOPICS]]


def of_category(category: str, known: Topics) -> list[str]:
    """Return the slugs of at most two topics that the source's category names, itself or by a keyword."""
    name = " ".join(category.casefold().replace("-", " ").split())
    if not name:
        return []
    whole = re.compile(rf"(?:^|\W){re.escape(name)}(?:\W|$)")
    found = [
        slug
        for slug, english, korean in known
        if name == slug.replace("-", " ")
        or whole.search(english.casefold())
        or any(word.strip() and word.strip() in name for word in korean.split(","))
    ]
    return found[:MOST_TOPICS]


def _subject(text: str) -> str:
    return PERSON.sub(" ", text).replace("_", " ")


@lru_cache(maxsize=64)
def _words(english: str, korean: str) -> tuple[tuple[str, re.Pattern], ...]:
    """Return each word, case folded, with the pattern that counts it."""

    def split(words):
        return [word.strip() for word in words.split(",") if word.strip()]

    whole = [(word, re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)) for word in split(english)]
    # Korean words have endings, so they need not end at a word boundary.
    parts = [(word, re.compile(re.escape(word))) for word in split(korean)]
    return tuple((word.casefold(), pattern) for word, pattern in (*whole, *parts))

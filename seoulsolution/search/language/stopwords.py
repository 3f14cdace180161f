"""Stop words: words of a question that are not looked for."""

import re

from seoulsolution.search.language import lists
from seoulsolution.search.language.korean import noun_of

STOPWORDS = frozenset(lists.words("stopwords"))
#: Endings of the last word of a question.
_ASKING = ("나요", "까요", "까", "는가요", "은가요", "한가요")
_ASKED_WITH = frozenset(("어떻게", "왜", "언제", "어디서", "얼마나"))
#: "Can" as in 받을 수 있나요.
_CAN = re.compile(r"(?<![가-힣])수[는가도]? (?=[있없])")


def without_can(text: str) -> str:
    """Return a normalised text without the 수 of 할 수 있다: by itself the syllable has other meanings."""
    return _CAN.sub("", text)


def capitals(text: str) -> set[str]:
    """Return the words in capitals, lower-cased: WHO and IT are names. If all is in capitals, none is."""
    if not re.search("[a-z가-힣]", text):
        return set()
    return {word.lower() for word in re.findall(r"(?<![^\W_])[A-Z]{2,}(?![^\W_])", text)}


def has_predicate(words: list[str]) -> bool:
    """Return whether the last of ``words``, a Korean question as typed, is a verb that answers rarely repeat.

    보조금을 주나요 is answered by 보조금을 지원한다. A verb made of a noun is kept, because the noun is what
    the reader asks about: 무료인가요.
    """
    last = words[-1] if len(words) > 2 else ""
    asks = last.endswith(_ASKING) or (last.endswith("나") and not _ASKED_WITH.isdisjoint(words))
    return asks and not noun_of(last)

"""Stop words: words of a question that are not looked for."""

import re

from seoulsolution.search.language.verbs import noun_of

_ENGLISH = """
a about an and any are as at be because been but by can could did do does for from had has have how i if
in is it its may me my of on or our shall should so than that the their them there these they this those
to us was we were what when where which who whom whose why will with would you your
"""
_KOREAN = """
어떻게 어떤 어느 무엇 무엇을 무엇이 무엇인가 무엇인가요 무엇입니까 무슨 뭐 뭔가요 뭘 어디 어디서 어디에
어디에서 어디인가요 언제 언제부터 언제까지 누가 누구 왜 얼마 얼마나 얼마인가요 대해 대하여 대해서 대한 관해
관하여 관한 위해 위하여 위해서 위한 하는 하기 하려면 하려고 하나요 하는지 하는가 합니까 할까 할까요 해야
하면 했나 했나요 했습니까 되는 되려면 되나 되나요 되는지 됩니까 될까 될까요 되었나 되었나요 됐나 됐나요 있는
있나 있나요 있는지 있습니까 있을까 있을까요 없나요 없는지 없습니까 인가요 받으려면 알려줘 알려주세요 싶어요
싶습니다
"""
#: Endings of the last word of a question.
_ASKING = ("나요", "까요", "까", "는가요", "은가요", "한가요")
_ASKED_WITH = frozenset(("어떻게", "왜", "언제", "어디서", "얼마나"))
BYSTANDERS = frozenset(_ENGLISH.split() + _KOREAN.split())
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

"""The headlines that the first sentence of an imported text was run into."""

import itertools
import re

from seoulsolution.content.layout.sentences import LONG_PARAGRAPH, ends_sentence, sentences, word_count

#: A run of headlines before the first sentence has at least as many words, and so has each of them.
HEADLINE_RUN, HEADLINE = 8, 5
#: One headline alone is known by as many words that the title has, too.
WORDS_OF_TITLE = 4

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_CONNECTING_WORDS = """
a an the and or but nor of in on at to by for from with without about into onto over under between among
through during until till since before after as than like via per near around across against toward
towards including such that which who whose when where while if because although whether not no its their
his her our your this these those each every all both some any other another new current former first
second third next last major global local foreign public national international so very more most many
several various &amp; &
"""
_CONNECTING = frozenset(_CONNECTING_WORDS.split())
_NOT_A_NOUN = re.compile(r"(?:ing|ed|al|ive|ful|ous|ary|ic|ly|est)$")
_RELATIVE = frozenset(("which", "that", "who"))
_AUXILIARIES = frozenset(("is", "was", "are", "were", "will", "has", "have", "had"))
_MODALS = frozenset(("should", "must", "can", "could", "may", "might", "would"))
_VERB_WORDS = """
saw held said became began took announced plans received opened signed launched published selected hosted
"""
_VERBS = _AUXILIARIES | frozenset(_VERB_WORDS.split())
_GERUND = re.compile(r"[A-Z][a-z]+ing")
_YEAR = re.compile(r"\d{4}")
#: Words of the name that a first sentence begins with, before its verb.
_NAME = 7


def split_headlines(text: str, title: str = "") -> tuple[list[str], str]:
    """Return the headlines that a text opens with, and the text after them; the headlines have no tags.

    They have no full stop: the first sentence begins where a name with its verb follows a noun. Each
    headline begins where a noun follows a noun. There are at least two, or one that repeats words of
    ``title``. Where nothing is certain, there are none.
    """
    first = next(sentences(text), "")
    words = first.split()
    at = first_sentence(words)
    if not at or "<" in first or not ends_sentence(first):
        return [], text
    found = _headlines(words[:at])
    if len(found) < 2 and not _shares_words(found[0], title):
        return [], text
    rest = text[text.index(first) + len(first) :].strip()
    return found, " ".join([*words[at:], rest]).strip()


def without_headlines(html: str, title: str = "") -> tuple[list[str], str]:
    """Return the headlines (as HTML) that rich text opens with, and the rich text after them."""
    match = _PARAGRAPH.match(html)
    if not match or word_count(match[1]) <= LONG_PARAGRAPH:
        return [], html
    found, rest = split_headlines(match[1], title)
    return (found, f"<p>{rest}</p>{html[match.end() :]}") if found and rest else ([], html)


def first_sentence(words: list[str]) -> int:
    """Return the index of the word with which the sentence after the headlines begins, or 0."""
    verbs = (at for at, word in enumerate(words) if word in _AUXILIARIES and words[at - 1] not in _RELATIVE)
    # A headline has no verb but in a clause.
    places = range(HEADLINE_RUN, min(next(verbs, len(words)), len(words) - HEADLINE) + 1)
    for at in reversed(places):
        if words[at] == "The" and _may_end_headline(words[at - 1]) and _has_verb(words, at + 1):
            return at
    for at in places:
        if words[at - 1].islower() and _is_noun(words, at - 1) and _has_verb(words, at):
            return at
    return 0


def _has_verb(words: list[str], at: int) -> bool:
    """Whether a name that begins at ``at`` is followed by a verb that a sentence needs, and by no other."""
    name = itertools.takewhile(lambda word: word.strip("()")[:1].isupper(), words[at : at + _NAME])
    verb = at + len(list(name))
    return verb > at and words[verb] in _VERBS and words[verb + 1] not in _AUXILIARIES | _MODALS


def _shares_words(headline: str, title: str) -> bool:
    """Whether a headline has half of the names and nouns of a title, and no less than a few."""
    wanted = {word for word in re.findall(r"\w+", title.casefold()) if word not in _CONNECTING}
    shared = wanted.intersection(re.findall(r"\w+", headline.casefold()))
    return len(shared) >= max(WORDS_OF_TITLE, len(wanted) // 2)


def _may_end_headline(word: str) -> bool:
    return word.lower() not in _CONNECTING and not word.endswith((",", ":", ";", "–", "-", "(", "“", "‘"))


def _is_noun(words: list[str], at: int) -> bool:
    """Whether a word can be a noun that ends a headline."""
    word = words[at]
    after_verb = at > 0 and words[at - 1].lower() in ("to", "will", "can", "may", "not")
    return word.isalpha() and _may_end_headline(word) and not _NOT_A_NOUN.search(word) and not after_verb


def _headlines(words: list[str]) -> list[str]:
    cuts = [0]
    for at in range(HEADLINE, len(words) - HEADLINE + 1):
        if at - cuts[-1] >= HEADLINE and _begins_headline(words, at):
            cuts.append(at)
    cuts.append(len(words))
    return [" ".join(words[start:end]) for start, end in itertools.pairwise(cuts)]


def _begins_headline(words: list[str], at: int) -> bool:
    before, word, after = words[at - 1], words[at], words[at + 1]
    if _YEAR.fullmatch(before) and (
        word.isdigit() or (word.istitle() and after in ("of", "to", "in", "for"))
    ):
        return True
    if not word[0].isupper():
        return False
    if before.islower():
        return _is_noun(words, at - 1)
    is_gerund = bool(_GERUND.fullmatch(word)) and after.islower()
    return is_gerund and before.isalpha() and _may_end_headline(before)

"""How a stored text is set for readers: where paragraphs break, and which words are headlines.

Old sites kept whole articles as one paragraph, with their headlines run into the first sentence. What is
stored stays as it is. This module knows words and the tags of cleaned rich text, and no database.
"""

import itertools
import re

#: A paragraph of more words than this is broken.
LONG_PARAGRAPH = 90
#: Sentences of a paragraph that is broken.
FEW_SENTENCES, MANY_SENTENCES = 3, 4
#: A run of headlines before the first sentence has at least as many words, and so has each of them.
HEADLINE_RUN, HEADLINE = 8, 5

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG_OR_SPACE = re.compile(r"(?P<tag></?(?!br\b)[a-z][^>]*>)|(?P<space>(?:\s|&nbsp;|<br>)+)")
_TAG = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"[.!?。？！…][”\"’')\]]*(?:</[a-z]+>)*$")
_SENTENCE_START = re.compile(r"(?:<[a-z][^>]*>)*[“\"‘'(\[<]*[A-Z0-9가-힣一-鿿\u2460-\u2473*▴•]")
#: What ends in a full stop without ending a sentence: abbreviations, initials, Korean dates.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Nos?|Vol|Inc|Co|Ltd|Corp|Gov|Sen|Gen|vs|etc|cf|approx|Jan"
    r"|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun|[A-Z]|[a-z]\.[a-z])"
    r"|(?:\d{1,4}\. ?){1,2}\d{1,2})\.$"
)
_NUMBER_AND_STOP = re.compile(r"(?:^|\s)\d{1,4}\.$")
_TAGS = re.compile(r"(<[^>]*>)")
_LITERAL_START, _LITERAL_END = re.compile(r"<(?:a|code)\b"), re.compile(r"</(?:a|code)>")
_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table>", re.DOTALL)
#: Names of sites are known by where they end; a full stop or comma behind an address is not part of it.
_ADDRESS = re.compile(
    r"(?<![\w@./&-])(?:(?P<mail>[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,})|(?:(?P<scheme>https?://)|(?=www\.)"
    r"|(?=(?:[\w-]+\.)+(?:kr|com|org|net|int|edu|gov)(?![\w.-]*[\w@])))[\w-]+(?:\.[\w-]+)+(?::\d+)?"
    r"(?:[/?#](?:[\w/%#?=~+:@!$*.,;-]|&amp;)*[\w/%#=~+*-])?/?)",
    re.ASCII,
)
_CIRCLED = re.compile(r"[\u2460-\u2473]")

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
_OPENERS = frozenset(("The", "This", "These", "In", "On", "At", "It", "As", "Since", "According"))
_RELATIVE = frozenset(("which", "that", "who"))
_AUXILIARIES = frozenset(("is", "was", "are", "were", "will", "has", "have", "had"))
_VERB_WORDS = """
saw held said became began took announced plans received opened signed launched published selected hosted
"""
_VERBS = _AUXILIARIES | frozenset(_VERB_WORDS.split())
_GERUND = re.compile(r"[A-Z][a-z]+ing")
_DATELINE = re.compile(
    r"\s*\(?(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}[-./] ?\d{1,2}[-./] ?\d{1,2}\.?|\d{1,2} [A-Z][a-z]+,? \d{4}"
    r"|[A-Z][a-z]+\.? \d{1,2}, \d{4}|[A-Z]{3,}(?:, [^–—]{3,30})?(?= [–—]))\)?[\s,.:–—-]*"
)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, plain or with inline tags: none is cut inside of a tag."""
    ends = [start for start, _end in _sentence_gaps(text)]
    starts = [0, *(end for _start, end in _sentence_gaps(text))]
    return [
        part
        for start, end in zip(starts, [*ends, len(text)], strict=True)
        if (part := text[start:end].strip())
    ]


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence does."""
    return bool(_SENTENCE_END.search(text))


def without_dateline(text: str) -> str:
    """Return plain ``text`` without the date or place that it opens with."""
    return text[match.end() :] if (match := _DATELINE.match(text)) and match.end() < len(text) else text


def split_headlines(text: str) -> tuple[list[str], str]:
    """Return the headlines that plain ``text`` opens with, and the text after them.

    They have no full stop: the first sentence begins where an article, or a name with its verb, follows a
    noun. Each headline begins where a noun follows a noun. Where nothing is certain, there are none.
    """
    first = next(iter(sentences(text)), "")
    words = first.split()
    at = _first_sentence(words)
    if not at or not first.rstrip("”\"’')").endswith((".", "!", "?")):
        return [], text
    return _headlines(words[:at]), " ".join(
        [*words[at:], text[text.index(first) + len(first) :].strip()]
    ).strip()


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of one of rich text, without its own tags: [``text``] if it is short enough."""
    marked = [part for item in _circled_items(text) for part in _few_sentences(item)]
    return marked or [text]


def broken(html: str) -> str:
    """Return rich text with its long paragraphs broken."""
    return _PARAGRAPH.sub(lambda match: "".join(f"<p>{part}</p>" for part in paragraphs(match[1])), html)


def without_headlines(html: str) -> tuple[list[str], str]:
    """Return the headlines (as HTML) that rich text opens with, and the rich text after them."""
    match = _PARAGRAPH.match(html)
    if not match or _TAG.search(match[1]) or _word_count(match[1]) <= LONG_PARAGRAPH:
        return [], html
    found, rest = split_headlines(match[1])
    return (found, f"<p>{rest}</p>{html[match.end() :]}") if found and rest else ([], html)


def is_wall(html: str) -> bool:
    """Whether rich text has a paragraph that readers see broken, and no other structure."""
    return len(_PARAGRAPH.findall(html)) == 1 and (broken(html) != html or bool(without_headlines(html)[0]))


def linked(html: str) -> str:
    """Return rich text in which addresses of pages and of mail are links, but for code and links."""
    parts, inside = [], 0
    for part in _TAGS.split(html):
        if part[:1] == "<":
            inside += bool(_LITERAL_START.match(part)) - bool(_LITERAL_END.match(part))
        parts.append(part if inside or part[:1] == "<" else _ADDRESS.sub(_link, part))
    return "".join(parts)


def boxed(html: str, label: str) -> str:
    """Return rich text whose tables and preformatted texts can be scrolled, with the keyboard too.

    ``label`` is what a screen reader calls the box, escaped.
    """
    box = f'tabindex="0" role="region" aria-label="{label}"'
    html = _TABLE.sub(lambda match: f'<div class="scroll" {box}>{match[0]}</div>', html)
    return html.replace("<pre>", f"<pre {box}>")


def _link(match: re.Match[str]) -> str:
    address = match[0]
    scheme = "mailto:" if match["mail"] else "" if match["scheme"] else "https://"
    return f'<a href="{scheme}{address}" rel="noopener noreferrer">{address}</a>'


def _word_count(html: str) -> int:
    return len(_TAG.sub("", html).split())


def _sentence_gaps(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the white space between sentences."""
    depth, gaps = 0, []
    for match in _TAG_OR_SPACE.finditer(text):
        if match["tag"]:
            depth += -1 if match["tag"].startswith("</") else 1
            continue
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 60]
        if depth or not _SENTENCE_END.search(before) or not _SENTENCE_START.match(after):
            continue
        in_date = _NUMBER_AND_STOP.search(before) and after[:1].isdigit()
        if not in_date and not _ABBREVIATION.search(before.rstrip("”\"’')")):
            gaps.append((match.start(), match.end()))
    return gaps


def _circled_items(text: str) -> list[str]:
    """Return ``text`` cut before ①, ② …, where they follow each other."""
    if _TAG.search(text):
        return [text]
    starts = []
    for match in _CIRCLED.finditer(text):
        if match[0] == chr(0x2460 + len(starts)) and (not match.start() or text[match.start() - 1].isspace()):
            starts.append(match.start())
    if len(starts) < 2:
        return [text]
    items = [text[start:end].strip() for start, end in zip([0, *starts], [*starts, len(text)], strict=True)]
    words = items.pop().split()
    # The text may go on after the last of them.
    end = _first_sentence(words) or len(words)
    return [item for item in (*items, " ".join(words[:end]), " ".join(words[end:])) if item]


def _few_sentences(text: str) -> list[str]:
    """Return ``text`` in parts of three or four sentences, if it is long."""
    words = _word_count(text)
    if words <= LONG_PARAGRAPH:
        return [text]
    parts = sentences(text)
    count = -(-len(parts) // MANY_SENTENCES)
    if words > LONG_PARAGRAPH * count:
        count = -(-len(parts) // FEW_SENTENCES)
    size, more = divmod(len(parts), count)
    sizes = [size + (place < more) for place in range(count)]
    return [" ".join(parts[sum(sizes[:place]) :][:length]) for place, length in enumerate(sizes)]


def _first_sentence(words: list[str]) -> int:
    """Return the index of the word with which the sentence after the headlines begins, or 0."""
    verbs = (at for at, word in enumerate(words) if word in _AUXILIARIES and words[at - 1] not in _RELATIVE)
    # A headline has no verb but in a clause.
    places = range(HEADLINE_RUN, min(next(verbs, len(words)), len(words) - HEADLINE) + 1)
    for at in reversed(places):
        if words[at] in _OPENERS and _may_end_headline(words[at - 1]):
            return at
    for at in places:
        if words[at][0].isupper() and words[at - 1].islower() and _is_noun(words, at - 1):
            name = next(
                (place for place in range(at, at + 7) if not words[place].strip("()")[:1].isupper()), at
            )
            if words[name] in _VERBS:
                return at
    return 0


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
    if re.fullmatch(r"\d{4}", before) and word.isdigit():
        return True
    if not word[0].isupper():
        return False
    if before.islower():
        return _is_noun(words, at - 1)
    is_gerund = bool(_GERUND.fullmatch(word)) and after.islower()
    return is_gerund and before.isalpha() and _may_end_headline(before)

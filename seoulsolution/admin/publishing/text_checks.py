"""Checks of rich texts: their links, headings and tables."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from seoulsolution.admin.publishing.findings import Finding, Subject, Weight, check
from seoulsolution.content import internal_links

#: Words that do not say where a link leads, without spaces and punctuation.
VAGUE_WORDS = {
    *("here", "clickhere", "link", "thislink", "more", "readmore", "seemore", "learnmore", "this"),
    *("thispage", "click", "go", "details", "여기", "여기를클릭", "클릭", "이곳", "링크", "이링크"),
    *("바로가기", "더보기", "자세히", "자세히보기", "보기", "이동"),
}
_NO_LETTER = re.compile(r"[\W_]+")
#: The title of the page is a heading of the first level.
TITLE_LEVEL = 1


@check
def vague_links(subject: Subject) -> Iterator[Finding]:
    for text in subject.texts:
        for address, words in text.outline.links:
            if _NO_LETTER.sub("", words).casefold() in VAGUE_WORDS:
                said = _("the link “%(words)s” to %(address)s does not say where it leads.")
                yield text.finding(Weight.ADVICE, said % {"words": words, "address": address})


@check
def skipped_levels(subject: Subject) -> Iterator[Finding]:
    for text in subject.texts:
        before = TITLE_LEVEL
        for level, words in text.outline.headings:
            if level > before + 1:
                said = _("the heading “%(words)s” skips a level: make it a heading of level %(level)d.")
                yield text.finding(Weight.ADVICE, said % {"words": words, "level": before + 1})
            before = level


@check
def tables_without_header(subject: Subject) -> Iterator[Finding]:
    for text in subject.texts:
        for number, has_header in enumerate(text.outline.tables, start=1):
            if not has_header:
                said = _("table %(number)d has no header row, so that nobody can tell what its columns are.")
                yield text.finding(Weight.ADVICE, said % {"number": number})


@check
def dead_links(subject: Subject) -> Iterator[Finding]:
    """Find links to pages of this site that readers cannot open. Other sites are not asked."""
    found = [
        (text, words, path)
        for text in subject.texts
        for address, words in text.outline.links
        if (path := internal_links.path_within(address))
    ]
    public = {path for _text, _words, path in found if not internal_links.is_for_staff(path)}
    broken = internal_links.broken(public) if public else set()
    for text, words, path in found:
        told = {"words": words, "address": path}
        if path not in public:
            said = _("the link “%(words)s” leads to a page for staff, which no reader can open: %(address)s")
            yield text.finding(Weight.OBSTACLE, said % told)
        elif path in broken:
            said = _("the link “%(words)s” leads to a page that readers do not find: %(address)s")
            yield text.finding(Weight.ADVICE, said % told)

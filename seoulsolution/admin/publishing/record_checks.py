"""Checks of what lists and search results need besides the text: titles, summaries, topics, dates."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.publishing.findings import Finding, Subject, Weight, check
from seoulsolution.content.languages import CODES, other
from seoulsolution.content.syndication.kinds import kind_of

#: How wide a title may be in search results: a letter of Hangul counts two.
WIDEST_TITLE = 64


def width_of(text: str) -> int:
    """Return how wide ``text`` is, in columns as of a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


@check
def long_titles(subject: Subject) -> Iterator[Finding]:
    if not kind_of(type(subject.record)).search_number:
        return  # such as an alert, which is no title of anything
    for code in subject.languages:
        if width_of(subject.record.title_in(code)) > WIDEST_TITLE:
            said = _("it is too long for search results, which cut it off.")
            yield subject.finding(Weight.HINT, f"{subject.record.title_field}_{code}", said)


@check
def missing_summaries(subject: Subject) -> Iterator[Finding]:
    for code in subject.languages:
        column = subject.column("summary", code)
        if column and not getattr(subject.record, column):
            said = _("it is empty: lists and search results show the beginning of the text instead.")
            yield subject.finding(Weight.HINT, column, said)


@check
def missing_languages(subject: Subject) -> Iterator[Finding]:
    for code in CODES:
        record = subject.record
        if not record.title_in(code) and not record.is_withheld(code):
            said = _("there is no text in %(language)s.") % {"language": NAMES[code]}
            yield subject.finding(Weight.HINT, f"{record.title_field}_{code}", said)


@check
def missing_topics(subject: Subject) -> Iterator[Finding]:
    record = subject.record
    if "topics" in getattr(record, "revision_relations", ()) and not record.topics.all():
        said = _("none is chosen: readers who look by topic do not find it.")
        yield subject.finding(Weight.HINT, "topics", said)


@check
def dates(subject: Subject) -> Iterator[Finding]:
    """Find a missing date, or one after the day on which readers first see it."""
    record: Any = subject.record
    if not any(field.name == "date" for field in record._meta.concrete_fields):
        return
    public_on = timezone.localdate(max(filter(None, (record.go_live_at, timezone.now()))))
    if record.date is None:
        yield subject.finding(Weight.HINT, "date", _("it is empty: lists put what has no date last."))
    elif record.date > public_on:
        yield subject.finding(Weight.ADVICE, "date", _("it is in the future."))


@check
def same_titles(subject: Subject) -> Iterator[Finding]:
    """Find other public records of the kind with the same title, by the index of the list's order."""
    record: Any = subject.record
    for code in subject.languages:
        column = f"{record.title_field}_{code}"
        columns = (F(column), F(f"{record.title_field}_{other(code)}"))
        ours = Coalesce(*columns, output_field=CharField())
        others = type(record)._default_manager.visible().alias(ours=ours).exclude(pk=record.pk)
        same = others.filter(ours=record.title_in(code), **{column: record.title_in(code)}).first()
        if same:
            said = _("another one has the same title: %(address)s. Readers cannot tell them apart.")
            yield subject.finding(Weight.HINT, column, said % {"address": same.get_absolute_url(code)})


@check
def nothing_to_read(subject: Subject) -> Iterator[Finding]:
    """Find what readers could not see although it is published: no language has all that it needs."""
    record: Any = subject.record
    if record.languages:
        return
    for code in subject.languages or CODES:
        for name in record._meta.get_field(f"available_{code}").required:
            if not getattr(record, f"{name}_{code}"):
                said = _("readers see nothing of it before this is written in one language.")
                yield subject.finding(Weight.OBSTACLE, f"{name}_{code}", said)

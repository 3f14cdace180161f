"""Unplaced lines made into a draft: the first line its title, the others its text, with where they stood."""

from collections.abc import Iterable
from itertools import groupby

from django.db import models, transaction
from django.utils.translation import gettext as _

from seoulsolution.content.languages import CODES
from seoulsolution.importing.loading import identity, topics
from seoulsolution.importing.loading.ledger import Ledger, entry_of
from seoulsolution.importing.loading.loader import review_rows
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.loading.writers.base import Context, Writer
from seoulsolution.importing.models import FileOutcome, Identity, LedgerEntry, UnplacedLine
from seoulsolution.importing.parsing import language
from seoulsolution.importing.parsing.parsers import documents
from seoulsolution.importing.parsing.parsers.body import body_of
from seoulsolution.importing.parsing.parsers.lists import bullet_text, is_bullet
from seoulsolution.importing.parsing.records import Line, ParsedRecord, RecordKind, ReviewNote
from seoulsolution.importing.parsing.text import shortened, squeeze
from seoulsolution.importing.parsing.validation import MAX_TITLE_CHARACTERS, unfit
from seoulsolution.importing.review.lines import split
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.reviews.reasons import ReviewReason

KINDS = (RecordKind.NEWS_POST, RecordKind.ARCHIVE_DOCUMENT)


class NotPlaced(Exception):  # noqa: N818 - a decision about the lines, not a fault of the program
    """No draft was made. ``message`` is for people; ``record`` is the one that is there already."""

    def __init__(self, message: str, record: models.Model | None = None):
        super().__init__(message)
        self.message, self.record = message, record


def language_of(lines: list[UnplacedLine]) -> str:
    """Return the language the lines seem to be in, which may be one the site does not have."""
    return language.detect("\n".join(line.text for line in lines), CODES[0])


def record_of(lines: list[UnplacedLine], kind: RecordKind, code: str) -> ParsedRecord:
    """Return the draft of lines of one file, in their order, as a format would have read it.

    What is too long for a title is cut there and stands as a whole in the text.
    """
    first, *others = [Line(line.number, line.text, line.text) for line in lines]
    whole = squeeze(bullet_text(first) if is_bullet(first) else first.text)
    is_cut = len(whole) > MAX_TITLE_CHARACTERS
    body = body_of(_groups([first, *others] if is_cut else others))
    reviews = [ReviewNote(ReviewReason.UNCLEAR_PLACE), ReviewNote(ReviewReason.NO_DATE), *body.reviews]
    if is_cut:
        reviews.append(ReviewNote(ReviewReason.CUT_TITLE))
    if kind is RecordKind.ARCHIVE_DOCUMENT:
        reviews += documents.reviews_of(body.text)
    elif not body.blocks:
        reviews.append(ReviewNote(ReviewReason.TITLE_ONLY))
    title = shortened(whole, MAX_TITLE_CHARACTERS)
    return ParsedRecord(
        kind=kind,
        title=title,
        title_as_appears=title,
        language=code,
        lines=tuple(line.number for line in lines),
        text=body.text,
        blocks=body.blocks,
        title_cut=is_cut,
        draft=True,
        reviews=tuple(reviews),
        details=documents.details_of(title) if kind is RecordKind.ARCHIVE_DOCUMENT else None,
    )


def _groups(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that follow one another in the file stand together."""
    numbered = groupby(enumerate(lines), key=lambda pair: pair[1].number - pair[0])
    return [[line for _position, line in group] for _key, group in numbered]


def make_draft(lines: list[UnplacedLine], kind: RecordKind, code: str, user) -> models.Model:
    """Write the draft in one transaction, tick the lines off in the name of ``user``, and return it.

    Raises NotPlaced when a record of that title and text is there already or no column could hold it,
    and when somebody has decided on one of the lines in the meantime.
    """
    record = record_of(lines, kind, code)
    if unfit(record, ()):
        raise NotPlaced(_("These lines are too long for one record."))
    with transaction.atomic():
        lines = list(_open(lines))
        writer = WRITERS[kind]
        values = writer.values(record, Context(topics=topics.keywords()))
        instance = _create(record, writer, values)
        Review.objects.bulk_create(review_rows(instance, writer.reviews(record, values)))
        _tell_where(lines, instance)
        for line in lines:
            line.resolve(user)
    return instance


def _open(lines: list[UnplacedLine]) -> Iterable[UnplacedLine]:
    chosen = UnplacedLine.objects.select_for_update(of=("self",)).filter(pk__in=[line.pk for line in lines])
    still = chosen.filter(resolved_at=None).select_related("source").order_by("number")
    if len(still) < len(lines):
        raise NotPlaced(_("Somebody has just decided on one of these lines."))
    return still


def _create(record: ParsedRecord, writer: Writer, values) -> models.Model:
    """The record with its entry in the ledger: made by staff, so that no later file overwrites it."""
    key = identity.import_key(record)
    known = Identity.objects.filter(key=key).select_related("entry").first()
    if known and known.entry.record:
        raise NotPlaced(_("There is such a record already:"), known.entry.record)
    instance = writer.create(values, key, Context())
    entry = entry_of(record, instance, {})
    if known:
        # Staff deleted it once and bring it back.
        LedgerEntry.objects.filter(pk=known.entry_id).update(object_id=instance.pk, written={})
    else:
        ledger = Ledger()
        ledger.add(key, entry)
        ledger.write()
    return instance


def _tell_where(lines: list[UnplacedLine], instance: models.Model):
    """Give the draft its places in each file of these contents, and each line its place."""
    source = lines[0].source
    texts = split(source.text)
    outcomes = source.outcomes.filter(status__in=FileOutcome.WENT_IN).order_by("-path", "-pk")
    runs = dict(outcomes.values_list("path", "run"))
    for path, run in runs.items():
        for group in _groups(lines):
            first, last = group[0].number, group[-1].number
            place = Provenance.objects.create(
                record=instance,
                path=path,
                sha256=source.sha256,
                encoding=source.encoding,
                first_line=first,
                last_line=last,
                raw_text="\n".join(texts[first - 1 : last]),
                run=run,
            )
            for line in group:
                line.provenance = place

"""Making a draft of unplaced lines: the first becomes its title, the others its text."""

from collections.abc import Iterable
from itertools import groupby

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seoulsolution.content.languages import CODES
from seoulsolution.importing.loading import identity, topics
from seoulsolution.importing.loading.ledger import Ledger, entry_of
from seoulsolution.importing.loading.loader import review_rows
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.loading.writers.base import Writer
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
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Event

#: What the lines can become.
KINDS = (RecordKind.NEWS_POST, RecordKind.ARCHIVE_DOCUMENT)
DECIDED_MEANWHILE = gettext_lazy("Somebody has just decided on one of these lines.")
#: As many lines as the address of the page can name.
MOST_LINES = 300


class NotPlaced(Exception):  # noqa: N818 - an outcome, not an error
    """No draft was made. ``message`` is for staff; ``record`` is the one that exists already, if any."""

    def __init__(self, message: str, record: models.Model | None = None):
        super().__init__(message)
        self.message, self.record = message, record


def language_of(lines: list[UnplacedLine]) -> str:
    """Return the language the lines seem to be in, which may be one the site does not have."""
    return language.detect("\n".join(line.text for line in lines), CODES[0])


def record_of(lines: list[UnplacedLine], kind: RecordKind, code: str) -> ParsedRecord:
    """Return the lines of one file, in their order, as the record that a format would make of them.

    A first line that is too long for a title is cut there, and the text has the whole of it.
    """
    first, *others = [Line(line.number, line.text, line.text) for line in lines]
    whole = squeeze(bullet_text(first) if is_bullet(first) else first.text)
    is_cut = len(whole) > MAX_TITLE_CHARACTERS
    body = body_of(groups([first, *others] if is_cut else others))
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


def groups(lines: Iterable[Line]) -> list[list[Line]]:
    """Return runs of lines that follow one another in the file."""
    numbered = groupby(enumerate(lines), key=lambda pair: pair[1].number - pair[0])
    return [[line for _position, line in group] for _key, group in numbered]


def make_draft(lines: list[UnplacedLine], kind: RecordKind, code: str, user) -> models.Model:
    """Create the draft, tick the lines off in the name of ``user``, and return the draft.

    Raise NotPlaced when there is a record of that title and text already, when the lines are too long for
    one record, and when somebody has decided on one of the lines in the meantime.
    """
    record = record_of(lines, kind, code)
    if unfit(record, ()):
        raise NotPlaced(_("These lines are too long for one record."))
    with transaction.atomic():
        lines = lock_open(lines)
        writer = WRITERS[kind]
        values = writer.values(record, topics.keywords())
        instance = _create(record, writer, values)
        Review.objects.bulk_create(review_rows(instance, writer.reviews(record, values)))
        add_provenance(lines, instance)
        for line in lines:
            line.resolve(user)
        history.write([instance], user=user, event=Event.CREATED)
    return instance


def lock_open(lines: list[UnplacedLine]) -> list[UnplacedLine]:
    chosen = UnplacedLine.objects.select_for_update(of=("self",)).filter(pk__in=[line.pk for line in lines])
    still = list(chosen.filter(resolved_at=None).select_related("source").order_by("number"))
    if len(still) < len(lines):
        raise NotPlaced(DECIDED_MEANWHILE)
    return still


def _create(record: ParsedRecord, writer: Writer, values) -> models.Model:
    """Create the record, and its ledger entry as of a record by staff: no later file overwrites it."""
    key = identity.import_key(record)
    known = Identity.objects.filter(key=key).select_related("entry").first()
    if known and known.entry.record:
        raise NotPlaced(_("There is such a record already:"), known.entry.record)
    instance = writer.create(values, key)
    entry = entry_of(record, instance, {})
    if known:
        # Staff deleted it before, and bring it back.
        LedgerEntry.objects.filter(pk=known.entry_id).update(object_id=instance.pk, written={})
    else:
        ledger = Ledger()
        ledger.add(key, entry)
        ledger.write()
    return instance


def add_provenance(lines: list[UnplacedLine], instance: models.Model):
    """Give the draft its provenance in each file of these contents, and link each line to it."""
    source = lines[0].source
    texts = split(source.text)
    outcomes = source.outcomes.filter(status__in=FileOutcome.WENT_IN).order_by("-path", "-pk")
    runs = dict(outcomes.values_list("path", "run"))
    for path, run in runs.items():
        for group in groups(lines):
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


def resolve_lines(lines: QuerySet[UnplacedLine], user) -> int:
    """Tick off the lines that are open, in the name of ``user``; return their number."""
    return lines.filter(resolved_at=None).update(resolved_at=timezone.now(), resolved_by=user)


def say_resolved(request: HttpRequest, number: int):
    text = ngettext("%(number)d line marked as done.", "%(number)d lines marked as done.", number)
    (messages.success if number else messages.info)(request, text % {"number": number})


class PlacingForm(forms.Form):
    """What the draft is to be, and its language. It offers the kinds that the user may add."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=forms.RadioSelect)

    def __init__(self, *args, request: HttpRequest, detected: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = self._kinds(request)
        self.fields["kind"].initial = next((kind for kind, _name in self.fields["kind"].choices), "")
        self.fields["language"].choices = self._languages(detected)
        self.fields["language"].initial = detected
        for field in self.fields.values():
            field.widget.use_fieldset = True

    @staticmethod
    def _kinds(request) -> list[tuple[str, str]]:
        models = {kind: WRITERS[kind].model for kind in KINDS}
        return [
            (kind.value, capfirst(model._meta.verbose_name))
            for kind, model in models.items()
            if admin.site.get_model_admin(model).has_add_permission(request)
        ]

    @staticmethod
    def _languages(detected: str) -> list[tuple[str, str]]:
        if detected in CODES:
            return settings.LANGUAGES
        name = _("%(code)s: not a language of the site") % {"code": detected}
        return [*settings.LANGUAGES, (detected, name)]

    @property
    def can_add(self) -> bool:
        return bool(self.fields["kind"].choices)

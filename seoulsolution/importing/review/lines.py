"""The lines of an imported file, with the outcome of each, and the lines a record came from."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from seoulsolution.admin.columns import may_see, title_in_interface
from seoulsolution.admin.urls import form_url
from seoulsolution.importing.models import SourceFile, UnplacedLine
from seoulsolution.importing.parsing.page import LINE_END
from seoulsolution.reviews.models import Provenance

LINES_PER_PAGE = 500
RECORD, BOILERPLATE, UNPLACED, GONE, BLANK = "record", "boilerplate", "unplaced", "gone", "blank"
#: What the formats call lines that belong to the page and to no record; translated when shown.
BOILERPLATE_NAMES = (
    gettext_noop("section heading"),
    gettext_noop("menu"),
    gettext_noop("skip link"),
    gettext_noop("promotion"),
    gettext_noop("copyright"),
    gettext_noop("button"),
    gettext_noop("repeated title"),
    gettext_noop("view count"),
)
#: The kinds of pages, as the formats call them.
FORMAT_NAMES = (
    gettext_noop("archive home page"),
    gettext_noop("post of the policy archive"),
    gettext_noop("policy document of the archive"),
    gettext_noop("page of the English site"),
    gettext_noop("print list of a category"),
)


@dataclass(frozen=True)
class SourceLine:
    """A line and what became of it; ``records`` has (title, address) of each record it went into.

    Of a record that the user may not see it has the kind and "".
    """

    number: int
    text: str
    status: str
    records: tuple[tuple[str, str], ...] = ()
    note: str = ""
    unplaced: UnplacedLine | None = None
    #: Whether the line above had the same outcome; whether the address asks for this line.
    continues: bool = False
    asked: bool = False


@dataclass
class FileLines:
    """The lines ``first`` to ``last`` of a file. It takes four queries, and one per kind of record."""

    source: SourceFile
    first: int
    last: int
    request: object
    owners: dict[int, list] = field(default_factory=lambda: defaultdict(list))
    #: (title, address) of the records shown so far, by (content type, id).
    shown: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self):
        overlapping = {"first_line__lte": self.last, "last_line__gte": self.first}
        places = Provenance.objects.filter(sha256=self.source.sha256, **overlapping).defer("raw_text")
        for place in places.prefetch_related("record").order_by("pk"):
            self._add_owner(place)
        lines = self.source.unplaced.filter(number__range=(self.first, self.last))
        lines = lines.select_related("resolved_by").prefetch_related("provenance__record")
        self.unplaced = {line.number: line for line in lines}
        self.listed = self.source.listing.get("records", [])

    def _add_owner(self, place: Provenance):
        length, key = place.last_line - place.first_line, (place.content_type_id, place.object_id)
        for number in range(max(place.first_line, self.first), min(place.last_line, self.last) + 1):
            self.owners[number].append((length, key, place))

    def lines(self, asked: range) -> list[SourceLine]:
        """Return the lines in order; those in ``asked`` are marked."""
        found, above = [], None
        texts = split(self.source.text)[self.first - 1 : self.last]
        for number, text in enumerate(texts, start=self.first):
            status, records, note = self._status(number, text)
            unplaced = self.unplaced.get(number)
            outcome = (status, records, note, unplaced and unplaced.resolved_at)
            line = SourceLine(
                number,
                text,
                status,
                records,
                note,
                unplaced,
                continues=outcome == above,
                asked=number in asked,
            )
            found.append(line)
            above = above if status == BLANK else outcome
        return found

    def _status(self, number: int, text: str) -> tuple[str, tuple, str]:
        if not text.strip():
            return BLANK, (), ""
        if number in self.unplaced:
            return self._placed_by_staff(self.unplaced[number])
        if str(number) in self.source.boilerplate:
            return BOILERPLATE, (), _(self.source.boilerplate[str(number)])
        if records := self._records(number):
            return RECORD, records, ""
        return GONE, (), self._listed_title(number)

    def _placed_by_staff(self, line: UnplacedLine) -> tuple[str, tuple, str]:
        """Return the outcome of an unplaced line: staff may have made a record of it."""
        place = line.provenance
        if place is None or place.record is None:
            return UNPLACED, (), ""
        return RECORD, (self._show((place.content_type_id, place.object_id), place.record),), ""

    def _show(self, key, record) -> tuple[str, str]:
        """Return (title, address) of a record; its kind and "" if the user may not see it."""
        if key not in self.shown:
            if may_see(self.request, record):
                self.shown[key] = (title_in_interface(record), form_url(record))
            else:
                self.shown[key] = (record._meta.verbose_name, "")
        return self.shown[key]

    def _records(self, number: int) -> tuple[tuple[str, str], ...]:
        """Return the records that hold a line; of an issue and its story, only the story."""
        owners = self.owners.get(number, [])
        narrowest = min((length for length, _key, _place in owners), default=0)
        inner = {key: place.record for length, key, place in owners if length == narrowest and place.record}
        return tuple(self._show(key, record) for key, record in inner.items())

    def _listed_title(self, number: int) -> str:
        """Return the title of the record that was read from the line and has been deleted since."""
        rows = [row for row in self.listed if row["lines"][0] <= number <= row["lines"][1]]
        rows.sort(key=lambda row: row["lines"][1] - row["lines"][0])
        return rows[0]["title"] if rows else ""


def split(text: str) -> list[str]:
    """Return the lines of a file as the importer counts them."""
    lines = LINE_END.split(text)
    return lines[:-1] if lines[-1] == "" else lines


@dataclass(frozen=True)
class SourceText:
    """A text that a record was found with, as (number, text) lines.

    ``also`` has the other places of the same text.
    """

    provenance: Provenance
    lines: list[tuple[int, str]]
    also: list[Provenance] = field(default_factory=list)


def source_texts(record) -> list[SourceText]:
    """Return the different texts that a record was found with, the earliest first."""
    found: dict[str, SourceText] = {}
    for provenance in record.provenances.order_by("pk"):
        text = provenance.raw_text
        if text in found:
            found[text].also.append(provenance)
        else:
            lines = list(enumerate(split(text), start=provenance.first_line))
            found[text] = SourceText(provenance, lines)
    return list(found.values())

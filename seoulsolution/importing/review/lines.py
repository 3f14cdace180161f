"""A file's lines, numbered, each with what became of it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from seoulsolution.admin.columns import form_url, title_in_interface
from seoulsolution.importing.models import SourceFile, UnplacedLine
from seoulsolution.importing.parsing.page import LINE_END
from seoulsolution.reviews.models import Provenance

LINES_A_PAGE = 500
RECORD, FURNITURE, UNPLACED, GONE, BLANK = "record", "furniture", "unplaced", "gone", "blank"
#: What the formats call the lines that belong to the page; the words are translated when shown.
FURNITURE_NAMES = (
    gettext_noop("section heading"),
    gettext_noop("menu"),
    gettext_noop("skip link"),
    gettext_noop("promotion"),
    gettext_noop("view count"),
)
#: The kinds of pages, as the formats call them.
FRAME_NAMES = (
    gettext_noop("archive home page"),
    gettext_noop("post of the policy archive"),
    gettext_noop("page of the English site"),
    gettext_noop("print list of a category"),
)


@dataclass(frozen=True)
class Line:
    """A line and its fate; ``records`` are (title, address or "") of the records it went into."""

    number: int
    text: str
    fate: str
    records: tuple[tuple[str, str], ...] = ()
    note: str = ""
    unplaced: UnplacedLine | None = None
    #: Whether the line above went the same way, and whether somebody asked for this line.
    continues: bool = False
    asked: bool = False


@dataclass
class Account:
    """What became of the lines ``first`` to ``last`` of a file: four queries, and one a kind of record."""

    source: SourceFile
    first: int
    last: int
    request: object
    owners: dict[int, list] = field(default_factory=lambda: defaultdict(list))
    #: Title and address of each record, made once.
    shown: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self):
        between = {"first_line__lte": self.last, "last_line__gte": self.first}
        places = Provenance.objects.filter(sha256=self.source.sha256, **between).defer("raw_text")
        for place in places.prefetch_related("record").order_by("pk"):
            self._own(place.first_line, place.last_line, (place.content_type_id, place.object_id), place)
        lines = self.source.unplaced.filter(number__range=(self.first, self.last))
        lines = lines.select_related("resolved_by").prefetch_related("provenance__record")
        self.unplaced = {line.number: line for line in lines}
        self.listed = self.source.listing.get("records", [])

    def _own(self, first, last, key, place):
        for number in range(max(first, self.first), min(last, self.last) + 1):
            self.owners[number].append((last - first, key, place))

    def lines(self, asked: range) -> list[Line]:
        """Return the lines in order; those in ``asked`` are marked."""
        found, above = [], None
        texts = split(self.source.text)[self.first - 1 : self.last]
        for number, text in enumerate(texts, start=self.first):
            fate, records, note = self._fate(number, text)
            unplaced = self.unplaced.get(number)
            way = (fate, records, note, unplaced and unplaced.resolved_at)
            line = Line(
                number,
                text,
                fate,
                records,
                note,
                unplaced,
                continues=way == above,
                asked=number in asked,
            )
            found.append(line)
            above = above if fate == BLANK else way
        return found

    def _fate(self, number: int, text: str) -> tuple[str, tuple, str]:
        if not text.strip():
            return BLANK, (), ""
        if number in self.unplaced:
            return self._placed_by_staff(self.unplaced[number])
        if str(number) in self.source.boilerplate:
            return FURNITURE, (), _(self.source.boilerplate[str(number)])
        if records := self._records(number):
            return RECORD, records, ""
        return GONE, (), self._listed_title(number)

    def _placed_by_staff(self, line: UnplacedLine) -> tuple[str, tuple, str]:
        """An unplaced line is in the record that staff made of it, else it stays without a place."""
        place = line.provenance
        if place is None or place.record is None:
            return UNPLACED, (), ""
        return RECORD, (self._show((place.content_type_id, place.object_id), place.record),), ""

    def _show(self, key, record) -> tuple[str, str]:
        """Title and address of a record, made once."""
        if key not in self.shown:
            self.shown[key] = (title_in_interface(record), _address(record, self.request))
        return self.shown[key]

    def _records(self, number: int) -> tuple[tuple[str, str], ...]:
        """Return the records a line stands in; of a record and what is inside of it, the inner one."""
        owners = self.owners.get(number, [])
        narrowest = min((length for length, _key, _place in owners), default=0)
        inner = {key: place.record for length, key, place in owners if length == narrowest and place.record}
        return tuple(self._show(key, record) for key, record in inner.items())

    def _listed_title(self, number: int) -> str:
        """Return the title of a record that was read from the line and is no longer there."""
        rows = [row for row in self.listed if row["lines"][0] <= number <= row["lines"][1]]
        rows.sort(key=lambda row: row["lines"][1] - row["lines"][0])
        return rows[0]["title"] if rows else ""


def split(text: str) -> list[str]:
    """Return the lines of a file as the importer counts them."""
    lines = LINE_END.split(text)
    return lines[:-1] if lines[-1] == "" else lines


def _address(record, request) -> str:
    """Return the address of the record's form; "" for who may not see it."""
    if not admin.site.get_model_admin(type(record)).has_view_permission(request):
        return ""
    return form_url(record)


@dataclass(frozen=True)
class Place:
    """A record's lines in a file, (number, text) each; ``also`` are the places with the same text."""

    provenance: Provenance
    lines: list[tuple[int, str]]
    also: list[Provenance] = field(default_factory=list)


def places(record) -> list[Place]:
    """Return the different texts a record was found with, the first first, with all their places."""
    found: dict[str, Place] = {}
    for provenance in record.provenances.order_by("pk"):
        text = provenance.raw_text
        if text in found:
            found[text].also.append(provenance)
        else:
            lines = list(enumerate(split(text), start=provenance.first_line))
            found[text] = Place(provenance, lines)
    return list(found.values())

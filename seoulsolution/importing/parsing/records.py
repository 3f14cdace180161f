"""What a format yields: frozen records that know their lines and nothing of the database."""

import datetime
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from seoulsolution.reviews.reasons import ReviewReason


class RecordKind(TextChoices):
    """The kinds of records, with names for people; the values are those of the import report."""

    NEWS_POST = "news_post", _("news post")
    ARCHIVE_DOCUMENT = "archive_document", _("archive document")
    NEWSLETTER_ISSUE = "newsletter_issue", _("newsletter issue")
    NEWSLETTER_STORY = "newsletter_story", _("story")
    PARTNER = "partner", _("partner")
    NOTICE = "notice", _("notice")
    TITLE_ONLY = "title_only", _("title alone")


@dataclass(frozen=True)
class ReviewNote:
    """One reason to look at a record, with what the source shows about it."""

    reason: ReviewReason
    detail: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a body."""

    text: str


@dataclass(frozen=True)
class Item:
    """An item of a list, its marker removed, with the items below it."""

    text: str
    children: tuple["Item", ...] = ()
    ordered_children: bool = False


@dataclass(frozen=True)
class ItemList:
    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Preformatted:
    """Lines kept as they stand: a table that lost its cells is not rebuilt by guess."""

    text: str


Block = Paragraph | Heading | ItemList | Preformatted


@dataclass(frozen=True)
class Line:
    """A line of a page: its 1-based number, its cleaned text and the text as it stood in the file."""

    number: int
    text: str
    raw: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip(" \t"))


@dataclass(frozen=True)
class Note:
    """A line with what is to be said of it: boilerplate by its kind, a warning by its sentence."""

    line: int
    message: str


@dataclass(frozen=True)
class IssueDetails:
    """A newsletter issue; ``year`` and ``month`` are the only precision its pages have."""

    series: str
    number: int
    year: int
    month: int
    lead: str = ""
    photo_caption: str = ""
    popular_titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedPart:
    """A numbered part of a notice; ``kind`` is one of the notice's part kinds, "others" when unknown."""

    number: int
    kind: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ParsedStep:
    title: str
    year: int
    month: int


@dataclass(frozen=True)
class NoticeDetails:
    """What a call for nominations states in explicit lines; what it does not state is empty."""

    intro: tuple[Block, ...]
    parts: tuple[ParsedPart, ...]
    opens: datetime.date | None = None
    closes: datetime.date | None = None
    how_to_submit: str = ""
    where_to_submit: str = ""
    citizens_required: int | None = None
    steps: tuple[ParsedStep, ...] = ()


@dataclass(frozen=True)
class DocumentDetails:
    """What the title and text of an archive document say of its kind and year."""

    kind: str
    year: int | None = None


@dataclass(frozen=True)
class PartnerDetails:
    """``name`` as the site calls it, ``official_name`` only where the page spells it out."""

    name: str
    kind: str = ""
    official_name: str = ""
    position: int = 0


Details = IssueDetails | NoticeDetails | DocumentDetails | PartnerDetails | None


@dataclass(frozen=True)
class ParsedRecord:
    """One thing found on a page.

    ``title`` is for readers, ``title_as_appears`` what stands on the page. ``text`` is the running text as
    in the source (lines joined by line ends) without captions and tables; ``blocks`` is the body as
    readers get it, tables included. ``lines`` are the numbers of its own lines, without its children's;
    ``reference_lines`` hold what it only names (the popular titles of an issue). ``last_in_file`` tells
    that nothing follows it, so that a cut-off file may have cut it.
    """

    kind: RecordKind
    title: str
    title_as_appears: str
    language: str
    lines: tuple[int, ...]
    reference_lines: tuple[int, ...] = ()
    text: str = ""
    blocks: tuple[Block, ...] = ()
    date: datetime.date | None = None
    date_precision: str = ""
    author: str = ""
    source_name: str = ""
    views: int | None = None
    title_cut: bool = False
    draft: bool = False
    last_in_file: bool = False
    captions: tuple[str, ...] = ()
    reviews: tuple[ReviewNote, ...] = ()
    details: Details = None
    children: tuple["ParsedRecord", ...] = ()
    refusal: str = ""

    @property
    def first_line(self) -> int:
        return self.lines[0]

    @property
    def last_line(self) -> int:
        return self.lines[-1]

    @property
    def stated_date(self) -> str | None:
        """The date in ISO form and in the precision of the source: a day, an issue's month, or None."""
        if isinstance(self.details, IssueDetails):
            return f"{self.details.year}-{self.details.month:02}"
        return self.date.isoformat() if self.date else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons to look at it, each once, sorted."""
        return tuple(sorted({review.reason.value for review in self.reviews}))

    def with_children(self) -> list["ParsedRecord"]:
        return [self, *self.children]


@dataclass(frozen=True)
class LineCounts:
    """How many lines a file has and what became of those with text."""

    total: int
    nonblank: int
    record: int
    boilerplate: int
    unplaced: int


@dataclass(frozen=True)
class ParsedPage:
    """A whole page: each line with text is a record's, boilerplate or unplaced, and none is two of these."""

    layout: str
    records: tuple[ParsedRecord, ...]
    boilerplate: tuple[Note, ...]
    unplaced: tuple[Note, ...]
    warnings: tuple[Note, ...] = field(default=())
    lines: LineCounts = LineCounts(0, 0, 0, 0, 0)

    def all_records(self) -> list[ParsedRecord]:
        """The records in the order of the page, each followed by its children."""
        return [each for record in self.records for each in record.with_children()]

"""What a format returns: frozen records that know their lines and nothing of the database."""

import datetime
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from seoulsolution.reviews.reasons import ReviewReason


class RecordKind(TextChoices):
    """Kinds of records. The values are written into the import report."""

    NEWS_POST = "news_post", _("news post")
    ARCHIVE_DOCUMENT = "archive_document", _("archive document")
    NEWSLETTER_ISSUE = "newsletter_issue", _("newsletter issue")
    NEWSLETTER_STORY = "newsletter_story", _("story")
    PARTNER = "partner", _("partner")
    NOTICE = "notice", _("notice")
    TITLE_ONLY = "title_only", _("title alone")


@dataclass(frozen=True)
class ReviewNote:
    """A reason to review a record, with what the source says about it."""

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
    """An item of a list without its marker, with the items below it."""

    text: str
    children: tuple["Item", ...] = ()
    ordered_children: bool = False


@dataclass(frozen=True)
class ItemList:
    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Preformatted:
    """Lines kept as they are, such as a table that lost its cells: rebuilding it would be a guess."""

    text: str


@dataclass(frozen=True)
class Descriptions:
    """Labels with their values, such as "Place" and "Seoul Plaza"."""

    pairs: tuple[tuple[str, str], ...]


Block = Paragraph | Heading | ItemList | Preformatted | Descriptions


@dataclass(frozen=True)
class Line:
    """A line of a page: its number (from 1), its cleaned text, and its text as it is in the file."""

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
    """A line's number and a message about it: a warning, or which kind of boilerplate it is."""

    line: int
    message: str


@dataclass(frozen=True)
class IssueDetails:
    """A newsletter issue. Its pages give no date more precise than ``year`` and ``month``."""

    series: str
    number: int
    year: int
    month: int
    lead: str = ""
    photo_caption: str = ""
    popular_titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedPart:
    """A numbered part of a notice; ``kind`` is a value of NoticePart.Kind, "others" when unknown."""

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
    """What a call for nominations states explicitly; what it does not state is empty."""

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
    """Kind and year of an archive document, as its title says; category and department, as its page does."""

    kind: str
    year: int | None = None
    category: str = ""
    department: str = ""


@dataclass(frozen=True)
class PartnerDetails:
    """A partner: ``name`` as the site uses it, ``official_name`` only where the page spells it out."""

    name: str
    kind: str = ""
    official_name: str = ""
    position: int = 0


Details = IssueDetails | NoticeDetails | DocumentDetails | PartnerDetails | None


@dataclass(frozen=True)
class ParsedRecord:
    """A record found on a page.

    ``title`` is for readers, ``title_as_appears`` is what the page has. ``text`` is the running text as
    in the source (lines joined by line ends) without captions and tables; ``blocks`` is the body for
    readers, tables included. ``lines`` are the numbers of its own lines, without those of its children;
    ``reference_lines`` are those that only name other records (the popular titles of an issue).
    ``last_in_file`` is true when nothing follows it, so that a truncated file may have cut it.
    ``refusal`` says why the record cannot be stored; "" when it can.
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
    author: str = ""
    source_name: str = ""
    source_url: str = ""
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
        """The date in ISO format, as precise as the source: a day, an issue's month, or None."""
        if isinstance(self.details, IssueDetails):
            return f"{self.details.year}-{self.details.month:02}"
        return self.date.isoformat() if self.date else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The codes of its reasons for review, each once, sorted."""
        return tuple(sorted({review.reason.value for review in self.reviews}))

    def with_children(self) -> list["ParsedRecord"]:
        return [self, *self.children]


@dataclass(frozen=True)
class LineCounts:
    """How many lines a file has, how many have text, and where those with text went."""

    total: int
    nonblank: int
    record: int
    boilerplate: int
    unplaced: int


@dataclass(frozen=True)
class ParsedPage:
    """A parsed page. Each line with text belongs to a record, is boilerplate, or is unplaced: exactly one."""

    layout: str
    records: tuple[ParsedRecord, ...]
    boilerplate: tuple[Note, ...]
    unplaced: tuple[Note, ...]
    warnings: tuple[Note, ...] = field(default=())
    lines: LineCounts = LineCounts(0, 0, 0, 0, 0)

    def all_records(self) -> list[ParsedRecord]:
        """Return the records in the order of the page, each followed by its children."""
        return [each for record in self.records for each in record.with_children()]

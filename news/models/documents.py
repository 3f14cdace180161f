"""Documents of the policy archive and their attachments."""

import functools
import operator
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, OuterRef, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article, ArticleQuerySet
from news.models.indexes import admin_indexes, archive_indexes, list_index
from seoulsolution.content.fields import year_range
from seoulsolution.content.languages import CODES, availability
from seoulsolution.content.managers import ColumnManager
from seoulsolution.media.models import Attachment

#: The columns of a document besides its title, of which one has text if there is more than a title.
CONTENT_COLUMNS = (
    *(f"{name}_{code}" for name in ("summary", "body", "transcript") for code in CODES),
    "video_url",
)


def has_content():
    """Return the column that says whether a document has more in its own row than a title."""
    text = functools.reduce(operator.or_, (models.Q(**{f"{name}__gt": ""}) for name in CONTENT_COLUMNS))
    field = models.GeneratedField(
        expression=Case(When(text, then=models.Value(True)), default=models.Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    field.compute = lambda record: any(getattr(record, name) for name in CONTENT_COLUMNS)
    return field


class DocumentQuerySet(ArticleQuerySet):
    def with_files(self):
        """Annotate ``has_files``: whether files are attached."""
        attached = DocumentAttachment.objects.filter(document=OuterRef("pk")).order_by()
        return self.annotate(has_files=Exists(attached))

    def for_cards(self):
        return super().for_cards().with_files()


class Document(Article):
    """A document of the policy archive. It may be a title alone, with its file or video elsewhere."""

    revision_children = ("attachments",)

    class Kind(models.TextChoices):
        REPORT = "report", _("report")
        INTERVIEW = "interview", _("interview")
        BROCHURE = "brochure", _("brochure")
        VIDEO = "video", _("video")
        INDEX = "index", _("index")

    #: Lists do not show a transcript either.
    LONG_TEXTS = (*Article.LONG_TEXTS, *(f"transcript{end}" for end in ("", "_en", "_ko")))

    section = "archive"
    url_name = "news:document"
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REPORT)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=year_range(1945))
    video_url = models.URLField(
        _("video address"),
        max_length=500,
        blank=True,
        help_text=_("At YouTube or Vimeo it can be played on the page; elsewhere it is a link."),
    )
    #: In seconds.
    duration = models.PositiveIntegerField(
        _("length of the video"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(86_400)],
        help_text=_("In seconds."),
    )
    department = models.CharField(
        _("department"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("The office of the city that is responsible for what it describes."),
    )
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("What is said and seen in the video, for those who cannot follow it."),
    )
    available_en = availability("en", "title")
    available_ko = availability("ko", "title")
    has_content = has_content()

    objects: ClassVar[Any] = ColumnManager.from_queryset(DocumentQuerySet)()

    class Meta(Article.Meta):
        verbose_name = _("archive document")
        verbose_name_plural = _("archive documents")
        indexes = [
            *archive_indexes("document", "kind", "has_content"),
            list_index("document_list_by_kind", "kind"),
            *admin_indexes("document"),
        ]

    @cached_property
    def has_files(self):
        return bool(self.attachments.all())

    @property
    def is_title_only(self):
        """Whether nothing but the title is here: no text, film or file."""
        return not self.has_content and not self.has_files


class DocumentAttachment(Attachment):
    revision_parent = "document"
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="attachments")

    class Meta(Attachment.Meta):
        ordering = ["document", "position", "id"]

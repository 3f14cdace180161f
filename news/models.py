"""News posts, archive documents, newsletter issues with their stories, and the topics they share."""

import datetime
import functools
import operator
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Case, Exists, OuterRef, Prefetch, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seoulsolution.content import excerpts
from seoulsolution.content.art import art_key
from seoulsolution.content.bulk import BulkManager, BulkQuerySet
from seoulsolution.content.dates import month
from seoulsolution.content.fields import RichTextField, sort_date, year_range
from seoulsolution.content.first_public import in_order_of
from seoulsolution.content.languages import CODES, availability, other
from seoulsolution.content.lists.years import FastExtractYear
from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models import (
    MAY_BE_HIDDEN,
    Child,
    Content,
    ContentQuerySet,
    Sourced,
    Translated,
)
from seoulsolution.content.old_addresses import tidied
from seoulsolution.content.urls import path_of
from seoulsolution.media.models import Attachment


class TopicQuerySet(BulkQuerySet):
    def visible(self, language=None):
        """Return the topics with a visible post or document in ``language`` (default: in any)."""
        used = (Exists(self._under(model, language)) for model in (Post, Document))
        return self.filter(functools.reduce(operator.or_, used)).order_by("position", "pk")

    def counted(self):
        """Annotate topics with ``post_count`` and ``document_count``: the visible records."""

        def count(model):
            numbers = model.objects.count_visible_by("topics").items()
            return Case(*(When(pk=pk, then=number) for pk, number in numbers), default=0)

        return self.annotate(post_count=count(Post), document_count=count(Document))

    @staticmethod
    def _under(model, language):
        return model.objects.visible(language).filter(topics=OuterRef("pk")).order_by()


class Topic(Translated):
    """A subject of posts and documents."""

    title_field = "name"
    section = "news"
    #: Authors choose among topics; who edits adds them.
    is_curated = True

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), unique=True)
    introduction = models.CharField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences, above what is listed on its page."),
    )
    keywords = models.TextField(
        _("keywords"), blank=True, help_text=_("Separated by commas; the importer proposes topics by them.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    #: The key of its drawings (content.art): a new topic has those of its slug, and keeps them when renamed.
    art = models.CharField(max_length=20, blank=True, editable=False)

    objects: ClassVar[Any] = ColumnManager.from_queryset(TopicQuerySet)()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "id"]

    def prepare(self, names=None):
        """A new topic gets the art of its slug."""
        if self._state.adding and not self.art:
            self.art = art_key(self.slug)
        return super().prepare(names)

    def save(self, *args, **kwargs):
        """Remember the slug it had: addresses with that redirect."""
        before = Topic.objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        with transaction.atomic():
            super().save(*args, **kwargs)
            FormerSlug.objects.filter(slug=self.slug).delete()
            if before and before != self.slug:
                FormerSlug.objects.create(slug=before, topic=self)

    @property
    def listed_topics(self):
        """The topic itself: its page has its art."""
        return [self]

    def get_absolute_url(self, language=None):
        """Return the path of the topic's page in ``language`` (default: the active one)."""
        return path_of("news:topic", language, slug=self.slug)


class FormerSlug(models.Model):
    """A slug that a topic had, and no topic has now."""

    slug = models.SlugField(unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")

    def __str__(self):
        return self.slug


#: The columns that decide whether a record is visible, besides its state.
VISIBILITY = (*(f"available_{code}" for code in CODES), "go_live_at", "expires_at")


def list_index(name, *fields):
    """Return an index from which lists, neighbours and feeds find their records without reading rows."""
    return models.Index(fields=["state", *fields, "-sort_date", "-id", *VISIBILITY], name=name)


def archive_indexes(name, *fields):
    """Return the indexes that keep the pages of a large archive quick; ``fields`` are counted in lists."""
    columns = (FastExtractYear("sort_date"), *fields, *VISIBILITY, "sort_date")
    newest = models.F("id").desc()
    return [
        list_index(f"{name}_list"),
        # Years, languages and ``fields`` are counted in one pass.
        models.Index("state", *columns, name=f"{name}_counts"),
        # The published records that may be hidden, by which counts are corrected.
        models.Index(fields=["state"], condition=MAY_BE_HIDDEN, name=f"{name}_hidden"),
        # What became public last, for the feed of each language.
        *(
            models.Index(
                "state",
                in_order_of(code).desc(),
                newest,
                *VISIBILITY,
                name=f"{name}_feed_{code}",
            )
            for code in CODES
        ),
        # What has an address of a former site.
        models.Index(fields=["id"], condition=~models.Q(old_addresses=""), name=f"{name}_old_addresses"),
        # When pages next change by themselves.
        *(
            models.Index(
                fields=[field], condition=models.Q((f"{field}__isnull", False)), name=f"{name}_{end}"
            )
            for field, end in (("go_live_at", "live"), ("expires_at", "expires"))
        ),
    ]


def admin_indexes(name):
    """Return the indexes of a large kind that only staff need: for the orders and filters of its list.

    What lacks a language is rare, or else found at once.
    """
    orders = {code: Coalesce(f"title_{code}", f"title_{other(code)}") for code in CODES}
    return [
        models.Index(fields=["-sort_date", "-id"], name=f"{name}_by_date"),
        models.Index(fields=["state", "-id"], name=f"{name}_by_state"),
        models.Index(fields=["-updated_at"], name=f"{name}_drafts", condition=models.Q(state="draft")),
        *(
            models.Index(title, models.F("id").desc(), name=f"{name}_by_title_{code}")
            for code, title in orders.items()
        ),
        *(
            models.Index(
                fields=["-sort_date", "-id"],
                name=f"{name}_without_{code}",
                condition=models.Q(**{f"available_{code}": False}),
            )
            for code in CODES
        ),
    ]


#: The topics of many records, as plain lists: without ``to_attr`` Django builds a query for each record.
LISTED_TOPICS = Prefetch("topics", to_attr="listed_topics")


class ArticleQuerySet(ContentQuerySet):
    def for_cards(self):
        """Read what a card or a row of a list shows."""
        return self.defer(*self.model.LONG_TEXTS).select_related("cover").prefetch_related(LISTED_TOPICS)


class Article(Content):
    """What a post and an archive document share."""

    #: Columns that lists defer: they show excerpts.
    LONG_TEXTS = tuple(
        f"{name}{code}" for name in ("body", "summary", "key_points") for code in ("", "_en", "_ko")
    )

    revision_relations = ("topics",)
    revision_computed = (*Content.revision_computed, *(f"excerpt_{code}" for code in CODES))

    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences for lists."))
    key_points = models.TextField(
        _("key points"), blank=True, help_text=_("One per line; shown above the text.")
    )
    body = RichTextField(_("body"), blank=True)
    #: Computed on each save; lists read it instead of whole bodies.
    excerpt = models.CharField(max_length=400, blank=True, editable=False)
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("Empty when it is not recorded."))
    author = models.CharField(_("author"), max_length=200, blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    title_cut = models.BooleanField(
        _("title is cut"), default=False, help_text=_("The source gave only the beginning of the title.")
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="%(class)ss")
    cover = models.ForeignKey(
        "media.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("cover"),
    )
    sort_date = sort_date()

    objects: ClassVar[Any] = ColumnManager.from_queryset(ArticleQuerySet)()

    class Meta(Content.Meta):
        abstract = True
        ordering = ["-sort_date", "-id"]

    def prepare(self, names=None):
        more = super().prepare(names)
        texts = {f"{name}{end}" for name in ("title", "summary", "body") for end in ("", "_en", "_ko")}
        if names is None or not texts.isdisjoint(names):
            self._make_excerpts()
            more |= {f"excerpt_{code}" for code in CODES}
        return more

    def compute(self):
        super().compute()
        self._make_excerpts()

    @cached_property
    def listed_topics(self):
        """The topics in their order, read once."""
        return list(self.topics.all())

    def _make_excerpts(self):
        for code in CODES:
            parts = (getattr(self, f"{name}_{code}") for name in ("title", "summary", "body"))
            setattr(self, f"excerpt_{code}", excerpts.make(*parts, is_imported=bool(self.import_key)))


class Post(Article):
    """A news post."""

    revision_children = ("attachments",)
    section = "news"
    url_name = "news:post"
    available_en = availability("en", "title", "body")
    available_ko = availability("ko", "title", "body")

    class Meta(Article.Meta):
        verbose_name = _("news post")
        verbose_name_plural = _("news posts")
        indexes = [*archive_indexes("post"), *admin_indexes("post")]


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


class PostAttachment(Attachment):
    revision_parent = "post"
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments")

    class Meta(Attachment.Meta):
        ordering = ["post", "position", "id"]


class DocumentAttachment(Attachment):
    revision_parent = "document"
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="attachments")

    class Meta(Attachment.Meta):
        ordering = ["document", "position", "id"]


class IssueKeyConverter:
    """``201``, a regular issue of the newsletter, or ``special-46``: series and number."""

    regex = r"(?:special-)?[0-9]{1,9}"

    def to_python(self, value):
        prefix, _dash, number = value.rpartition("-")
        return Issue.Series.SPECIAL if prefix else Issue.Series.NEWSLETTER, int(number)

    def to_url(self, value):
        return str(value)

    @staticmethod
    def join(series, number):
        """Return the key of an issue in addresses."""
        return f"special-{number}" if series == Issue.Series.SPECIAL else str(number)


class Issue(Content):
    """An issue of the newsletter, addressed by its number. Each series counts its own issues."""

    class Series(models.TextChoices):
        NEWSLETTER = "newsletter", _("regular issues (No.)")
        SPECIAL = "special", _("special issues (Vol.)")

    section = "newsletter"
    url_name = "news:issue"
    revision_children = ("stories", "popular_titles")
    series = models.CharField(_("series"), max_length=30, choices=Series, default=Series.NEWSLETTER)
    number = models.PositiveIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"), validators=year_range(1945))
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    title = models.CharField(_("title"), max_length=300)
    lead = models.TextField(_("lead"), blank=True)
    photo_caption = models.CharField(_("photo caption"), max_length=300, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    available_en = availability("en", "title")
    available_ko = availability("ko", "title")

    class Meta(Content.Meta):
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")
        ordering = ["-year", "-month", "-number"]
        indexes = [models.Index(fields=["state", "-year", "-month", "-number"], name="issue_list")]
        constraints = [
            *Content.Meta.constraints,
            models.UniqueConstraint(
                fields=["series", "number"],
                name="issue_number_once_a_series",
                violation_error_message=_("There is an issue of this number already."),
            ),
            models.CheckConstraint(
                condition=models.Q(month__gte=1, month__lte=12), name="issue_month_is_a_month"
            ),
        ]

    def prepare(self, names=None):
        """Remember the address that it had by another number: links to it redirect."""
        more = super().prepare(names)
        if self._state.adding or not (names is None or {"series", "number"} & set(names)):
            return more
        before = Issue.objects.filter(pk=self.pk).values_list("series", "number").first()
        if before and before != (self.series, self.number):
            former = path_of("news:issue", CODES[0], key=IssueKeyConverter.join(*before))
            without_language = former.removeprefix(f"/{CODES[0]}")
            self.old_addresses = tidied(f"{self.old_addresses}\n{without_language}")
            more.add("old_addresses")
        return more

    @property
    def date(self):
        """The first day of the issue's month. Show it as a month: the day is not known."""
        return datetime.date(self.year, self.month, 1)

    @property
    def display_name(self):
        """The name that readers know an issue by, in the active language: its title is the source's."""
        name = (
            gettext("Newsletter, Special Issue Vol. %(number)s, %(month)s")
            if self.is_special
            else gettext("Newsletter No. %(number)s, %(month)s")
        )
        return name % {"number": self.number, "month": month(self.date)}

    @property
    def series_label(self):
        """What readers see before its number, in the active language."""
        return gettext("Special Issue Vol.") if self.is_special else gettext("Newsletter No.")

    @property
    def is_special(self):
        return self.series == self.Series.SPECIAL

    @property
    def key(self):
        """What identifies it in addresses: "201", or "special-46"."""
        return IssueKeyConverter.join(self.series, self.number)

    def address_kwargs(self, language):
        return {"key": self.key}


class Story(Child, Sourced):
    """A story of a newsletter issue. It is public when its issue is."""

    revision_parent = "issue"

    issue = models.ForeignKey(
        Issue, on_delete=models.CASCADE, related_name="stories", verbose_name=_("issue")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=300)
    body = RichTextField(_("body"), blank=True)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["issue", "position", "id"]


class PopularTitle(Child):
    """A title that an issue named as popular, linked to the post of that title if there is one."""

    revision_parent = "issue"

    issue = models.ForeignKey(
        Issue, on_delete=models.CASCADE, related_name="popular_titles", verbose_name=_("issue")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=5, default="en")
    post = models.ForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("news post")
    )

    objects: ClassVar[Any] = BulkManager()

    class Meta:
        verbose_name = _("popular title")
        verbose_name_plural = _("popular titles")
        ordering = ["issue", "position"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="popular_title_once_a_position")
        ]

    def __str__(self):
        return self.title

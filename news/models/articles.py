"""What posts and archive documents share."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from news.models.topics import Topic
from seoulsolution.content import excerpts
from seoulsolution.content.fields import RichTextField, sort_date
from seoulsolution.content.languages import CODES
from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models import Content, ContentQuerySet

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
        if not self.is_prepared:
            self._make_excerpts()

    @cached_property
    def listed_topics(self):
        """The topics in their order, read once."""
        return list(self.topics.all())

    def _make_excerpts(self):
        for code in CODES:
            parts = (getattr(self, f"{name}_{code}") for name in ("title", "summary", "body"))
            setattr(self, f"excerpt_{code}", excerpts.make(*parts, is_imported=bool(self.import_key)))

"""The topics of posts and documents."""

import functools
import operator
from typing import Any, ClassVar

from django.apps import apps
from django.db import models, transaction
from django.db.models import Case, Exists, OuterRef, When
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.art import art_key
from seoulsolution.content.bulk import BulkQuerySet
from seoulsolution.content.managers import ColumnManager
from seoulsolution.content.models import Translated
from seoulsolution.content.urls import path_of


def models_with_topics():
    """Return Post and Document, whose modules import this one."""
    return apps.get_model("news", "Post"), apps.get_model("news", "Document")


class TopicQuerySet(BulkQuerySet):
    def visible(self, language=None):
        """Return the topics with a visible post or document in ``language`` (default: in any)."""
        used = (
            Exists(model.objects.visible(language).filter(topics=OuterRef("pk")).order_by())
            for model in models_with_topics()
        )
        return self.filter(functools.reduce(operator.or_, used)).order_by("position", "pk")

    def counted(self):
        """Annotate topics with ``post_count`` and ``document_count``: the visible records."""

        def count(model):
            numbers = model.objects.count_visible_by("topics").items()
            return Case(*(When(pk=pk, then=number) for pk, number in numbers), default=0)

        post, document = models_with_topics()
        return self.annotate(post_count=count(post), document_count=count(document))


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

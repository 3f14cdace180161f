"""Issues of the newsletter with their stories and popular titles."""

import datetime
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.models.posts import Post
from seoulsolution.content.bulk import BulkManager
from seoulsolution.content.dates import month
from seoulsolution.content.fields import RichTextField, year_range
from seoulsolution.content.languages import CODES, availability
from seoulsolution.content.models import Child, Content, Sourced
from seoulsolution.content.old_addresses import tidied
from seoulsolution.content.urls import path_of


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

"""Notices of recommendation for honorary citizenship, one per round, with their numbered parts."""

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seoulsolution.content import clock
from seoulsolution.content.fields import RichTextField, sort_date, year_range
from seoulsolution.content.languages import availability
from seoulsolution.content.models import Child, Content, Translated
from seoulsolution.content.urls import path_of
from seoulsolution.media.models import Attachment

#: Number of days at the end of a submission period, the closing day included, that are "closing soon".
CLOSING_SOON_DAYS = 3


class SubmissionState(models.TextChoices):
    """The state of a notice: it follows from its dates and today's date in Seoul alone."""

    UPCOMING = "upcoming", _("Opens soon")
    OPEN = "open", _("Open")
    CLOSING_SOON = "closing_soon", _("Closing soon")
    CLOSED = "closed", _("Closed")
    RESULT_ANNOUNCED = "result_announced", _("Result announced")


def submission_state(opens, closes, result_announced_on, today):
    """Return the SubmissionState on ``today``, or None when no date of the period is known.

    All four are dates in Asia/Seoul; any but ``today`` may be None. The closing day is still open.
    """
    if result_announced_on and today >= result_announced_on:
        return SubmissionState.RESULT_ANNOUNCED
    if closes and today > closes:
        return SubmissionState.CLOSED
    if opens and today < opens:
        return SubmissionState.UPCOMING
    if closes and (closes - today).days < CLOSING_SOON_DAYS:
        return SubmissionState.CLOSING_SOON
    return SubmissionState.OPEN if opens or closes else None


class Notice(Content):
    """A round of recommendation for honorary citizenship."""

    section = "notices"
    url_name = "notices:notice"
    revision_children = ("parts", "selection_steps", "attachments")

    title = models.CharField(_("title"), max_length=300)
    intro = RichTextField(_("introduction"), blank=True)
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("Empty when it is not recorded."))
    author = models.CharField(_("author"), max_length=200, blank=True)
    submission_opens = models.DateField(_("submission opens"), null=True, blank=True)
    submission_closes = models.DateField(
        _("submission closes"), null=True, blank=True, help_text=_("The last day of submission, in Seoul.")
    )
    result_announced_on = models.DateField(_("result announced on"), null=True, blank=True)
    how_to_submit = models.TextField(_("how to submit"), blank=True)
    where_to_submit = models.TextField(_("where to submit"), blank=True)
    citizens_required = models.PositiveIntegerField(
        _("citizens a nomination needs"),
        null=True,
        blank=True,
        help_text=_("How many citizens must sign when citizens nominate; the rule changes between rounds."),
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    sort_date = sort_date("date", "submission_opens")
    available_en = availability("en", "title", "intro")
    available_ko = availability("ko", "title", "intro")

    class Meta(Content.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-sort_date", "-id"]
        indexes = [models.Index(fields=["state", "-sort_date", "-id"], name="notice_list")]
        constraints = [
            *Content.Meta.constraints,
            models.CheckConstraint(
                condition=Q(submission_opens=None)
                | Q(submission_closes=None)
                | Q(submission_closes__gte=F("submission_opens")),
                name="notice_closes_after_opening",
                violation_error_message=_("Submission cannot close before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(submission_closes=None)
                | Q(result_announced_on=None)
                | Q(result_announced_on__gte=F("submission_closes")),
                name="notice_result_after_closing",
                violation_error_message=_("The result cannot be announced before submission closes."),
            ),
        ]

    @property
    def own_date(self):
        return self.date or self.submission_opens

    def calendar_url(self, language):
        """Return the path of the notice's calendar file in ``language``."""
        return path_of("notices:notice_calendar", language, **self.address_kwargs(language))

    def submission_state(self, today=None):
        """Return the SubmissionState on ``today`` (a date in Seoul, default the present day)."""
        return submission_state(
            self.submission_opens,
            self.submission_closes,
            self.result_announced_on,
            today or clock.today(),
        )


class NoticePart(Child, Translated):
    """A numbered part of a notice."""

    class Kind(models.TextChoices):
        QUALIFICATION = "qualification", _("qualification")
        NOMINATORS = "nominators", _("nominators")
        DOCUMENTS = "documents", _("required documents")
        SUBMISSION = "submission", _("submission")
        SELECTION = "selection", _("selection process")
        BENEFITS = "benefits", _("benefits")
        OTHERS = "others", _("others")

    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="parts", verbose_name=_("notice")
    )
    revision_parent = "notice"
    revision_order = "number"

    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHERS)
    title = models.CharField(_("title"), max_length=200)
    body = RichTextField(_("body"), blank=True)

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["notice", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "number"],
                name="notice_part_number_once",
                violation_error_message=_("Two parts of a notice cannot have one number."),
            )
        ]


class SelectionStep(Child, Translated):
    """A step of the selection and the month it falls in."""

    revision_parent = "notice"

    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="selection_steps", verbose_name=_("notice")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), validators=year_range(1990))
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )

    class Meta:
        verbose_name = _("selection step")
        verbose_name_plural = _("selection steps")
        ordering = ["notice", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="selection_step_month_is_a_month"
            )
        ]

    @property
    def date(self):
        """The first day of the step's month, or None. Show it as a month: the day is not known."""
        is_year = datetime.MINYEAR <= self.year <= datetime.MAXYEAR
        return datetime.date(self.year, self.month, 1) if is_year else None


class NoticeAttachment(Attachment):
    revision_parent = "notice"
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attachments")

    class Meta(Attachment.Meta):
        ordering = ["notice", "position", "id"]

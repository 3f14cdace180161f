"""The submission period of a notice as readers are told it: in words, days and a bar."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.models import SubmissionState
from seoulsolution.content.dates import day, weekday


@dataclass(frozen=True)
class Period:
    """The period of one notice on one day; all dates are days in Asia/Seoul, each may be None."""

    state: SubmissionState | None
    opens: datetime.date | None
    closes: datetime.date | None
    result: datetime.date | None
    today: datetime.date

    @classmethod
    def of(cls, notice, today=None):
        today = today or timezone.localdate()
        return cls(
            notice.submission_state(today),
            notice.submission_opens,
            notice.submission_closes,
            notice.result_announced_on,
            today,
        )

    @property
    def is_open(self):
        return self.state in (SubmissionState.OPEN, SubmissionState.CLOSING_SOON)

    @property
    def is_ahead(self):
        """Whether some of the period is still to come: worth a place in a calendar."""
        return self.is_open or self.state == SubmissionState.UPCOMING

    @property
    def name(self):
        """The state as a word for style sheets: "none" where the period is not known."""
        return self.state.value if self.state else "none"

    @property
    def label(self):
        return self.state.label if self.state else _("Period not recorded")

    @property
    def headline(self):
        """What a reader wants to know first: how long there is, or when it was."""
        match self.state:
            case SubmissionState.UPCOMING:
                return _("Opens %(date)s") % {"date": weekday(self.opens)}
            case SubmissionState.OPEN | SubmissionState.CLOSING_SOON:
                return self._time_left()
            case SubmissionState.CLOSED:
                return _("Closed on %(date)s") % {"date": day(self.closes)}
            case SubmissionState.RESULT_ANNOUNCED:
                return _("Result announced on %(date)s") % {"date": day(self.result)}
        return _("Submission period not recorded")

    def _time_left(self):
        if not self.closes:
            return _("Open for submission")
        days = (self.closes - self.today).days
        if days == 0:
            return _("Closes today")
        if days == 1:
            return _("Closes tomorrow")
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}

    @property
    def explanation(self):
        """The absolute dates, with the time zone they are meant in; "" where none is known."""
        dates = {"opens": weekday(self.opens), "closes": weekday(self.closes)}
        match self.state:
            case SubmissionState.UPCOMING if self.closes:
                return _("Submission runs until %(closes)s (KST).") % dates
            case SubmissionState.OPEN | SubmissionState.CLOSING_SOON if self.closes:
                return _("Open until the end of %(closes)s (KST).") % dates
            case SubmissionState.CLOSED | SubmissionState.RESULT_ANNOUNCED if self.opens and self.closes:
                return _("Submission ran from %(opens)s to %(closes)s (KST).") % dates
            case SubmissionState.RESULT_ANNOUNCED if self.closes:
                return _("Submission closed on %(closes)s (KST).") % dates
        return ""

    @property
    def has_bar(self):
        """Whether there is progress to show: both ends are known and the period is not over."""
        over = self.state in (SubmissionState.CLOSED, SubmissionState.RESULT_ANNOUNCED)
        return bool(self.opens and self.closes) and not over

    @property
    def length(self):
        """Days of the period, its first and last included."""
        return (self.closes - self.opens).days + 1

    @property
    def elapsed(self):
        """Days of the period that have begun, from 0 to its length."""
        return min(max((self.today - self.opens).days + 1, 0), self.length)

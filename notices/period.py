"""The submission period of a notice as its page shows it: in words, dates and a progress bar."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.models import SubmissionState
from seoulsolution.content import clock
from seoulsolution.content.dates import day, weekday


@dataclass(frozen=True)
class Period:
    """The period of one notice on one day. Dates are in Asia/Seoul; any but ``today`` may be None."""

    state: SubmissionState | None
    opens: datetime.date | None
    closes: datetime.date | None
    result: datetime.date | None
    today: datetime.date

    @classmethod
    def of(cls, notice, today=None):
        today = today or clock.today()
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
        """Whether the period is not over, so that it belongs in a calendar."""
        return self.is_open or self.state == SubmissionState.UPCOMING

    @property
    def is_over(self):
        return self.state in (SubmissionState.CLOSED, SubmissionState.RESULT_ANNOUNCED)

    @property
    def name(self):
        """The state as part of a CSS class; "none" if the period is not known."""
        return self.state.value if self.state else "none"

    @property
    def label(self):
        return self.state.label if self.state else _("Period not recorded")

    @property
    def headline(self):
        """The fact that matters most: the time left, or when submission opens or ended."""
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
        """The dates with their time zone; "" if none is known."""
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
    def awaited_result(self):
        """The day on which the result will be announced; None before the period is over, and afterwards."""
        return self.result if self.state == SubmissionState.CLOSED else None

    def next_of(self, steps):
        """Return the first of the ``steps`` whose month is not over, while the result is awaited."""
        this_month = (self.today.year, self.today.month)
        if self.state != SubmissionState.CLOSED:
            return None
        return next((step for step in steps if (step.year, step.month) >= this_month), None)

    @property
    def has_bar(self):
        """Whether to show progress: both ends are known and the period is not over."""
        return bool(self.opens and self.closes) and not self.is_over

    @property
    def length(self):
        """Number of days in the period, the first and the last included."""
        return (self.closes - self.opens).days + 1

    @property
    def elapsed(self):
        """Number of days of the period that have begun, from 0 to its length."""
        return min(max((self.today - self.opens).days + 1, 0), self.length)

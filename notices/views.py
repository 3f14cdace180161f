"""The public pages of notices: the list with the state of each submission, and one notice."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from notices.models import Notice, NoticeAttachment, NoticePart, SubmissionState, submission_state
from notices.period import Period
from seoulsolution.content import clock
from seoulsolution.content.excerpts import letters
from seoulsolution.content.languages import localize_parts
from seoulsolution.content.lists.facets import ColumnFacet, LanguageFacet, YearFacet
from seoulsolution.content.lists.prev_next import newer_and_older
from seoulsolution.content.richtext import to_text
from seoulsolution.content.views import DetailView, ListView
from seoulsolution.media.attachments import attached_files, attachments_of

#: The headings of the list and the states under each, the most urgent first.
GROUPS = (
    (_("Open now"), (SubmissionState.OPEN, SubmissionState.CLOSING_SOON)),
    (_("Opening soon"), (SubmissionState.UPCOMING,)),
    (_("Closed"), (SubmissionState.CLOSED, SubmissionState.RESULT_ANNOUNCED)),
    (_("Period not recorded"), (None,)),
)


def grouped(rows):
    """Return (label, rows) pairs, each row an (item, period) pair; empty groups are left out."""
    by_label = [(label, [row for row in rows if row[1].state in states]) for label, states in GROUPS]
    return [(label, members) for label, members in by_label if members]


class StateFacet(ColumnFacet):
    """By the state of a notice today.

    The rules are in Python (``submission_state``) and not repeated in SQL: the city publishes one or two
    notices per year.
    """

    def __init__(self):
        super().__init__("state", _("State"))

    def condition(self, value):
        if value not in SubmissionState.values:
            raise ValueError(value)
        today, notices = clock.today(), Notice.objects.visible()
        return Q(pk__in=[notice.pk for notice in notices if notice.submission_state(today) == value])

    def columns(self):
        return {
            f"_{name}": F(name) for name in ("submission_opens", "submission_closes", "result_announced_on")
        }

    def values(self, *columns):
        state = submission_state(*columns, clock.today())
        return (state.value,) if state else ()

    def names(self, values, language):
        return {state.value: state.label for state in SubmissionState if state.value in values}


class NoticeList(ListView):
    model = Notice
    template_name = "notices/notice_list.html"
    own_first = False  # an open notice comes before a closed one
    heading = _("Notices")
    lede = _("Calls to recommend people for honorary citizenship of Seoul.")
    facets = (StateFacet(), YearFacet(), LanguageFacet())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(item, Period.of(item.record)) for item in self.listing.items]
        return context | {
            "groups": grouped(rows),
            # Only on the first page of the unfiltered list: elsewhere an open notice may be missing.
            "nothing_ahead": self.listing.page.number == 1
            and not self.listing.values
            and not any(period.is_ahead for _item, period in rows),
        }


def tells_all(part, steps):
    """Return whether the text of ``part`` (or None) names every one of ``steps`` already."""
    text = letters(to_text(part.body)) if part else ""
    return all(letters(step.title) in text for step in steps)


class NoticeDetail(DetailView):
    model = Notice
    template_name = "notices/notice_detail.html"
    list_name = "notices:notice_list"
    list_label = _("Notices")
    prefetch_related = ("parts", "selection_steps", attachments_of(NoticeAttachment))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        notice = self.object
        parts = localize_parts(notice.parts.all(), self.item)
        by_kind = {part.kind: part for part in parts}
        selection = by_kind.get(NoticePart.Kind.SELECTION)
        newer, older = newer_and_older(Notice.objects.visible(), notice)
        period = Period.of(notice)
        steps = localize_parts(notice.selection_steps.all(), self.item)
        return context | {
            "period": period,
            "next_step": period.next_of(steps),
            "calendar_url": notice.calendar_url(self.item.lang),
            "parts": parts,
            "attachments": attached_files(self.item),
            "steps": [] if tells_all(selection, steps) else steps,
            "selection": selection,
            "submission": by_kind.get(NoticePart.Kind.SUBMISSION),
            "newer": newer,
            "older": older,
        }

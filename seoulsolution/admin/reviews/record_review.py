"""What staff do with one record of the work list: save it, tick reviews off, or leave it as it is."""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from seoulsolution.admin.conflicts import find_conflict
from seoulsolution.admin.forms import SAVED_MEANWHILE
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.panels import Position, get_panels
from seoulsolution.admin.reviews import fields
from seoulsolution.reviews.models import Review
from seoulsolution.reviews.reasons import ReviewReason
from seoulsolution.revisions import history

NOTHING_CHOSEN = _("Tick what you have looked at: there is more than one reason here.")


class RecordReview:
    """The reviews of one record, of every reason or of the one being worked through.

    ``form`` has the fields that matter for them, ``panels`` what other apps add to it. A page that was sent
    says in ``shown`` which reviews it was about; some of them may have been resolved since.
    """

    def __init__(self, model_admin, request, record, reason=""):
        self.model_admin, self.request, self.record, self.reason = model_admin, request, record, reason
        self.ticked: set[int] = set()
        #: Whether saving did anything: changed a field or closed a review.
        self.has_done = False
        #: The reviews that it closed.
        self.resolved: list[Review] = []
        #: Reviews of the page that others have resolved since it was shown.
        self.resolved_by_others: list[Review] = []
        #: What somebody else saved while this page was open (admin/conflicts.py).
        self.save_conflict = None
        self._load()

    def _load(self, locked=False):
        """Read the reviews as they are now, with the form and the panels for them."""
        shown = {to_id(pk) for pk in self.request.POST.getlist("shown")}
        found = self.record.reviews.filter(Q(resolved_at=None) | Q(pk__in=shown)).order_by("pk")
        found = found.select_for_update(of=("self",)) if locked else found
        reviews = list(found.select_related("resolved_by"))
        self.reviews = [
            review
            for review in reviews
            if review.pk in shown or (not shown and self.reason in ("", review.reason))
        ]
        self.others = [review for review in reviews if review not in self.reviews]
        self.completion = fields.completion(self.record, self.reviews)
        self.cuts = fields.cuts(self.record, self.reviews)
        self.form = self._get_form()
        self.panels = get_panels(Position.FORM, self.request, self.record, self.reviews)

    def _get_form(self, data=None, files=None, instance=None):
        reasons = [review.reason for review in self.reviews]
        return fields.get_form(self.model_admin, self.request, instance or self.record, reasons, data)

    @property
    def revision_number(self) -> int:
        """The number of the revision that the page shows."""
        return history.latest_number(history.owner(self.record))

    @property
    def starts_at_the_button(self) -> bool:
        """Whether the button has the focus: there is nothing to type, or it comes later."""
        return fields.first_to_type_in(self.form) is None and not self.panels

    @property
    def boxes(self) -> list[tuple[Review, bool]]:
        """Return the reviews to tick off, each with whether it is ticked; none is before somebody does."""
        decided = {panel.reason for panel in self.panels}
        return [(each, each.pk in self.ticked) for each in self.reviews if each.reason not in decided]

    def dismiss(self, data: QueryDict) -> bool:
        """Tick off the chosen reviews, or the only one, and change nothing else.

        Return False when something is wrong: the form then says what.
        """
        with transaction.atomic():
            if self._is_in_conflict(data):
                return False
            boxes = [review.pk for review, _ticked in self.boxes]
            if len(boxes) == 1:
                self.ticked = {*boxes}
            if not self.ticked:
                self.form = self._get_form(data)
                self.form.add_error(None, NOTHING_CHOSEN)
                return False
            self._resolve()
        return True

    def save(self, data: QueryDict) -> bool:
        """Save the form, the panels and the reviews ticked off, together.

        Return False when something is wrong: the form and the panels then say what.
        """
        with transaction.atomic():
            return not self._is_in_conflict(data) and self._save(self._with_offer(data))

    def _is_in_conflict(self, data: QueryDict) -> bool:
        """Lock the record and read it again; put what others saved since into the form."""
        self.save_conflict = find_conflict(self.model_admin, self.request, self.record, self._get_form)
        try:
            self.record.refresh_from_db()
        except ObjectDoesNotExist:
            raise Http404 from None
        self._load(locked=True)
        self.ticked = {review.pk for review in self.reviews if str(review.pk) in data.getlist("done")}
        if self.save_conflict is None:
            return False
        self.record = self.save_conflict.record
        self.form = self._get_form(self.save_conflict.merged_data())
        self.form.add_error(None, SAVED_MEANWHILE)
        for panel in self.panels:
            panel.is_valid(data)
        return True

    def put_back(self, data: QueryDict):
        """Show a text that was kept in the browser, and save nothing."""
        with transaction.atomic():
            if self._is_in_conflict(data):
                return
        self.form = self._get_form(data)
        for panel in self.panels:
            panel.is_valid(data)

    def _save(self, data: QueryDict) -> bool:
        self.form = self._get_form(data)
        # A list, so that each of them reads its data.
        if not all([self.form.is_valid(), *(panel.is_valid(data) for panel in self.panels)]):
            return False
        ticked = set(self.ticked)
        if "_complete" in data:
            self.ticked |= {each.pk for each in self.reviews if each.reason == ReviewReason.CUT_TITLE}
        answered = [each for each in self.reviews if fields.is_answered(self.form, self.record, each.reason)]
        self.ticked |= {review.pk for review in answered}
        try:
            with history.change([self.record], user=self.request.user):
                self._write()
        except ValidationError:
            self.ticked = ticked
            return False
        return True

    def _with_offer(self, data: QueryDict) -> QueryDict:
        """Put the offered title or paragraphs into the data when the user asked for them."""
        if "_complete" in data and self.completion is not None:
            data = data.copy()
            name, title = self.completion
            data[name] = title
            data.pop("title_cut", None)
        if "_cut" in data:
            data = data.copy()
            for name, text in self.cuts.items():
                data[name] = text
        return data

    def _write(self):
        if self.form.has_changed():
            self.form.save()
        message = self.model_admin.construct_change_message(self.request, self.form, [])
        if changed := [label for panel in self.panels for label in panel.save()]:
            message.append({"changed": {"fields": changed}})
        if message:
            self.model_admin.log_change(self.request, self.record, message)
        self._resolve()
        self.has_done |= bool(message)

    def _resolve(self):
        """Tick the reviews off, but for those that somebody else has resolved since the page was shown."""
        were_open = {review.pk for review in self.reviews if review.resolved_at is None}
        self.resolved_by_others = [review for review in self.reviews if review.pk not in were_open]
        for review, ticked in self.boxes:
            if ticked and review.pk in were_open:
                review.resolve(self.request.user)
                self.resolved.append(review)
        still = self.record.reviews.filter(resolved_at=None).values_list("pk", flat=True)
        self.has_done = not were_open <= set(still)

"""What staff do with one record of the work list: save it, tick reviews off, or leave it as it is."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from seoulsolution.admin.conflicts import find_conflict
from seoulsolution.admin.forms import SAVED_MEANWHILE
from seoulsolution.admin.panels import Position, get_panels
from seoulsolution.admin.reviews import fields
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import history


class RecordReview:
    """The open reviews of one record, of every reason or of the one being worked through.

    ``form`` has the fields that matter for them, ``panels`` what other apps add to it.
    """

    def __init__(self, model_admin, request, record, reason=""):
        self.model_admin, self.request, self.record = model_admin, request, record
        open_reviews = list(record.reviews.filter(resolved_at=None).order_by("pk"))
        self.reviews = [review for review in open_reviews if reason in ("", review.reason)]
        self.others = [review for review in open_reviews if review not in self.reviews]
        self.ticked = {review.pk for review in self.reviews}
        self.completion = fields.completion(record, self.reviews)
        self.form = self._get_form()
        self.panels = get_panels(Position.FORM, request, record, self.reviews)
        #: What somebody else saved while this page was open (admin/conflicts.py).
        self.save_conflict = None

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
        """Return the reviews to tick off, each with whether it is ticked."""
        decided = {panel.reason for panel in self.panels}
        return [(each, each.pk in self.ticked) for each in self.reviews if each.reason not in decided]

    def dismiss(self, data: QueryDict):
        """Tick off the chosen reviews, and change nothing else."""
        self._read_boxes(data)
        with transaction.atomic():
            self._resolve()

    def save(self, data: QueryDict) -> bool:
        """Save the form, the panels and the reviews ticked off, together.

        Return False when something is wrong: the form and the panels then say what.
        """
        with transaction.atomic():
            conflict = find_conflict(self.model_admin, self.request, self.record, self._get_form)
            if conflict is None:
                self.record.refresh_from_db()
                return self._save(self._with_completion(data))
        self._show_conflict(conflict, data)
        return False

    def put_back(self, data: QueryDict):
        """Show a text that was kept in the browser, and save nothing."""
        with transaction.atomic():
            conflict = find_conflict(self.model_admin, self.request, self.record, self._get_form)
        if conflict is not None:
            self._show_conflict(conflict, data)
            return
        self._read_boxes(data)
        self.form = self._get_form(data)
        for panel in self.panels:
            panel.is_valid(data)

    def _show_conflict(self, conflict, data: QueryDict):
        self.save_conflict, self.record = conflict, conflict.record
        self._read_boxes(data)
        self.form = self._get_form(conflict.merged_data())
        self.form.add_error(None, SAVED_MEANWHILE)

    def _save(self, data: QueryDict) -> bool:
        self._read_boxes(data)
        self.form = self._get_form(data)
        # A list, so that each of them reads its data.
        if not all([self.form.is_valid(), *(panel.is_valid(data) for panel in self.panels)]):
            return False
        try:
            with history.change([self.record], user=self.request.user):
                self._write()
        except ValidationError:
            return False
        return True

    def _with_completion(self, data: QueryDict) -> QueryDict:
        """Put the offered title into the data when the user asked for it."""
        if "_complete" not in data or self.completion is None:
            return data
        name, title = self.completion
        data = data.copy()
        data[name] = title
        data.pop("title_cut", None)
        return data

    def _read_boxes(self, data: QueryDict):
        self.ticked &= {int(pk) for pk in data.getlist("done") if pk.isdecimal()}

    def _write(self):
        if self.form.has_changed():
            self.form.save()
        message = self.model_admin.construct_change_message(self.request, self.form, [])
        if changed := [label for panel in self.panels for label in panel.save()]:
            message.append({"changed": {"fields": changed}})
        if message:
            self.model_admin.log_change(self.request, self.record, message)
        self._resolve()

    def _resolve(self):
        for review, ticked in self.boxes:
            if ticked:
                review.resolve(self.request.user)

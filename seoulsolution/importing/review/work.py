"""What a member of staff does with one record at the review desk: save, tick off, take or keep a text."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from seoulsolution.admin.base import keep_first_version
from seoulsolution.importing.models import Proposal
from seoulsolution.importing.review import fields, proposals
from seoulsolution.importing.review.proposals import KEEP, TAKE
from seoulsolution.reviews.models import Review
from seoulsolution.reviews.reasons import ReviewReason


@dataclass
class Offer:
    """A proposal on the page: its differing fields, what was chosen for each, and what is wrong with that."""

    proposal: Proposal
    differences: list
    chosen: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def rows(self):
        """(difference, name of its input, what was chosen) for the page."""
        return [(each, self.input_name(each.name), self.chosen.get(each.name)) for each in self.differences]

    def input_name(self, name):
        return f"proposal-{self.proposal.pk}-{name}"

    def read(self, data: QueryDict):
        """Read the choices; all fields need one, or none for a proposal that stays open."""
        for each in self.differences:
            if (choice := data.get(self.input_name(each.name))) in (KEEP, TAKE):
                self.chosen[each.name] = choice
        if self.chosen and len(self.chosen) < len(self.differences):
            self.errors.append(_("Choose for each field."))


class Work:
    """The open reasons of one record, of all kinds or of the one being worked through."""

    def __init__(self, model_admin, request, record, reason=""):
        self.model_admin, self.request, self.record = model_admin, request, record
        open_reviews = list(record.reviews.filter(resolved_at=None).order_by("pk"))
        self.reviews = [review for review in open_reviews if reason in ("", review.reason)]
        self.others = [review for review in open_reviews if review not in self.reviews]
        self.ticked = {review.pk for review in self.reviews}
        self.completion = fields.completion(record, self.reviews)
        self.form = self._form()
        self.offers = []
        if any(review.reason == ReviewReason.SECOND_TEXT for review in self.reviews):
            found = proposals.open_for(record)
            self.offers = [Offer(each, proposals.differences(each, record)) for each in found]

    def _form(self, data=None):
        reasons = [review.reason for review in self.reviews]
        return fields.form_for(self.model_admin, self.request, self.record, reasons, data)

    @property
    def starts_at_the_button(self) -> bool:
        """Whether the keyboard starts at the button: there is nothing to type, or it comes later."""
        return fields.first_to_type_in(self.form) is None and not self.offers

    @property
    def boxes(self):
        """The reasons to tick off; a second text with a proposal is ticked off by deciding."""
        with_offers = {ReviewReason.SECOND_TEXT} if self.offers else set()
        return [(each, each.pk in self.ticked) for each in self.reviews if each.reason not in with_offers]

    def dismiss(self, data: QueryDict):
        """Tick off what is ticked, and change nothing."""
        self._read_boxes(data)
        with transaction.atomic():
            self._resolve()

    def save(self, data: QueryDict) -> bool:
        """Do what the page asked for; False when something is wrong, which the page then says."""
        # Before anything else: checking the form writes into the record.
        keep_first_version(self.record)
        data = self._with_completion(data)
        self._read_boxes(data)
        self.form = self._form(data)
        for offer in self.offers:
            offer.read(data)
        if not self.form.is_valid() or any(offer.errors for offer in self.offers):
            return False
        try:
            with transaction.atomic(), self.model_admin.create_revision(self.request):
                self._write()
        except ValidationError:
            return False
        return True

    def _with_completion(self, data: QueryDict) -> QueryDict:
        """Put the offered title into the data when that was asked for."""
        if "_complete" not in data or self.completion is None:
            return data
        name, title = self.completion
        data = data.copy()
        data[name] = title
        data.pop("title_cut", None)
        return data

    def _read_boxes(self, data: QueryDict):
        sent = {int(pk) for pk in data.getlist("done") if pk.isdecimal()}
        self.ticked &= sent

    def _write(self):
        request, form = self.request, self.form
        if form.has_changed():
            form.save()
        message = self.model_admin.construct_change_message(request, form, [])
        taken = self._decide()
        if taken:
            message.append({"changed": {"fields": taken}})
        if message:
            self.model_admin.log_change(request, self.record, message)
        self._resolve()

    def _decide(self) -> list[str]:
        """Decide the proposals that were chosen for; return the labels of the fields taken."""
        labels, decided = [], [offer for offer in self.offers if offer.chosen or not offer.differences]
        for offer in decided:
            taken = [name for name, choice in offer.chosen.items() if choice == TAKE]
            try:
                proposals.decide(offer.proposal, self.record, taken, self.request.user)
            except ValidationError as error:
                offer.errors += error.messages
                raise
            labels += [each.label for each in offer.differences if each.name in taken]
        if decided:
            proposals.settle_review(self.record, self.request.user)
        return labels

    def _resolve(self):
        for review, ticked in self.boxes:
            if ticked:
                Review.resolve(review, self.request.user)

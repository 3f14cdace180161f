"""What the importer shows on pages of the admin."""

import re
from dataclasses import dataclass, field

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from seoulsolution.admin.panels import Panel, Position
from seoulsolution.importing.models import LedgerEntry, Proposal, UnplacedLine
from seoulsolution.importing.review import proposals
from seoulsolution.importing.review.lines import source_texts
from seoulsolution.importing.review.proposals import KEEP, TAKE, Difference
from seoulsolution.reviews.reasons import ReviewReason

#: The input of a field of a proposal, by the id of the proposal.
INPUT_NAME = re.compile(r"proposal-(\d{1,18})-", re.ASCII)


class UnplacedLinesPanel(Panel):
    """How many lines have no place yet, with a link to them, if the user may see them."""

    position = Position.LIST
    template_name = "admin/importing/review/unplaced_lines.html"

    def is_shown(self):
        may_see = admin.site.get_model_admin(UnplacedLine).has_view_permission(self.request)
        return may_see and self.number > 0

    @cached_property
    def number(self) -> int:
        return UnplacedLine.objects.filter(resolved_at=None).count()


class SourceTextsPanel(Panel):
    """The lines that the record came from, beside its fields."""

    position = Position.SOURCE
    template_name = "admin/importing/review/source_texts.html"

    def texts(self):
        return source_texts(self.record)


class ProvenancePanel(Panel):
    """The files that the record came from, below its own form."""

    position = Position.RECORD
    template_name = "admin/importing/provenance.html"

    def is_shown(self):
        return bool(self.provenances)

    @cached_property
    def provenances(self):
        return list(self.record.provenances.all())


class SecondTextsPanel(Panel):
    """Other texts for the record: each field is kept or taken."""

    position = Position.FORM
    template_name = "admin/importing/review/second_texts.html"
    reason = ReviewReason.SECOND_TEXT

    def is_shown(self):
        return bool(self.offers or self.decided_meanwhile)

    @cached_property
    def decided_meanwhile(self) -> list[Proposal]:
        """The proposals of a page that was sent on which somebody else has decided since."""
        chosen = {int(found[1]) for name in self.request.POST if (found := INPUT_NAME.match(name))}
        decided = chosen - {offer.proposal.pk for offer in self.offers}
        found = Proposal.objects.filter(pk__in=decided, entry__in=LedgerEntry.objects.of(self.record))
        return list(found.exclude(resolved_at=None).select_related("resolved_by").order_by("pk"))

    @cached_property
    def offers(self) -> list["Offer"]:
        if all(review.reason != self.reason for review in self.reviews):
            return []
        found = proposals.open_for(self.record)
        return [Offer(each, proposals.differences(each, self.record)) for each in found]

    def is_valid(self, data):
        for offer in self.offers:
            offer.read(data)
        return not self.decided_meanwhile and not any(offer.errors for offer in self.offers)

    def save(self):
        labels, decided = [], [offer for offer in self.offers if offer.chosen or not offer.differences]
        for offer in decided:
            labels += offer.decide(self.record, self.request.user)
        if decided:
            proposals.settle_review(self.record, self.request.user)
        return labels


@dataclass
class Offer:
    """A proposal on the page: its differences, what was chosen for each, and what is wrong with that."""

    proposal: Proposal
    differences: list[Difference]
    chosen: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[Difference, str, str | None]]:
        """Return (difference, name of its input, what was chosen) for each field."""
        return [(each, self._input_name(each), self.chosen.get(each.name)) for each in self.differences]

    def _input_name(self, difference: Difference) -> str:
        return f"proposal-{self.proposal.pk}-{difference.name}"  # INPUT_NAME

    def read(self, data: QueryDict):
        """Read the choices: one for every field, or none at all for a proposal that stays open."""
        for each in self.differences:
            if (choice := data.get(self._input_name(each))) in (KEEP, TAKE):
                self.chosen[each.name] = choice
        if self.chosen and len(self.chosen) < len(self.differences):
            self.errors.append(_("Choose for each field."))

    def decide(self, record, user) -> list[str]:
        """Close the proposal as chosen; return the labels of the fields that were taken.

        Raise ValidationError, and keep its messages, when the record would break a rule of the database.
        """
        taken = [name for name, choice in self.chosen.items() if choice == TAKE]
        try:
            proposals.decide(self.proposal, record, taken, user)
        except ValidationError as error:
            self.errors += error.messages
            raise
        return [each.label for each in self.differences if each.name in taken]

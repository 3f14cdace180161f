"""What is known of a partner, on its page of the work list."""

from django.utils.functional import cached_property
from django.utils.text import capfirst

from partners import aliases
from partners.models import Partner
from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.panels import Panel, Position
from seoulsolution.content.languages import CODES
from seoulsolution.reviews.reasons import ReviewReason

TAKE = "take-known-names"


class KnownNamesPanel(Panel):
    """Official names, kind and website that ship with the site; a tick takes and confirms them."""

    position = Position.FORM
    template_name = "admin/partners/known_names.html"
    input_name = TAKE

    def is_shown(self):
        asked = any(review.reason == ReviewReason.UNCONFIRMED_NAME for review in self.reviews)
        return asked and isinstance(self.record, Partner) and bool(self.proposal)

    @cached_property
    def proposal(self):
        return aliases.proposal(self.record)

    @property
    def rows(self):
        """Return (label, language or "", value) of what is proposed."""
        return [(*_label(name), _words(name, value)) for name, value in self.proposal.items()]

    def is_valid(self, data):
        self.is_taken = TAKE in data
        return True

    def save(self):
        """Fill in what is still empty after the form was saved, and settle the review."""
        if not self.is_taken:
            return []
        left = aliases.proposal(self.record)
        for name, value in left.items():
            setattr(self.record, name, value)
        if left:
            self.record.save()
        for review in self.record.reviews.filter(reason=ReviewReason.UNCONFIRMED_NAME, resolved_at=None):
            review.resolve(self.request.user)
        return [_label(name)[0] for name in left]


def _label(name):
    column, _, code = name.rpartition("_")
    if code in CODES:
        return f"{capfirst(Partner._meta.get_field(column).verbose_name)} ({NAMES[code]})", code
    return str(capfirst(Partner._meta.get_field(name).verbose_name)), ""


def _words(name, value):
    return str(capfirst(Partner.Kind(value).label)) if name == "kind" else value

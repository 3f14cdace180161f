"""The states of a record, and what is kept of its withdrawal."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


#: What is known of a record's withdrawal, besides its state.
WITHDRAWAL_FIELDS = ("withdrawn_at", "withdrawal_reason_en", "withdrawal_reason_ko")


def withdrawal_values(state: str, withdrawn_at: Any) -> dict[str, Any]:
    """Return the withdrawal fields that a change to ``state`` sets: leaving WITHDRAWN empties them."""
    if state == State.WITHDRAWN:
        return {"withdrawn_at": withdrawn_at}
    return {"withdrawn_at": None, "withdrawal_reason_en": "", "withdrawal_reason_ko": ""}

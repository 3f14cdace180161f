"""What every kind of content shares: where it came from, who may see it, in which languages."""

from seoulsolution.content.models.base import Child, Normalised, Sourced, Translated
from seoulsolution.content.models.content import Content
from seoulsolution.content.models.querysets import MAY_BE_HIDDEN, ContentQuerySet, count_by
from seoulsolution.content.models.states import WITHDRAWAL_FIELDS, State

__all__ = [
    "MAY_BE_HIDDEN",
    "WITHDRAWAL_FIELDS",
    "Child",
    "Content",
    "ContentQuerySet",
    "Normalised",
    "Sourced",
    "State",
    "Translated",
    "count_by",
]

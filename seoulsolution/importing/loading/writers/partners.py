"""Partners and programmes."""

from django.conf import settings

from partners.aliases import known_as
from partners.models import Partner
from seoulsolution.importing.loading.topics import Topics
from seoulsolution.importing.loading.writers.base import (
    Values,
    Writer,
    in_language,
    rich_text,
    state,
)
from seoulsolution.importing.parsing.records import ParsedRecord, ReviewNote
from seoulsolution.importing.parsing.text import title_key
from seoulsolution.reviews.reasons import ReviewReason


class PartnerWriter(Writer):
    model = Partner

    def values(self, record: ParsedRecord, topics: Topics, position: int = 0) -> Values:
        details = record.details
        return {
            **in_language(
                record,
                name=details.name,
                official_name=details.official_name,
                description=rich_text(record.blocks),
            ),
            "kind": details.kind or kind_of(details.name),
            "position": details.position,
            "is_site_owner": is_site_owner(details.name),
            "state": state(record),
        }

    def reviews(self, record: ParsedRecord, values: Values) -> list[ReviewNote]:
        owner = [ReviewNote(ReviewReason.SITE_OWNER)] if values["is_site_owner"] else []
        return [*record.reviews, *owner]


def kind_of(name: str) -> str:
    """Return the kind of a partner that is known by this name, else ""."""
    known = known_as(name)
    return known.kind if known else ""


def is_site_owner(name: str) -> bool:
    """Whether a partner's name is one of the city's own names (setting SITE_OWNER_NAMES)."""
    return title_key(name) in {title_key(owner) for owner in settings.SITE_OWNER_NAMES}

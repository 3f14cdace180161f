"""What partners put into search."""

from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from seoulsolution.content.richtext import to_text
from seoulsolution.search.registry import Source, joined, register


def partner_text(partner, language):
    official_name, description = (
        getattr(partner, f"{name}_{language}") for name in ("official_name", "description")
    )
    return partner.title_in(language), joined([official_name, to_text(description)])


register(
    Source(name="partners", number=4, model=Partner, label=_("Partners"), text=partner_text, dated_by="")
)

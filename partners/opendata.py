"""Partners as open data."""

from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from seoulsolution.content.syndication.api.fields import Field, RichText, Translated, picture
from seoulsolution.content.syndication.api.filters import ByChoice
from seoulsolution.content.syndication.api.resources import Resource, content_fields, register

register(
    Resource(
        "partners",
        _("Partners"),
        Partner,
        "partners:partner_list",
        content_fields(
            "partners",
            Translated("name", _("short name")),
            Translated("official_name", _("official name")),
            Field("kind", _("kind of partner; empty when it is not known")),
            Field("website", _("its own website"), lambda partner: partner.url),
            RichText("description", _("description, as HTML")),
            Field(
                "logo",
                _("picture: address, width, height, credit"),
                lambda partner: picture(partner.logo),
                in_rows=False,
            ),
        ),
        (ByChoice("kind", tuple(Partner.Kind.values), _("kind of partner")),),
        select=("logo",),
    )
)

"""Partners in the sitemap, the API, structured data and search."""

from django.utils.translation import gettext_lazy as _

from partners.models import HAS_PAGE, Partner
from seoulsolution.content.excerpts import beginning
from seoulsolution.content.richtext import to_text
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.api.fields import Field, HtmlField, TranslatedField, picture
from seoulsolution.content.syndication.api.filters import ByChoice
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.syndication.kinds import Kind, register
from seoulsolution.media.models import Image


@register
class PartnerKind(Kind):
    name = "partners"
    model = Partner
    label = _("Partners")
    shows = (Image,)
    list_name = "partners:partner_list"
    navigation_position = 5
    api_fields = (
        TranslatedField("name", _("short name")),
        TranslatedField("official_name", _("official name")),
        Field("kind", _("kind of partner; empty when it is not known")),
        Field("website", _("its own website")),
        HtmlField("description", _("description, as HTML")),
        Field(
            "logo",
            _("picture: address, width, height, credit"),
            lambda partner: picture(partner.logo),
            in_rows=False,
        ),
    )
    api_filters = (ByChoice("kind", tuple(Partner.Kind.values), _("kind of partner")),)
    api_select_related = ("logo",)
    search_number = 4
    search_dated_by = ""
    schema_types = {
        Partner.Kind.MINISTRY: "GovernmentOrganization",
        Partner.Kind.PUBLIC_INSTITUTION: "GovernmentOrganization",
        Partner.Kind.RESEARCH: "ResearchOrganization",
        Partner.Kind.UNIVERSITY: "CollegeOrUniversity",
        Partner.Kind.PROGRAMME: "Project",
    }

    def sitemap_queryset(self, ids):
        # Whether a partner has a page depends on its texts, too.
        return super().sitemap_queryset(ids).defer(None).filter(HAS_PAGE, is_site_owner=False)

    def jsonld(self, item):
        return {
            "@type": self.schema_types.get(item.kind, "Organization"),
            "name": item.name,
            "legalName": item.official_name if item.kind != Partner.Kind.PROGRAMME else "",
            "alternateName": [name for code in item.alternates if (name := item.record.title_in(code))],
            "description": beginning(item.description),
            "url": item.website or absolute(item.canonical_url),
            "mainEntityOfPage": absolute(item.canonical_url),
            "logo": jsonld.picture(item.logo, item.lang)[0] if item.logo else None,
        }

    def search_text(self, record, language):
        official_name, description = (
            getattr(record, f"{name}_{language}") for name in ("official_name", "description")
        )
        return record.title_in(language), [official_name, to_text(description)], []

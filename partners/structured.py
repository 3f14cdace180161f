"""What the page of a partner says of itself (schema.org)."""

from partners.models import Partner
from seoulsolution.content.excerpts import beginning
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.syndication.jsonld import describes, picture

KINDS = {
    Partner.Kind.MINISTRY: "GovernmentOrganization",
    Partner.Kind.PUBLIC_INSTITUTION: "GovernmentOrganization",
    Partner.Kind.RESEARCH: "ResearchOrganization",
    Partner.Kind.UNIVERSITY: "CollegeOrUniversity",
    Partner.Kind.PROGRAMME: "Project",
}


@describes(Partner)
def partner(item):
    return {
        "@type": KINDS.get(item.kind, "Organization"),
        "name": item.name,
        "legalName": item.official_name if item.kind != Partner.Kind.PROGRAMME else "",
        "alternateName": [name for code in item.alternates if (name := item.record.title_in(code))],
        "description": beginning(item.description),
        "url": item.record.url or absolute(item.canonical_url),
        "mainEntityOfPage": absolute(item.canonical_url),
        "logo": picture(item.logo, item.lang)[0] if item.logo else None,
    }

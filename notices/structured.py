"""What the page of a notice says of itself (schema.org)."""

from notices.models import Notice
from seoulsolution.content.excerpts import beginning, heading
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.syndication.jsonld import describes, picture, publisher


@describes(Notice)
def notice(item):
    """A notice with a period is an event from its first day to its last; without one, a service."""
    about = {
        "url": absolute(item.canonical_url),
        "name": heading(item),
        "description": beginning(item.intro),
        "inLanguage": item.lang,
        "image": picture(None, item.lang)[0],
    }
    if not (item.submission_opens and item.submission_closes):
        return {"@type": "GovernmentService", **about, "provider": publisher(item.lang)}
    place = {"@type": "Place", "name": item.where_to_submit, "address": item.where_to_submit}
    return {
        "@type": "Event",
        **about,
        "startDate": item.submission_opens.isoformat(),
        "endDate": item.submission_closes.isoformat(),
        "location": place if item.where_to_submit else None,
        "organizer": publisher(item.lang),
    }

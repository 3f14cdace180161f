"""What plain pages say of themselves (schema.org)."""

from seoulsolution.content.syndication.jsonld import describes, work
from seoulsolution.pages.models import Page


@describes(Page)
def page(item):
    return work(item, "WebPage")

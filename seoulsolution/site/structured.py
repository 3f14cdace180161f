"""What plain pages say of themselves (schema.org)."""

from seoulsolution.content.structured import describes, work
from seoulsolution.site.models import Page


@describes(Page)
def page(item):
    return work(item, "WebPage")

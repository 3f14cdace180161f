"""What plain pages put into search."""

from django.utils.translation import gettext_lazy as _

from seoulsolution.content.richtext import to_text
from seoulsolution.pages.models import Page
from seoulsolution.search.registry import Source, register


def page_text(page, language):
    return page.title_in(language), to_text(getattr(page, f"body_{language}"))


register(Source(name="pages", number=6, model=Page, label=_("About this site"), text=page_text, dated_by=""))

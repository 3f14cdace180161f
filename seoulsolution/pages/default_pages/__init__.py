"""The pages a new site starts with, as ``<key>.<language>.html``; the first line is the title."""

from pathlib import Path

from django.db import router
from django.utils import timezone

from seoulsolution.content.languages import CODES

FOLDER = Path(__file__).parent
PRIVACY = "privacy"
KEYS = ("about", PRIVACY, "copyright", "accessibility")
EMPHASIZED = {PRIVACY}


def create_default_pages(using="default", **kwargs):
    """Create the default pages in a database that has none; runs after every ``migrate``."""
    from seoulsolution.pages.models import Page

    if not router.allow_migrate_model(using, Page) or Page.objects.using(using).exists():
        return
    for position, key in enumerate(KEYS, start=1):
        page = Page(key=key, position=position, is_emphasized=key in EMPHASIZED, state=Page.State.PUBLISHED)
        if key == PRIVACY:
            page.effective_on = timezone.localdate()
        for code in CODES:
            title, body = (FOLDER / f"{key}.{code}.html").read_text("utf-8").split("\n", 1)
            setattr(page, f"title_{code}", title)
            setattr(page, f"body_{code}", body)
        page.save(using=using)

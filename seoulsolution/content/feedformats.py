"""Atom and RSS as the site writes them: whole texts, lasting identities, no date that is not known."""

import datetime
import re

from django.utils import feedgenerator

#: Characters that no XML document may hold.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The date of a feed without entries: Atom wants one, and "now" would look like news at each visit.
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def printable(text):
    """Return ``text`` without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


class WholeTexts:
    """A feed whose entries carry their whole text and whose date is that of its last edited entry."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=NEVER)


class Atom(WholeTexts, feedgenerator.Atom1Feed):
    def item_attributes(self, item):
        # A feed of both languages (of a search) has texts that are not in its own.
        return super().item_attributes(item) | {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(WholeTexts, feedgenerator.Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:language", item["language"])  # RSS has one of its own for the feed only
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


FORMATS = {"atom": Atom, "rss": Rss}
CONTENT_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}

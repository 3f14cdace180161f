"""How a stored text is set for readers: where paragraphs break, which words are headlines, what is a link.

Old sites kept whole articles as one paragraph, with their headlines run into the first sentence. What is
stored stays as it is. This package knows words and the tags of cleaned rich text, and no database.
"""

from seoulsolution.content.layout.headlines import split_headlines, without_headlines
from seoulsolution.content.layout.links import boxed, linked, with_scheme
from seoulsolution.content.layout.paragraphs import broken, is_wall, marked_items, without_mark
from seoulsolution.content.layout.sentences import ends_sentence, sentences, without_dateline

__all__ = [
    "boxed",
    "broken",
    "ends_sentence",
    "is_wall",
    "linked",
    "marked_items",
    "sentences",
    "split_headlines",
    "with_scheme",
    "without_dateline",
    "without_headlines",
    "without_mark",
]

"""The rows that backends write."""

from dataclasses import dataclass, field

from seoulsolution.search.models import Facets, IndexedRecord, IndexedText, StoredText

MODELS = (Facets, IndexedRecord, IndexedText, StoredText)


@dataclass
class Batch:
    """New rows of the index that are written together.

    ``rows`` has the values of each row in the order of :func:`columns`: creating model instances would take
    most of the time. ``tokens`` has for each text, in order, (tokens of the title, tokens of title and text),
    each as one string joined by spaces. ``words`` are the words of all texts for the vocabulary.
    """

    rows: dict = field(default_factory=lambda: {model: [] for model in MODELS})
    tokens: list = field(default_factory=list)
    words: set = field(default_factory=set)

    @property
    def text_ids(self):
        return [row[0] for row in self.rows[IndexedText]]

    @property
    def pairs(self):
        """(title, text) of each text."""
        return [row[1:3] for row in self.rows[StoredText]]


def columns(model) -> list[str]:
    return [one.column for one in model._meta.local_concrete_fields]

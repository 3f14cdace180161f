"""What backends are given to write."""

from dataclasses import dataclass, field

from seoulsolution.search.models import Facets, IndexedRecord, IndexedText, StoredText

MODELS = (Facets, IndexedRecord, IndexedText, StoredText)


@dataclass
class Batch:
    """New rows of the index that are written together, as bare values in the order of :func:`columns`:
    making objects of them is what takes longest where there are many.

    ``tokens`` has for each of the texts, in order, the tokens of its title and those of title and text,
    each as one string joined by spaces; ``words`` are those of all texts as readers type them.
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

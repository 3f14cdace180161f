"""What backends are given to write."""

from dataclasses import dataclass, field


@dataclass
class Batch:
    """New rows of the index that are written together. ``tokens`` has for each of ``texts``, in order,
    the tokens of its title and those of title and text, each as one string joined by spaces.
    """

    facets: list = field(default_factory=list)
    records: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    stored: list = field(default_factory=list)
    tokens: list = field(default_factory=list)


def columns(model) -> list[str]:
    return [one.column for one in model._meta.local_concrete_fields]


def values(rows, connection):
    """Yield the values of ``rows`` of one model as the database takes them, in the order of columns()."""
    fields = rows[0]._meta.local_concrete_fields if rows else ()
    for row in rows:
        yield [one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields]

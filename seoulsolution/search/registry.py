"""The kinds of content as the index sees them, from each app's kinds.py."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from seoulsolution.content.languages import CODES
from seoulsolution.content.lists.years import NO_YEAR
from seoulsolution.content.syndication.kinds import all_kinds

#: Between a text and its credits. The invisible separator is not white space, so no phrase crosses it.
_CREDITS = "\n\u2063\n"


def joined(parts, credits=()) -> str:
    """Return the text of a record from ``parts`` of plain text, any of which may be empty.

    ``credits`` (author and source) are found like everything else on the page of a record. They are the same
    for most records and say nothing about their subject, so excerpts are made without them.
    """
    text, ending = ("\n".join(filter(None, some)) for some in (parts, credits))
    return text + _CREDITS + ending if ending else text


def without_credits(text) -> tuple[str, str]:
    """Return (parts, credits) of a result of :func:`joined`, each as plain text."""
    parts, _separator, credits = text.partition(_CREDITS)
    return parts, credits


@dataclass(frozen=True)
class Source:
    """One kind of content as search sees it.

    ``name`` is used in addresses, ``number`` in the index (never reuse one), ``label`` (translatable) in
    results and filters.
    ``text(record, language)`` returns (title, everything else) as plain text (:func:`joined`); it is called
    only for languages in ``record.languages``. ``date(record)`` returns the date to order by or None,
    ``year(record)`` the year to filter by or None. ``topics`` names a many-to-many field to the
    registered topics, ``parts`` the reverse relations whose rows belong to the record's text.
    ``dated_by`` is the precision of the date shown: "day", "month" or "" for no date at all. ``is_site_page``
    lets content come first.
    """

    name: str
    number: int
    model: type
    label: Any
    text: Callable
    date: Callable
    year: Callable
    topics: str = ""
    parts: tuple[str, ...] = ()
    dated_by: str = "day"
    is_site_page: bool = False

    @classmethod
    def of(cls, kind):
        """Return how search sees ``kind`` (a Kind of content)."""

        def text(record, language):
            title, parts, credits = kind.search_text(record, language)
            return title, joined(parts, credits)

        return cls(
            name=kind.name,
            number=kind.search_number,
            model=kind.model,
            label=kind.label,
            text=text,
            date=kind.search_date,
            year=kind.search_year,
            topics=kind.search_topics,
            parts=kind.search_parts,
            dated_by=kind.search_dated_by,
            is_site_page=kind.search_is_site_page,
        )

    def year_of(self, record):
        """Return the year to filter by, or NO_YEAR."""
        return self.year(record) or NO_YEAR

    def topics_of(self, pks, using) -> dict[int, set]:
        """Return {id of a record: ids of its topics} for those of the records ``pks`` that have any."""
        if not self.topics:
            return {}
        field = self.model._meta.get_field(self.topics)
        owner, topic = field.m2m_field_name(), field.m2m_reverse_field_name()
        found = {}
        rows = field.remote_field.through.objects.using(using).filter(**{f"{owner}__in": pks})
        for pk, topic_id in rows.values_list(f"{owner}_id", f"{topic}_id"):
            found.setdefault(pk, set()).add(topic_id)
        return found

    def visible_records(self, pks, with_topics=True):
        """Return those of the records ``pks`` that are visible now, with their topics if wanted."""
        records = self.model.objects.visible().filter(pk__in=pks)
        return records.prefetch_related(self.topics) if self.topics and with_topics else records


@dataclass(frozen=True)
class TopicSource:
    """The model of the topics and its fields: a slug for addresses, a translated name."""

    model: type
    slug: str = "slug"
    name: str = "name"

    @property
    def columns(self):
        """The names of the columns with the name, in the order of the languages."""
        return [f"{self.name}_{code}" for code in CODES]

    def is_public(self, slug):
        """Return whether something public has the topic; what nothing public has is not named."""
        return self.model.objects.visible().filter(**{self.slug: slug}).exists()

    def url(self, slug):
        """Return the path of a page with the records of the topic, of all kinds that search counts."""
        return self.model(slug=slug).get_absolute_url()


@cache
def sources() -> dict[str, Source]:
    """Return the kinds that search knows by name, in the order of their registration."""
    return {kind.name: Source.of(kind) for kind in all_kinds() if kind.search_number}


def source_of(number: int) -> Source:
    """Return the kind with this ``number`` in the index."""
    return next(source for source in sources().values() if source.number == number)


def visible_records(pairs, with_topics=True) -> dict:
    """Return {(number of a kind, id): record} for those of ``pairs`` (number, id) that are visible now.

    Each kind is queried itself, one query per kind: whatever the index says, nothing else is shown.
    """
    return {
        (number, record.pk): record
        for number, pks in _by_kind(pairs).items()
        for record in source_of(number).visible_records(pks, with_topics)
    }


def topics_of(pairs, using) -> dict:
    """Return {(number of a kind, id): ids of its topics} for those of ``pairs`` that have any."""
    return {
        (number, pk): ids
        for number, pks in _by_kind(pairs).items()
        for pk, ids in source_of(number).topics_of(pks, using).items()
    }


def _by_kind(pairs):
    wanted = {}
    for number, pk in pairs:
        wanted.setdefault(number, []).append(pk)
    return wanted


@cache
def topics() -> TopicSource | None:
    """Return the topics by which the results of every kind are filtered."""
    models = [
        source.model._meta.get_field(source.topics).related_model
        for source in sources().values()
        if source.topics
    ]
    return TopicSource(models[0]) if models else None


def topic_names(language: str) -> dict[int, tuple[str, str]]:
    """Return {id: (slug, name in ``language`` or else the other one)} of all topics in their order."""
    described = topics()
    if not described:
        return {}
    codes = (language, *(code for code in CODES if code != language))
    columns = [f"{described.name}_{code}" for code in codes]
    rows = described.model.objects.values_list("pk", described.slug, *columns)
    return {pk: (slug, next(filter(None, names), slug)) for pk, slug, *names in rows}

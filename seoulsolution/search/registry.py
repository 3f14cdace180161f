"""The kinds of content as the index sees them, from each app's kinds.py.

A source is a Kind with a ``search_number``, by which the index knows it.
"""

from functools import cache

from django.db import connections
from django.db.models import prefetch_related_objects

from seoulsolution.content.languages import CODES, other
from seoulsolution.content.lists.years import NO_YEAR
from seoulsolution.content.syndication.kinds import Kind, all_kinds

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


@cache
def sources() -> dict[str, Kind]:
    """Return the kinds that search knows by name, in the order of their registration."""
    return {kind.name: kind for kind in all_kinds() if kind.search_number}


def source_of(number: int) -> Kind:
    """Return the kind with this ``search_number``."""
    return next(source for source in sources().values() if source.search_number == number)


def text_of(source, record, language) -> tuple[str, str]:
    """Return (title, everything else) of a record in one of ``record.languages``, as plain text."""
    title, parts, credits = source.search_text(record, language)
    return title, joined(parts, credits)


def year_of(source, record) -> int:
    """Return the year to filter by, or NO_YEAR."""
    return source.search_year(record) or NO_YEAR


def prefetch_parts(source, records, using) -> None:
    """Prefetch the rows that belong to the texts of ``records``. Most have none: one plain look is faster."""
    for name in source.search_parts:
        relation = source.model._meta.get_field(name)
        owners = _owners(relation, [record.pk for record in records], using)
        nothing = relation.related_model._base_manager.none()
        for record in records:
            if record.pk not in owners:
                vars(record).setdefault("_prefetched_objects_cache", {})[name] = nothing
        prefetch_related_objects([record for record in records if record.pk in owners], name)


def _owners(relation, pks, using):
    """Return those of the records ``pks`` that have rows of a reverse relation."""
    column, table = relation.field.column, relation.related_model._meta.db_table
    marks = ", ".join(["%s"] * len(pks)) or "NULL"
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IN ({marks})", pks)  # noqa: S608 - our names
        return {pk for (pk,) in cursor.fetchall()}


def visible_records(pairs, with_topics=True) -> dict:
    """Return {(number of a kind, id): record} for those of ``pairs`` (number, id) that are visible now.

    Each kind is queried itself, one query per kind: whatever the index says, nothing else is shown.
    """
    found = {}
    for number, pks in _by_kind(pairs).items():
        source = source_of(number)
        records = source.model.objects.visible().filter(pk__in=pks)
        if source.search_topics and with_topics:
            records = records.prefetch_related(source.search_topics)
        found |= {(number, record.pk): record for record in records}
    return found


def topics_of(pairs, using) -> dict[tuple[int, int], set[int]]:
    """Return {(number of a kind, id): ids of its topics} for those of ``pairs`` that have any."""
    found: dict[tuple[int, int], set[int]] = {}
    for number, pks in _by_kind(pairs).items():
        source = source_of(number)
        if not source.search_topics:
            continue
        field = source.model._meta.get_field(source.search_topics)
        owner, topic = field.m2m_field_name(), field.m2m_reverse_field_name()
        rows = field.remote_field.through.objects.using(using).filter(**{f"{owner}__in": pks})
        for pk, topic_id in rows.values_list(f"{owner}_id", f"{topic}_id"):
            found.setdefault((number, pk), set()).add(topic_id)
    return found


def _by_kind(pairs):
    wanted = {}
    for number, pk in pairs:
        wanted.setdefault(number, []).append(pk)
    return wanted


@cache
def topic_model():
    """Return the model of the topics by which the results of every kind are filtered; None without any."""
    fields = (one.model._meta.get_field(one.search_topics) for one in sources().values() if one.search_topics)
    return next((field.related_model for field in fields), None)


def topic_rows() -> list[tuple[int, str, dict[str, str]]]:
    """Return (id, slug, {language: name}) of all topics in their order."""
    if not (model := topic_model()):
        return []
    rows = model.objects.values_list("pk", "slug", *(f"name_{code}" for code in CODES))
    return [(pk, slug, dict(zip(CODES, names, strict=True))) for pk, slug, *names in rows]


def topic_names(rows, language: str) -> dict[int, tuple[str, str]]:
    """Return {id: (slug, name in ``language`` or else the other one)} of the result of :func:`topic_rows`."""
    return {pk: (slug, names[language] or names[other(language)] or slug) for pk, slug, names in rows}


def topic_url(slug: str) -> str:
    """Return the path of a page with the records of the topic, of all kinds that search counts."""
    return topic_model()(slug=slug).get_absolute_url()

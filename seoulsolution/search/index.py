"""Keeping the index: what of a record is in it, and writing that."""

import unicodedata
from dataclasses import dataclass

from django.db import connections, router, transaction

from seoulsolution.content.languages import CODES
from seoulsolution.content.models import UNDATED, State
from seoulsolution.search import registry
from seoulsolution.search.analysis import TEXT_LIMIT, VERSION
from seoulsolution.search.backends import backend_of
from seoulsolution.search.models import IndexedRecord, IndexedText, IndexedTopic, text_id

#: Records handled at a time; few enough for the parameters of one statement on any database.
CHUNK = 400
FIELDS = ("sort_date", "year", "go_live_at", "expires_at")


@dataclass(frozen=True)
class Wanted:
    """What the index should hold of one record."""

    object_id: int
    values: dict
    texts: dict  # language: (title, text)
    topics: frozenset


def wanted(source, record) -> Wanted | None:
    """Return what the index should hold of ``record``; None for what cannot be public as it stands.

    Times are not looked at: a record that goes live later is in the index, and the query waits.
    """
    languages = record.languages if record.state == State.PUBLISHED else ()
    texts = {code: _clean(source.text(record, code)) for code in languages}
    if not texts:
        return None
    values = {
        "sort_date": source.date(record) or UNDATED,
        "year": source.year_of(record),
        "go_live_at": record.go_live_at,
        "expires_at": record.expires_at,
    }
    topics = {topic.pk for topic in getattr(record, source.topics).all()} if source.topics else ()
    return Wanted(record.pk, values, texts, frozenset(topics))


def _clean(pair):
    title, text = (unicodedata.normalize("NFC", part or "").replace("\0", "")[:TEXT_LIMIT] for part in pair)
    return title, text


def refresh(source, pks, using=None) -> None:
    """Bring the index up to date with the records ``pks`` of a kind, those that are gone included."""
    using = using or router.db_for_write(IndexedRecord)
    pks = list(dict.fromkeys(pks))
    for start in range(0, len(pks), CHUNK):
        with transaction.atomic(using=using, savepoint=False):
            _refresh_chunk(source, pks[start : start + CHUNK], using)


def _refresh_chunk(source, pks, using):
    # Locked, so that two writers of parts of one record do not both add it.
    records = source.records().using(using).select_for_update(no_key=True).filter(pk__in=pks)
    now = {record.pk: found for record in records if (found := wanted(source, record))}
    rows = IndexedRecord.objects.using(using).filter(kind=source.number, object_id__in=pks)
    before = read(rows)
    kept = {pk for pk, row in before.items() if pk in now and not _is_outdated(row)}
    _remove([row for pk, row in before.items() if pk not in kept], using)
    insert(source, [found for pk, found in now.items() if pk not in kept], using)
    for pk in kept:
        _update(before[pk], now[pk], using)


def read(rows) -> dict:
    """Return {object_id: row} of a queryset of IndexedRecord, each row with its ``texts`` and topics."""
    found = {row.pk: row for row in rows.prefetch_related("topics")}
    ids = [text_id(pk, code) for pk in found for code in CODES]
    for row in found.values():
        row.texts = []
    for text in IndexedText.objects.using(rows.db).filter(pk__in=ids):
        found[text.record_id].texts.append(text)
    return {row.object_id: row for row in found.values()}


def _is_outdated(row):
    return any(text.version != VERSION for text in row.texts)


def _remove(rows, using):
    if not rows:
        return
    connection = connections[using]
    texts = [text for row in rows for text in row.texts]
    backend_of(connection).forget(connection, texts)
    IndexedText.objects.using(using).filter(pk__in=[text.pk for text in texts])._raw_delete(using)
    IndexedRecord.objects.using(using).filter(pk__in=[row.pk for row in rows]).delete()


def insert(source, found, using) -> None:
    """Add records (:class:`Wanted`) that the index does not have."""
    if not found:
        return
    connection = connections[using]
    rows = IndexedRecord.objects.using(using).bulk_create(
        IndexedRecord(kind=source.number, object_id=one.object_id, **one.values) for one in found
    )
    texts = [
        _text(row, language, pair)
        for row, one in zip(rows, found, strict=True)
        for language, pair in one.texts.items()
    ]
    backend_of(connection).add(connection, texts)
    _add_topics([(row, topic) for row, one in zip(rows, found, strict=True) for topic in one.topics], using)


def _text(row, language, pair):
    title, text = pair
    return IndexedText(id=text_id(row.pk, language), title=title, text=text, version=VERSION)


def _add_topics(pairs, using):
    if pairs:
        IndexedTopic.objects.using(using).bulk_create(
            IndexedTopic(record=row, topic_id=topic) for row, topic in pairs
        )


def _update(row, now, using):
    connection = connections[using]
    backend = backend_of(connection)
    if changed := [name for name in FIELDS if getattr(row, name) != now.values[name]]:
        for name in changed:
            setattr(row, name, now.values[name])
        row.save(using=using, update_fields=changed)
    before = {text.language: text for text in row.texts}
    stale = [text for code, text in before.items() if not is_current(text, now.texts.get(code))]
    if stale:
        backend.forget(connection, stale)
        IndexedText.objects.using(using).filter(pk__in=[text.pk for text in stale]).delete()
    kept = before.keys() - {text.language for text in stale}
    fresh = [_text(row, code, pair) for code, pair in now.texts.items() if code not in kept]
    if fresh:
        backend.add(connection, fresh)
    _update_topics(row, now.topics, using)


def _update_topics(row, topics, using):
    before = {topic.topic_id for topic in row.topics.all()}
    if gone := before - topics:
        IndexedTopic.objects.using(using).filter(record=row, topic_id__in=gone).delete()
    _add_topics([(row, topic) for topic in topics - before], using)


def is_current(text, pair) -> bool:
    """Whether an indexed text is what it should be: (title, text), or None for no text at all."""
    return (text.title, text.text) == pair and text.version == VERSION


def chunks(source, using):
    """Yield all records of a kind, CHUNK at a time, by id."""
    last = 0
    while records := list(source.records().using(using).filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield records
        last = records[-1].pk


def rebuild(using):
    """Build the index anew in one transaction; yield the number of texts written for each record read."""
    connection = connections[using]
    with transaction.atomic(using=using):
        backend = backend_of(connection)
        backend.begin(connection)
        for model in (IndexedTopic, IndexedText, IndexedRecord):
            model.objects.using(using).all()._raw_delete(using)
        for source in registry.sources().values():
            for records in chunks(source, using):
                found = [wanted(source, record) for record in records]
                insert(source, [one for one in found if one], using)
                yield from (len(one.texts) if one else 0 for one in found)
        backend.finish(connection)

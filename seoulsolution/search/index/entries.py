"""What the index has of a record, and how that is written."""

import unicodedata
from dataclasses import dataclass

from django.db import connections, router, transaction

from seoulsolution.content.first_public import LONG_AGO
from seoulsolution.content.models import UNDATED, State
from seoulsolution.search.index import vocabulary
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.index.backends.rows import Batch
from seoulsolution.search.index.reading import read_to_change
from seoulsolution.search.language.normalisation import TEXT_LIMIT
from seoulsolution.search.language.spelling import new_words
from seoulsolution.search.language.tokens import VERSION, joined_tokens
from seoulsolution.search.models import Facets, IndexedRecord, IndexedText, StoredText, text_id, topics_value

#: Records per step; few enough for the parameters of one statement on either database.
CHUNK = 400


@dataclass(frozen=True)
class Wanted:
    """What the index should have of one record."""

    object_id: int
    facets: tuple  # kind, year, topics as Facets has them
    values: dict  # language: values of its IndexedText, in the order of the fields
    texts: dict  # language: (title, text)


def wanted(source, records, topics) -> dict[int, Wanted]:
    """Return {id: what the index should have} of those ``records`` that can be public.

    ``topics`` is the result of :meth:`Source.topics_of`. Times are not checked: a record that goes live later
    is in the index already, and queries leave it out until then.
    """
    found = (_wanted(source, record, topics.get(record.pk, ())) for record in records)
    return {one.object_id: one for one in found if one}


def _wanted(source, record, topics):
    languages = record.languages if record.state == State.PUBLISHED else ()
    texts = {code: _clean(source.text(record, code)) for code in languages}
    if not texts:
        return None
    shared = {
        "day": (source.date(record) or UNDATED).toordinal(),
        "go_live_at": record.go_live_at,
        "expires_at": record.expires_at,
        "is_paired": len(texts) > 1,
    }
    values = {code: shared | {"first_public": _first_public(record, code)} for code in texts}
    return Wanted(record.pk, (source.number, source.year_of(record), topics_value(topics)), values, texts)


def _first_public(record, language):
    return int((getattr(record, f"first_public_{language}") or LONG_AGO).timestamp())


def _clean(pair):
    title, text = (unicodedata.normalize("NFC", part or "").replace("\0", "")[:TEXT_LIMIT] for part in pair)
    return title, text


def refresh(source, pks, using=None) -> None:
    """Update the index for the records ``pks`` of a kind, including deleted ones."""
    using = using or router.db_for_write(IndexedRecord)
    pks = list(dict.fromkeys(pks))
    for start in range(0, len(pks), CHUNK):
        with transaction.atomic(using=using, savepoint=False):
            _refresh_chunk(source, pks[start : start + CHUNK], using)


def _refresh_chunk(source, pks, using):
    bring_in_line(source, *read_to_change(source, pks, using), using)


def bring_in_line(source, records, topics, before, using) -> None:
    """Change the rows ``before`` (see reading.read) to what the index should have of ``records``.

    ``topics`` is the result of :meth:`Source.topics_of`. Rows without a record are deleted.
    """
    now = wanted(source, records, topics)
    kept = {pk for pk, row in before.items() if pk in now and not _is_outdated(row)}
    _remove([row for pk, row in before.items() if pk not in kept], using)
    numbers = _numbers(source, now.values(), before.values(), using)
    _insert(source, [found for pk, found in now.items() if pk not in kept], numbers, using)
    for pk in kept:
        _update(before[pk], now[pk], numbers[now[pk].facets], using)


def _is_outdated(row):
    return row.texts.keys() != row.stored.keys() or any(
        text.version != VERSION for text in row.stored.values()
    )


def _remove(rows, using):
    if rows:
        _remove_texts([text for row in rows for text in row.stored.values()], using)
        IndexedRecord.objects.using(using).filter(pk__in=[row.pk for row in rows])._raw_delete(using)


def _remove_texts(texts, using):
    if texts:
        connection = connections[using]
        _forget(texts, connection)
        ids = ", ".join(str(text.pk) for text in texts)
        with connection.cursor() as cursor:
            for model in (IndexedText, StoredText):
                cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id IN ({ids})")  # noqa: S608 - ours


def _forget(texts, connection):
    if texts:
        backend_of(connection).forget(connection, texts)


def _numbers(source, found, before, using):
    """Return {facets: id}, with new rows for those that do not exist yet."""
    texts = (text for row in before for text in row.texts.values() if text.facets.pk)
    numbers = {_facets(text): text.facets_id for text in texts}
    if unknown := {one.facets for one in found} - numbers.keys():
        rows = Facets.objects.using(using).filter(kind=source.number, year__in={key[1] for key in unknown})
        numbers |= {(row.kind, row.year, row.topics): row.pk for row in rows}
        new = [Facets(None, *key) for key in sorted(unknown - numbers.keys())]
        for row in Facets.objects.using(using).bulk_create(new):
            numbers[row.kind, row.year, row.topics] = row.pk
    return numbers


def _facets(text):
    return text.facets.kind, text.facets.year, text.facets.topics


def _insert(source, found, numbers, using):
    """Add records (each Wanted) that the index does not have."""
    if found:
        rows = IndexedRecord.objects.using(using).bulk_create(
            IndexedRecord(kind=source.number, object_id=one.object_id) for one in found
        )
        entries = [
            (row.pk, one, numbers[one.facets], one.texts) for row, one in zip(rows, found, strict=True)
        ]
        _add(entries, using)


def _add(entries, using, before=()):
    """Add the texts of ``entries``, each (id of the record, Wanted, id of its facets, {language: pair}).

    They replace the pairs ``before``, whose words are in the vocabulary already.
    """
    connection = connections[using]
    batch = batch_of(entries)
    batch.tokens = joined_tokens(batch.pairs)
    words = vocabulary.additions(connection, new_words(batch.pairs, before))
    backend_of(connection).add(connection, batch, also=words)


def batch_of(entries) -> Batch:
    """Return the Batch of ``entries``, still without tokens; see :func:`_add`."""
    batch = Batch()
    texts, stored = batch.rows[IndexedText], batch.rows[StoredText]
    for record_id, one, facets_id, pairs in entries:
        for language, (title, text) in pairs.items():
            pk = text_id(record_id, language)
            texts.append((pk, facets_id, *one.values[language].values()))
            stored.append((pk, title, text, VERSION))
    return batch


def _update(row, now, facets_id, using):
    stale = [text for code, text in row.stored.items() if not is_current(text, now.texts.get(code))]
    _remove_texts([text for text in stale if text.language not in now.texts], using)
    _forget([text for text in stale if text.language in now.texts], connections[using])
    kept = row.stored.keys() - {text.language for text in stale}
    for code in sorted(kept):
        values = {"facets_id": facets_id, **now.values[code]}
        if any(getattr(row.texts[code], name) != value for name, value in values.items()):
            IndexedText.objects.using(using).filter(pk=text_id(row.pk, code)).update(**values)
    if fresh := {code: pair for code, pair in now.texts.items() if code not in kept}:
        before = [(text.title, text.text) for text in stale]
        _add([(row.pk, now, facets_id, fresh)], using, before)


def is_current(text, pair) -> bool:
    """Return whether a StoredText is as it should be: (title, text), or None for no text."""
    return (text.title, text.text) == pair and text.version == VERSION


def is_true(row, should: Wanted) -> bool:
    """Return whether the index has what it should of a record (a row of reading.read)."""
    return (
        row.texts.keys() == row.stored.keys() == should.texts.keys()
        and all(is_current(text, should.texts[code]) for code, text in row.stored.items())
        and all(
            _facets(text) == should.facets
            and all(getattr(text, name) == value for name, value in should.values[code].items())
            for code, text in row.texts.items()
        )
    )


def chunks(source, using):
    """Yield all records of a kind in lists of CHUNK, ordered by id."""
    last = 0
    while records := list(source.records().using(using).filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield records
        last = records[-1].pk


def records_with_topic(source, topic_id, using) -> list[int]:
    """Return the ids of the records of a kind that have a topic according to the index."""
    facets = Facets.objects.using(using).filter(kind=source.number, topics__contains=f",{topic_id},")
    texts = (
        IndexedText.objects.using(using).filter(facets__in=facets.values("pk")).values_list("pk", flat=True)
    )
    numbers = list({pk // 2 for pk in texts})
    found = []
    for start in range(0, len(numbers), CHUNK):
        rows = IndexedRecord.objects.using(using).filter(pk__in=numbers[start : start + CHUNK])
        found += rows.values_list("object_id", flat=True)
    return found

"""What the index has of a record, and how that is written."""

import unicodedata
from dataclasses import dataclass, field

from django.db import connections, router, transaction
from django.db.models import F

from seoulsolution.content.first_public import LONG_AGO
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import UNDATED, State
from seoulsolution.search.index import vocabulary
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.language.normalisation import TEXT_LIMIT
from seoulsolution.search.language.spelling import new_words
from seoulsolution.search.language.tokens import VERSION, joined_tokens
from seoulsolution.search.models import Facets, IndexedRecord, IndexedText, StoredText, text_id, topics_value

#: Records per step; few enough for the parameters of one statement on either database.
CHUNK = 400
#: The columns of IndexedText that say when and in which order a text is shown.
VALUES = ("day", "go_live_at", "expires_at", "is_paired", "first_public")


@dataclass
class Entry:
    """What the index has, or should have, of a record.

    ``facets`` is (kind, year, topics) as Facets has them, ``values`` {language: other values of its
    IndexedText}, ``texts`` {language: (title, text)}, ``versions`` those of the tokens.
    """

    object_id: int
    facets: tuple = ()
    values: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    versions: set = field(default_factory=lambda: {VERSION})
    #: The id of its IndexedRecord, which does not make a difference.
    record_id: int | None = field(default=None, compare=False)


def wanted(source, records, topics) -> dict[int, Entry]:
    """Return {id: Entry} of those ``records`` that can be public.

    ``topics`` is the result of :meth:`Source.topics_of`. Times are not checked: a record that goes live later
    is in the index already, and queries leave it out until then.
    """
    found = (_wanted(source, record, topics.get(record.pk, ())) for record in records)
    return {one.object_id: one for one in found if one.texts}


def _wanted(source, record, topics):
    languages = record.languages if record.state == State.PUBLISHED else ()
    texts = {code: _clean(source.text(record, code)) for code in languages}
    shared = {
        "day": (source.date(record) or UNDATED).toordinal(),
        "go_live_at": record.go_live_at,
        "expires_at": record.expires_at,
        "is_paired": len(texts) > 1,
    }
    values = {code: shared | {"first_public": _first_public(record, code)} for code in texts}
    return Entry(record.pk, (source.number, source.year_of(record), topics_value(topics)), values, texts)


def _first_public(record, language):
    return int((getattr(record, f"first_public_{language}") or LONG_AGO).timestamp())


def _clean(pair):
    title, text = (unicodedata.normalize("NFC", part or "").replace("\0", "")[:TEXT_LIMIT] for part in pair)
    return title, text


def read(source, pks, using) -> dict[int, Entry]:
    """Return {id: Entry} of what the index has of the records ``pks`` of a kind."""
    rows = IndexedRecord.objects.using(using).filter(kind=source.number, object_id__in=pks)
    entries = {row.pk: Entry(row.object_id, versions=set(), record_id=row.pk) for row in rows}
    ids = [text_id(pk, code) for pk in entries for code in CODES]
    for text in IndexedText.objects.using(using).select_related("facets").filter(pk__in=ids):
        entry = entries[text.record_id]
        entry.facets = (text.facets.kind, text.facets.year, text.facets.topics)
        entry.values[text.language] = {name: getattr(text, name) for name in VALUES}
    for stored in StoredText.objects.using(using).filter(pk__in=ids):
        entry = entries[stored.record_id]
        entry.texts[stored.language] = (stored.title, stored.text)
        entry.versions.add(stored.version)
    return {entry.object_id: entry for entry in entries.values()}


def refresh(source, pks, using=None) -> None:
    """Update the index for the records ``pks`` of a kind, including deleted ones."""
    using = using or router.db_for_write(IndexedRecord)
    pks = list(dict.fromkeys(pks))
    for start in range(0, len(pks), CHUNK):
        with transaction.atomic(using=using, savepoint=False):
            _refresh(source, pks[start : start + CHUNK], using)


def _refresh(source, pks, using):
    # Locked, so that two writers of parts of the same record do not both add it.
    records = list(source.records().using(using).select_for_update(no_key=True).filter(pk__in=pks))
    now = wanted(source, records, source.topics_of(pks, using))
    before = read(source, pks, using)
    stale = [entry for pk, entry in before.items() if entry != now.get(pk)]
    fresh = [entry for pk, entry in now.items() if entry != before.get(pk)]
    replace(source, stale, fresh, using)
    add_words(fresh, connections[using], before=stale)


def replace(source, stale, fresh, using) -> None:
    """Replace the entries ``stale``, which :func:`read` returned, with the entries ``fresh``."""
    connection = connections[using]
    backend = backend_of(connection)
    kept = _keep_ids(stale, fresh)
    if stale:
        ids = [text_id(entry.record_id, code) for entry in stale for code in CODES]
        known = [
            (text_id(entry.record_id, code), pair)
            for entry in stale
            if entry.versions == {VERSION}
            for code, pair in entry.texts.items()
        ]
        backend.forget(connection, [pk for pk, _pair in known], joined_tokens([pair for _pk, pair in known]))
        for model in (IndexedText, StoredText):
            model.objects.using(using).filter(pk__in=ids).delete()
        gone = [entry.record_id for entry in stale if entry.object_id not in kept]
        IndexedRecord.objects.using(using).filter(pk__in=gone).delete()
    if fresh:
        _number(source, [entry for entry in fresh if entry.record_id is None], using)
        _add(fresh, _facet_ids(source, fresh, using), connection)


def add_words(entries, connection, before=()) -> None:
    """Add the words of ``entries`` to the vocabulary, which has those of the entries ``before``."""
    pairs, old = ([pair for one in some for pair in one.texts.values()] for some in (entries, before))
    vocabulary.add(connection, new_words(pairs, old))


def _keep_ids(stale, fresh):
    """Give entries the ids of those that they replace; return the ids of their records.

    Tokens of an older VERSION cannot be computed again, so that SQLite cannot forget them: they find nothing,
    because the text gets a new id, and ids are never reused.
    """
    ids = {entry.object_id: entry.record_id for entry in stale if entry.versions == {VERSION}}
    for entry in fresh:
        entry.record_id = ids.get(entry.object_id)
    return {entry.object_id for entry in fresh if entry.record_id}


def _number(source, entries, using):
    rows = IndexedRecord.objects.using(using).bulk_create(
        IndexedRecord(kind=source.number, object_id=entry.object_id) for entry in entries
    )
    for entry, row in zip(entries, rows, strict=True):
        entry.record_id = row.pk


def _facet_ids(source, entries, using):
    """Return {facets: id}, with new rows for those that do not exist yet."""
    wanted = {entry.facets for entry in entries}
    years = {year for _kind, year, _topics in wanted}
    rows = Facets.objects.using(using).filter(kind=source.number, year__in=years)
    ids = {(row.kind, row.year, row.topics): row.pk for row in rows}
    new = [Facets(None, *key) for key in sorted(wanted - ids.keys())]
    return ids | {
        (row.kind, row.year, row.topics): row.pk for row in Facets.objects.using(using).bulk_create(new)
    }


def _add(entries, facet_ids, connection):
    texts = [
        (text_id(entry.record_id, code), entry, code, pair)
        for entry in entries
        for code, pair in entry.texts.items()
    ]
    StoredText.objects.using(connection.alias).bulk_create(
        StoredText(pk, *pair, VERSION) for pk, _entry, _code, pair in texts
    )
    rows = [
        IndexedText(pk, facets_id=facet_ids[entry.facets], **entry.values[code])
        for pk, entry, code, _pair in texts
    ]
    tokens = joined_tokens([pair for *_rest, pair in texts])
    backend_of(connection).add(connection, rows, tokens)


def chunks(source, using):
    """Yield all records of a kind in lists of CHUNK, ordered by id."""
    last = 0
    while records := list(source.records().using(using).filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield records
        last = records[-1].pk


def records_with_topic(source, topic_id, using) -> list[int]:
    """Return the ids of the records of a kind that have a topic according to the index."""
    facets = Facets.objects.using(using).filter(kind=source.number, topics__contains=f",{topic_id},")
    texts = IndexedText.objects.using(using).filter(facets__in=facets.values("pk"))
    rows = IndexedRecord.objects.using(using).filter(pk__in=texts.values(record=F("pk") / len(CODES)))
    return list(rows.values_list("object_id", flat=True))

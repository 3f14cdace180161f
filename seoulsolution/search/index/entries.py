"""What the index has of a record, and how it is brought up to date: only differences are written."""

import json
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connections, transaction
from django.db.models import F

from seoulsolution.content.fields import UNDATED
from seoulsolution.content.first_public import LONG_AGO
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import State
from seoulsolution.search import registry
from seoulsolution.search.index import ahead, vocabulary
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.language.normalisation import TEXT_LIMIT
from seoulsolution.search.language.spelling import new_words
from seoulsolution.search.language.tokens import VERSION
from seoulsolution.search.models import (
    Facets,
    IndexedRecord,
    IndexedText,
    StoredText,
    plain_text,
    text_id,
    upsert,
)

#: Records per step; few enough for the parameters of one statement on either database.
CHUNK = 400
#: The columns of IndexedText that say when and in which order a text is shown.
VALUES = ("day", "go_live_at", "expires_at", "is_paired", "first_public")
_READ = """
SELECT text.id, text.facets_id, {values}, record.id AS owner, record.object_id, stored.title, stored.text,
    stored.version, facets.kind, facets.year, facets.topic_ids
FROM search_indexedrecord AS record
CROSS JOIN (SELECT 0 AS parity UNION ALL SELECT 1) AS codes
LEFT JOIN search_indexedtext AS text ON text.id = record.id * 2 + codes.parity
LEFT JOIN search_facets AS facets ON facets.id = text.facets_id
LEFT JOIN search_storedtext AS stored ON stored.id = text.id
WHERE record.kind = %s AND record.object_id IN ({marks})
"""


class Text(NamedTuple):
    """A record in one language: ``facets`` as a key (kind, year, topics) of Facets, ``values`` as VALUES."""

    facets: tuple
    values: tuple
    words: tuple[str, str]
    version: int = VERSION


@dataclass
class Entry:
    """What the index has, or should have, of a record: ``texts`` {language: Text}.

    The ids of its rows make no difference.
    """

    object_id: int
    texts: dict[str, Text] = field(default_factory=dict)
    record_id: int | None = field(default=None, compare=False)
    facet_ids: dict[tuple, int] = field(default_factory=dict, compare=False)

    @property
    def is_outdated(self):
        """Whether its tokens are of another VERSION.

        They cannot be computed again, so that SQLite cannot forget them. They find nothing, because the
        record gets a new id, and ids are never reused.
        """
        return any(text.version != VERSION for text in self.texts.values())


def wanted(source, records, using) -> dict[int, Entry]:
    """Return {id: Entry} of those ``records`` that can be public.

    Times are not checked: a record that goes live later is in the index already, and queries leave it out
    until then.
    """
    public = [one for one in records if one.state == State.PUBLISHED and one.languages]
    if not public:
        return {}
    registry.prefetch_parts(source, public, using)
    number = source.search_number
    topics = registry.topics_of([(number, one.pk) for one in public])
    return {one.pk: _wanted(source, one, sorted(topics.get((number, one.pk), ()))) for one in public}


def _wanted(source, record, topics):
    languages = record.languages
    facets = (source.search_number, registry.year_of(source, record), tuple(topics))
    day = (source.search_date(record) or UNDATED).toordinal()
    shared = (day, record.go_live_at, record.expires_at, len(languages) > 1)
    entry = Entry(record.pk)
    for code in languages:
        since = getattr(record, f"first_public_{code}") or LONG_AGO
        words = _clean(registry.text_of(source, record, code))
        entry.texts[code] = Text(facets, (*shared, int(since.timestamp())), words)
    return entry


def texts_of_new(source, record) -> list[tuple[str, str]]:
    """Return the texts that the index will have of a record that is not saved, unless it gets parts later."""
    if record.state != State.PUBLISHED:
        return []
    shown = registry.without_parts(source, record)
    return [_clean(registry.text_of(source, shown, code)) for code in shown.languages]


def _clean(pair):
    title, text = (unicodedata.normalize("NFC", part or "").replace("\0", "")[:TEXT_LIMIT] for part in pair)
    return title, text


def read(source, pks, using) -> dict[int, Entry]:
    """Return {id: Entry} of what the index has of the records ``pks`` of a kind, in one statement."""
    values = ", ".join(f"text.{name}" for name in VALUES)
    statement = _READ.format(values=values, marks=", ".join(["%s"] * len(pks)))
    entries = {}
    for row in IndexedText.objects.using(using).raw(statement, [source.search_number, *pks]):
        entry = entries.setdefault(row.object_id, Entry(row.object_id, record_id=row.owner))
        if row.pk:
            key = (row.kind, row.year, row.topic_ids and tuple(json.loads(row.topic_ids)))
            entry.facet_ids[key] = row.facets_id
            entry.texts[row.language] = Text(
                key,
                tuple(getattr(row, name) for name in VALUES),
                (row.title or "", plain_text(row.text) or ""),
                row.version,
            )
    return entries


def refresh(source, pks, using) -> None:
    """Update the index for the records ``pks`` of a kind, including deleted ones."""
    pks = list(dict.fromkeys(pks))
    for start in range(0, len(pks), CHUNK):
        with transaction.atomic(using=using, savepoint=False):
            refresh_chunk(source, pks[start : start + CHUNK], using)


def refresh_chunk(source, pks, using, listed: set[str] | None = None) -> dict[int, Entry]:
    """Update at most CHUNK records in a transaction of the caller; return their entries.

    A rebuild, which writes even what seems to be right, keeps the words that it has ``listed``.
    """
    # Locked, so that two writers of parts of the same record do not both add it.
    rows = source.model.objects.using(using).select_for_update(no_key=True).order_by()
    should = wanted(source, list(rows.filter(pk__in=pks)), using)
    if listed is not None:
        ahead.make(text.words for entry in should.values() for text in entry.texts.values())
    has = read(source, pks, using)
    if listed is not None or has != should:
        _write(source, has, should, using, listed)
    return should


def _write(source, has, should, using, listed):
    """Turn the entries ``has``, which were read, into the entries ``should``."""
    connection, is_afresh = connections[using], listed is not None
    kept = {pk: entry for pk, entry in has.items() if pk in should and not entry.is_outdated}
    gone = [entry.record_id for pk, entry in has.items() if pk not in kept]
    _number(source, should, kept, gone, using)
    before, after = by_id(has.values()), by_id(should.values())
    changed = {pk: text for pk, text in after.items() if is_afresh or text != before.get(pk)}
    edited = {
        pk: text.words for pk, text in changed.items() if pk not in before or text.words != before[pk].words
    }
    rewritten = {pk: text.words for pk, text in changed.items()} if is_afresh else edited
    lost = before.keys() - after.keys()
    replaced = {pk: before[pk].words for pk in [*lost, *rewritten.keys() & before.keys()]}
    forgotten = {pk: words for pk, words in replaced.items() if before[pk].version == VERSION}
    for model in (StoredText, IndexedText):
        if lost:
            model.objects.using(using).filter(pk__in=lost).delete()
    facet_ids = _facet_ids({text.facets for text in changed.values()}, has.values(), using)
    rows = [(pk, facet_ids[text.facets], *text.values) for pk, text in changed.items()]
    new = new_words(rewritten.values(), () if is_afresh else replaced.values())
    if is_afresh:
        new -= listed
        listed |= new
    backend = backend_of(connection)
    with backend.pipeline(connection):
        upsert(connection, StoredText, [(pk, *words, VERSION) for pk, words in edited.items()])
        vocabulary.add(connection, new)
        # Last: a rebuild has the tokens made by others meanwhile.
        backend.write(connection, rows, forgotten, rewritten)


def by_id(entries) -> dict[int, Text]:
    """Return {id of a text: Text} of entries that are in the index."""
    return {text_id(one.record_id, code): text for one in entries for code, text in one.texts.items()}


def _number(source, should, kept, gone, using):
    """Give the entries ``should`` the ids of those that are ``kept``, or new ones; free the ids ``gone``."""
    rows = IndexedRecord.objects.using(using)
    if gone:
        rows.filter(pk__in=gone).delete()
    new = [IndexedRecord(kind=source.search_number, object_id=pk) for pk in should if pk not in kept]
    ids = {pk: entry.record_id for pk, entry in kept.items()}
    ids |= {row.object_id: row.pk for row in rows.bulk_create(new)}
    for pk, entry in should.items():
        entry.record_id = ids[pk]


def _facet_ids(keys, entries, using):
    """Return {key: id} of at least ``keys``, some of which ``entries`` have; new rows for new ones."""
    ids = {key: pk for entry in entries for key, pk in entry.facet_ids.items()}
    if keys <= ids.keys():
        return ids
    kinds, years, _topics = zip(*keys, strict=True)
    rows = Facets.objects.using(using)
    ids |= {row.key: row.pk for row in rows.filter(kind__in=kinds, year__in=years)}
    new = [Facets(kind=kind, year=year, topic_ids=topics) for kind, year, topics in keys - ids.keys()]
    return ids | {row.key: row.pk for row in rows.bulk_create(new)}


def chunks(source, using):
    """Yield the ids of all records of a kind in lists of CHUNK, in order."""
    pks = list(source.model.objects.using(using).order_by("pk").values_list("pk", flat=True))
    yield from (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))


def left_over(source, using) -> list[int]:
    """Return the ids of the records of a kind that the index has though they are gone."""
    rows = IndexedRecord.objects.using(using).filter(kind=source.search_number)
    gone = rows.exclude(object_id__in=source.model.objects.using(using).values("pk"))
    return list(gone.values_list("object_id", flat=True))


def records_with_topic(source, topic_id, using) -> list[int]:
    """Return the ids of the records of a kind that have a topic according to the index."""
    facets = Facets.ids(topic_id, kind=source.search_number)
    texts = IndexedText.objects.using(using).filter(facets__in=facets)
    rows = IndexedRecord.objects.using(using).filter(pk__in=texts.values(record=F("pk") / len(CODES)))
    return list(rows.values_list("object_id", flat=True))

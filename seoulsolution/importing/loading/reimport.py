"""Report files that were imported before without parsing them again.

Many files are looked up together. The memory this takes is bounded by the number of files and of their
lines; their contents are never held.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from seoulsolution.importing.loading.conflicts import Outcome
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.models import FileOutcome, Identity, SourceFile, UnplacedLine
from seoulsolution.importing.parsing import formats
from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.records import LineCounts, Note, RecordKind
from seoulsolution.importing.reporting import FileResult
from seoulsolution.importing.sources import FoundFile, Unreadable, digest

FILES_AT_ONCE = 500
# A page rarely has more records, warnings and unplaced lines than lines with text.
LINES_AT_ONCE = 10_000
#: Files with their known source, or None for those to be parsed.
FileGroup = list[tuple[FoundFile, SourceFile | None]]
#: RecordKind and id of a record.
RecordId = tuple[RecordKind, int]


def chunks(files: Iterable[FoundFile]) -> Iterator[list[FoundFile]]:
    """Yield the files in their order, in lists to look up together."""
    remaining = iter(files)
    while chunk := list(islice(remaining, FILES_AT_ONCE)):
        yield chunk


def known_sources(files: list[FoundFile]) -> list[SourceFile | None]:
    """Return each file's source if it was imported under this path, or None if it has to be parsed."""
    digests = [_digest(found) for found in files]
    read_before = SourceFile.objects.filter(sha256__in={*digests} - {""}, parser_version=formats.VERSION)
    sources = {source.sha256: source for source in read_before.defer("text", "boilerplate", "listing")}
    places = _places({source.pk for source in sources.values()}, {found.label for found in files})
    known = []
    for found, sha256 in zip(files, digests, strict=True):
        source = sources.get(sha256)
        known.append(source if source and (source.pk, found.label) in places else None)
    return known


def _digest(found: FoundFile) -> str:
    try:
        return digest(found)
    except (Refused, Unreadable):
        # The import itself reports what is wrong.
        return ""


def _places(sources: set[int], paths: set[str]) -> set[tuple[int, str]]:
    """Return (source id, path) for those of these files that were imported under these paths."""
    if not sources:
        return set()
    outcomes = FileOutcome.objects.filter(source__in=sources, path__in=paths, status__in=FileOutcome.WENT_IN)
    return set(outcomes.order_by().values_list("source", "path").distinct())


def groups(files: list[FoundFile], sources: list[SourceFile | None]) -> Iterator[FileGroup]:
    """Yield the files in their order with their sources; a group has known files only, or others only."""
    group, lines = [], 0
    for found, source in zip(files, sources, strict=True):
        is_other = bool(group) and (group[-1][1] is None) is not (source is None)
        if is_other or lines > LINES_AT_ONCE:
            yield group
            group, lines = [], 0
        group.append((found, source))
        lines += source.lines_nonblank if source else 0
    if group:
        yield group


def known_results(known: FileGroup) -> list[FileResult]:
    """Return the results of importing known files again, with a fixed number of queries.

    Only what may have changed is queried: whether the records still exist and are published.
    """
    ids = [source.pk for _found, source in known]
    listings = dict(SourceFile.objects.filter(pk__in=ids).order_by().values_list("pk", "listing"))
    rows = [row for listing in listings.values() for row in listing["records"]]
    places = _records({row["key"] for row in rows})
    published = _published(places.values())
    unplaced = _unplaced([source.pk for _found, source in known if source.lines_unplaced])
    results = []
    for found, source in known:
        listing = listings.get(source.pk, {"records": (), "warnings": ()})
        lines = (source.lines_total, source.lines_nonblank)
        results.append(
            FileResult(
                path=found.label,
                status=FileOutcome.Status.UNCHANGED,
                sha256=source.sha256,
                encoding=source.encoding,
                layout=source.layout,
                lines=LineCounts(
                    *lines, source.lines_record, source.lines_boilerplate, source.lines_unplaced
                ),
                records=tuple(_row(row, published.get(places.get(row["key"]))) for row in listing["records"]),
                warnings=tuple(Note(*warning) for warning in listing["warnings"]),
                unplaced=tuple(unplaced[source.pk]),
            )
        )
    return results


def _records(keys: set[str]) -> dict[str, RecordId]:
    """Return the record that each key leads to."""
    found = Identity.objects.filter(key__in=keys).values_list("key", "entry__kind", "entry__object_id")
    return {key: (RecordKind(kind), pk) for key, kind, pk in found}


def _published(places: Iterable[RecordId]) -> dict[RecordId, bool]:
    """Return whether each record that still exists is published, with one query per kind."""
    ids = defaultdict(set)
    for kind, pk in places:
        ids[kind].add(pk)
    return {
        (kind, pk): published
        for kind, wanted in ids.items()
        for pk, published in WRITERS[kind].published_of(wanted).items()
    }


def _unplaced(sources: list[int]) -> dict[int, list[Note]]:
    notes = defaultdict(list)
    if sources:
        lines = UnplacedLine.objects.filter(source__in=sources).order_by("source", "number")
        for source, number, text in lines.values_list("source", "number", "text"):
            notes[source].append(Note(number, text))
    return notes


def _row(listed: dict, published: bool | None) -> dict:
    """Return a record's row of the report as of today; ``published`` is None for a deleted one."""
    row = {name: value for name, value in listed.items() if name != "key"}
    if row["outcome"] != Outcome.REFUSED:
        row["outcome"] = str(Outcome.SKIPPED if published is None else Outcome.UNCHANGED)
    row["published"] = bool(published)
    return row

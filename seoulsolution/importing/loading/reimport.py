"""Files that were imported before: their records are listed again without reading the pages twice.

Many files are looked up together. What is held of them at a time is bounded by the number of files and
of their lines, and is never their contents.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from seoulsolution.importing.loading.conflicts import Outcome
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.models import FileOutcome, Identity, SourceFile, UnplacedLine
from seoulsolution.importing.parsing import formats
from seoulsolution.importing.parsing.errors import Refused, Unreadable
from seoulsolution.importing.parsing.records import LineCounts, Note, RecordKind
from seoulsolution.importing.reporting import FileResult
from seoulsolution.importing.sources import FoundFile, digest

FILES_AT_ONCE = 200
# A page seldom has more records, warnings and unplaced lines than lines with text.
LINES_AT_ONCE = 10_000
#: Files with what they were before, None for those to be read.
FileBatch = list[tuple[FoundFile, SourceFile | None]]
#: RecordKind and id of a record.
RecordId = tuple[RecordKind, int]


def chunks(files: Iterable[FoundFile]) -> Iterator[list[FoundFile]]:
    """Files in their order, as many at a time as are looked up together."""
    remaining = iter(files)
    while chunk := list(islice(remaining, FILES_AT_ONCE)):
        yield chunk


def known_sources(files: list[FoundFile]) -> list[SourceFile | None]:
    """What each file was when it was read before under its path; None where it has to be read."""
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
        # The import itself says what is wrong with it.
        return ""


def _places(sources: set[int], paths: set[str]) -> set[tuple[int, str]]:
    """Under which of these paths which of these files went in."""
    if not sources:
        return set()
    outcomes = FileOutcome.objects.filter(source__in=sources, path__in=paths, status__in=FileOutcome.WENT_IN)
    return set(outcomes.order_by().values_list("source", "path").distinct())


def in_turn(files: list[FoundFile], sources: list[SourceFile | None]) -> Iterator[FileBatch]:
    """The files in their order with their sources, in groups of known ones and of others."""
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


def known_results(known: FileBatch) -> list[FileResult]:
    """The results of importing known files again, with a fixed number of queries.

    What is asked of the database is what may have changed: whether the records are still there, and
    published.
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
    """Which record each key leads to."""
    found = Identity.objects.filter(key__in=keys).values_list("key", "entry__kind", "entry__object_id")
    return {key: (RecordKind(kind), pk) for key, kind, pk in found}


def _published(places: Iterable[RecordId]) -> dict[RecordId, bool]:
    """Whether the records that are still there are published: one query a kind."""
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
    """A record's row of the report as it is today; ``published`` is None for one that is gone."""
    row = {name: value for name, value in listed.items() if name != "key"}
    if row["outcome"] != Outcome.REFUSED:
        row["outcome"] = str(Outcome.SKIPPED if published is None else Outcome.UNCHANGED)
    row["published"] = bool(published)
    return row

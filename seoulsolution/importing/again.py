"""A file that was imported before: its records are listed again without reading it twice."""

from django.db.models import Exists, OuterRef

from seoulsolution.importing import formats
from seoulsolution.importing.meeting import Outcome
from seoulsolution.importing.models import FileOutcome, Identity, SourceFile
from seoulsolution.importing.records import Kind, LineCounts, Note
from seoulsolution.importing.results import FileResult, Status
from seoulsolution.importing.writers import WRITERS


def known_source(path: str, sha256: str) -> SourceFile | None:
    """The file as it was read before under a path it is known by; None if it has to be read."""
    went_in = (FileOutcome.Status.IMPORTED, FileOutcome.Status.UNCHANGED)
    known = FileOutcome.objects.filter(source=OuterRef("pk"), path=path, status__in=went_in)
    sources = SourceFile.objects.filter(Exists(known), sha256=sha256, parser_version=formats.VERSION)
    return sources.defer("text").first()


def known_result(path: str, source: SourceFile) -> FileResult:
    """The result of importing a known file again.

    What is asked of the database is what may have changed: whether the records are still there, and
    published.
    """
    return FileResult(
        path=path,
        status=Status.UNCHANGED,
        sha256=source.sha256,
        encoding=source.encoding,
        frame=source.frame,
        lines=LineCounts(
            source.lines_total,
            source.lines_nonblank,
            source.lines_record,
            source.lines_furniture,
            source.lines_unplaced,
        ),
        records=tuple(_rows(source.listing["records"])),
        warnings=tuple(Note(*warning) for warning in source.listing["warnings"]),
        unplaced=tuple(_unplaced(source)),
    )


def _unplaced(source: SourceFile) -> list[Note]:
    lines = source.unplaced.all() if source.lines_unplaced else ()
    return [Note(line.number, line.text) for line in lines]


def _rows(listed: list[dict]) -> list[dict]:
    """The rows of the report as they are today."""
    entries = {
        identity.key: identity.entry
        for identity in Identity.objects.filter(key__in=[row["key"] for row in listed])
        .select_related("entry")
        .only("key", "entry__kind", "entry__object_id")
    }
    records = _records(listed, entries)
    rows = []
    for row in listed:
        row = dict(row)
        kind, entry = Kind(row["kind"]), entries.get(row.pop("key"))
        record = records.get((kind, entry.object_id)) if entry else None
        if row["outcome"] != Outcome.REFUSED:
            row["outcome"] = str(Outcome.UNCHANGED if record else Outcome.SKIPPED)
        row["published"] = bool(record) and WRITERS[kind].published(record)
        rows.append(row)
    return rows


def _records(listed: list[dict], entries: dict) -> dict:
    """The models behind the rows: one query a kind."""
    wanted: dict[Kind, set[int]] = {}
    for row in listed:
        entry = entries.get(row["key"])
        if entry:
            wanted.setdefault(Kind(row["kind"]), set()).add(entry.object_id)
    return {(kind, record.pk): record for kind, ids in wanted.items() for record in WRITERS[kind].listed(ids)}

"""A run of the importer: each file in its own transaction, with its outcome recorded."""

import hashlib
import logging
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db import Error as DatabaseFault
from django.db import connection, transaction
from django.utils import timezone

from seoulsolution.content.first_public import bulk_import
from seoulsolution.content.postponing import postponed
from seoulsolution.importing.loading import reimport, topics
from seoulsolution.importing.loading.loader import Loader
from seoulsolution.importing.models import FileOutcome, Run, SourceFile, UnplacedLine
from seoulsolution.importing.parsing import formats
from seoulsolution.importing.parsing.decoding import decode
from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.page import SourcePage
from seoulsolution.importing.parsing.records import ParsedPage
from seoulsolution.importing.parsing.text import printable
from seoulsolution.importing.reporting import FileResult, Totals, record_row
from seoulsolution.importing.sources import FoundFile, Unreadable, read

logger = logging.getLogger(__name__)
# Any number works, as long as every importer takes the same.
IMPORT_LOCK = 20_180_702


class _DryRunEnds(Exception):  # noqa: N818 - rolls a dry run back
    pass


@dataclass
class Importer:
    """Imports files one by one and calls ``on_result`` with each result."""

    dry_run: bool = False
    on_result: Callable[[FileResult], None] = lambda result: None
    id: UUID = field(default_factory=uuid4)
    totals: Totals = field(default_factory=Totals)
    today: date = field(default_factory=timezone.localdate)
    topics: tuple = field(default=(), init=False)

    def run(self, files: Iterable[FoundFile]) -> Totals:
        """Import files and return the totals. A dry run is rolled back as a whole, its Run included."""
        if self.dry_run:
            try:
                with transaction.atomic():
                    self._import_all(files)
                    raise _DryRunEnds
            except _DryRunEnds:
                return self.totals
        run = Run.objects.create(id=self.id)
        run.status = Run.Status.BROKEN
        try:
            self._import_all(files)
            run.status = Run.Status.FINISHED if self.totals.complete else Run.Status.INCOMPLETE
        finally:
            run.finished_at, run.totals = timezone.now(), self.totals.as_report()
            run.save()
        return self.totals

    def _import_all(self, files: Iterable[FoundFile]):
        if self.dry_run:
            Run.objects.create(id=self.id)
        self.topics = topics.keywords()
        for chunk in reimport.chunks(files):
            for group in reimport.groups(chunk, self._known(chunk)):
                is_known = group[0][1] is not None
                for result in self._report_known(group) if is_known else self._import_group(group):
                    self.totals.add(result)
                    self.on_result(result)

    def _import_group(self, files: reimport.FileGroup) -> Iterator[FileResult]:
        return (self._import(found) for found, _source in files)

    def _known(self, chunk: list[FoundFile]) -> list[SourceFile | None]:
        """Return the known source of each file, or None; all None when the database fails."""
        try:
            return reimport.known_sources(chunk)
        except DatabaseFault:
            _reconnect()
            return [None] * len(chunk)

    def _report_known(self, known: reimport.FileGroup) -> Iterable[FileResult]:
        """Return the results of known files and record them as outcomes of this run."""
        try:
            results = reimport.known_results(known)
            outcomes = (
                self._outcome(result, source) for (_found, source), result in zip(known, results, strict=True)
            )
            FileOutcome.objects.bulk_create(outcomes)
        except DatabaseFault:
            # Imported one by one, each file reports what is wrong with it.
            _reconnect()
            return self._import_group(known)
        return results

    def _import(self, found: FoundFile) -> FileResult:
        """Import one file. Whatever is wrong with it becomes its result, not an exception."""
        sha256 = ""
        try:
            data = read(found)
            sha256 = hashlib.sha256(data).hexdigest()
            with transaction.atomic(), postponed(), bulk_import():
                wait_for_other_imports()
                return self._import_data(found.label, data, sha256)
        except Refused as error:
            result = FileResult(found.label, FileOutcome.Status.REFUSED, sha256, reason=printable(str(error)))
        except Unreadable as error:
            result = FileResult(found.label, FileOutcome.Status.FAILED, sha256, reason=str(error))
        except DatabaseFault as error:
            _reconnect()
            reason = f"database error, nothing of the file was written: {error}".strip()
            result = FileResult(found.label, FileOutcome.Status.FAILED, sha256, reason=reason)
        except Exception as error:
            logger.debug("fault at %s", found.label, exc_info=True)
            reason = f"a fault of the importer, nothing of the file was written: {_fault(error)}"
            result = FileResult(found.label, FileOutcome.Status.FAILED, sha256, reason=printable(reason))
        self._record_failure(result)
        return result

    def _import_data(self, label: str, data: bytes, sha256: str) -> FileResult:
        decoded = decode(data)
        page = SourcePage.from_text(decoded.text)
        parsed = formats.detect(page).parse(page, self.today)
        source, is_new = _source(sha256, decoded, parsed)
        loaded = Loader(source, is_new, label, self.id, page, self.topics).load(parsed)
        rows = tuple(record_row(each) for each in loaded)
        source.listing = {
            "records": [row | {"key": each.key} for row, each in zip(rows, loaded, strict=True)],
            "warnings": [[note.line, note.message] for note in parsed.warnings],
        }
        SourceFile.objects.filter(pk=source.pk).update(listing=source.listing)
        result = FileResult(
            path=label,
            status=FileOutcome.Status.IMPORTED if is_new else FileOutcome.Status.UNCHANGED,
            sha256=sha256,
            encoding=decoded.encoding,
            layout=parsed.layout,
            lines=parsed.lines,
            records=rows,
            warnings=parsed.warnings,
            unplaced=parsed.unplaced,
        )
        self._outcome(result, source).save(force_insert=True)
        return result

    def _outcome(self, result: FileResult, source: SourceFile | None) -> FileOutcome:
        """Return the row that says what the run did with a file, unsaved."""
        return FileOutcome(
            run_id=self.id,
            source=source,
            path=result.path,
            sha256=result.sha256,
            status=result.status,
            reason=result.reason,
        )

    def _record_failure(self, result: FileResult):
        """Record why a file was not imported; a failing database must not hide that reason."""
        try:
            with transaction.atomic():
                self._outcome(result, None).save()
        except DatabaseFault:
            logger.warning("the outcome of %s could not be written down", result.path)


def _source(sha256: str, decoded, parsed: ParsedPage) -> tuple[SourceFile, bool]:
    """Create or update the row of a file's contents; return it and whether it is new."""
    lines = parsed.lines
    values = {
        "encoding": decoded.encoding,
        "layout": parsed.layout,
        "text": printable(decoded.text),
        "lines_total": lines.total,
        "lines_nonblank": lines.nonblank,
        "lines_record": lines.record,
        "lines_boilerplate": lines.boilerplate,
        "lines_unplaced": lines.unplaced,
        "boilerplate": {str(note.line): note.message for note in parsed.boilerplate},
        "parser_version": formats.VERSION,
    }
    known = SourceFile.objects.filter(sha256=sha256).order_by()
    pk = known.values_list("pk", flat=True).first()
    source = SourceFile(pk=pk, sha256=sha256, **values)
    if pk:
        known.update(**values)
    else:
        source.save(force_insert=True)
    _keep_unplaced(source, parsed, is_new=not pk)
    return source, not pk


def _fault(error: Exception) -> str:
    """Return an exception with the place in the code where it was raised."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {os.path.basename(place.filename)}:{place.lineno}: {error}"


def _keep_unplaced(source: SourceFile, parsed: ParsedPage, is_new: bool):
    """Create rows for new unplaced lines and delete those placed by now; the others keep their decisions."""
    known = {} if is_new else dict(source.unplaced.values_list("number", "pk"))
    found = {note.line: note.message for note in parsed.unplaced}
    if gone := [pk for number, pk in known.items() if number not in found]:
        source.unplaced.filter(pk__in=gone).delete()
    UnplacedLine.objects.bulk_create(
        UnplacedLine(source=source, number=number, text=text)
        for number, text in found.items()
        if number not in known
    )


def _reconnect():
    """Close a broken connection, so that the next file opens a new one."""
    if not connection.in_atomic_block and connection.connection and not connection.is_usable():
        connection.close()


def wait_for_other_imports():
    """Wait until another import has finished its file. On SQLite, immediate transactions do that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])

"""A run of the importer: files in chunks, each in one transaction, with the outcome of each file recorded."""

import gc
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db import Error as DatabaseFault
from django.db import connection, transaction
from django.utils import timezone

from seoulsolution.content.first_public import bulk_import
from seoulsolution.content.postponing import postponed
from seoulsolution.importing import chunks
from seoulsolution.importing.chunks import FailedFile, File, Pace, ParsedFile
from seoulsolution.importing.loading import reimport, topics
from seoulsolution.importing.loading.batch import Batch
from seoulsolution.importing.loading.candidates import each_of, prepare
from seoulsolution.importing.loading.conflicts import Outcome
from seoulsolution.importing.loading.loader import Loader
from seoulsolution.importing.loading.topics import Topics
from seoulsolution.importing.models import FileOutcome, Run, SourceFile, UnplacedLine
from seoulsolution.importing.parsing import formats
from seoulsolution.importing.parsing.records import ParsedPage
from seoulsolution.importing.parsing.text import printable
from seoulsolution.importing.reporting import FileResult, Totals, record_row
from seoulsolution.importing.sources import FoundFile

logger = logging.getLogger(__name__)
# Any number works, as long as every importer takes the same.
IMPORT_LOCK = 20_180_702


# Looking for cycles among the rows of a chunk as often as Python does takes a tenth of the time.
OBJECTS_BETWEEN_COLLECTIONS = 20_000


class _DryRunEnds(Exception):  # noqa: N818 - rolls a dry run back
    pass


@dataclass
class Importer:
    """Imports files in chunks and calls ``on_result`` with the result of each."""

    dry_run: bool = False
    on_result: Callable[[FileResult], None] = lambda result: None
    id: UUID = field(default_factory=uuid4)
    totals: Totals = field(default_factory=Totals)
    today: date = field(default_factory=timezone.localdate)
    topics: Topics = field(default=(), init=False)
    pace: Pace = field(default_factory=Pace, init=False)

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
        thresholds = gc.get_threshold()
        gc.freeze()
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *thresholds[1:])
        try:
            self._import_all(files)
            run.status = Run.Status.FINISHED if self.totals.complete else Run.Status.INCOMPLETE
        finally:
            gc.set_threshold(*thresholds)
            gc.unfreeze()
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
        parsed = (chunks.parse(found, self.today, self.topics) for found, _source in files)
        for chunk in self.pace.chunks(parsed):
            while chunk:
                results = self._import(chunk)
                yield from results
                chunk = chunk[len(results) :]

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

    def _import(self, chunk: list[File]) -> list[FileResult]:
        """Import files in one transaction; if anything is wrong with one, each in its own.

        Return the results of the first of them, or of all: those for which there was time in a transaction.
        """
        try:
            with bulk_import():
                prepare(each for file in _whole(chunk) for each in file.candidates)
                with self.pace.measured(), transaction.atomic(), postponed():
                    wait_for_other_imports()
                    return self._load(chunk)
        except Exception as error:
            if isinstance(error, DatabaseFault):
                _reconnect()
            if len(chunk) > 1:
                return [result for file in chunk for result in self._import([file])]
            (file,) = chunk
            result = file.result if isinstance(file, FailedFile) else _failure(file, error)
        self._record_failure(result)
        return [result]

    def _load(self, chunk: list[File]) -> list[FileResult]:
        batch = Batch(self.id)
        whole = _whole(chunk)
        batch.fetch(
            [each for file in whole for each in each_of(file.candidates)],
            [file.sha256 for file in whole],
            [file.page.address for file in whole],
        )
        results: list[FileResult] = []
        source: SourceFile | None
        for file in self.pace.in_time(chunk):
            if isinstance(file, FailedFile):
                result, source = file.result, None
            else:
                result, source = self._load_file(batch, file)
            results.append(result)
            batch.outcomes.append(self._outcome(result, source))
        batch.write()
        return results

    def _load_file(self, batch: Batch, file: ParsedFile) -> tuple[FileResult, SourceFile]:
        source, is_new = _source(batch, file)
        loaded = Loader(batch, source, is_new, file.label, file.page).load(file.candidates)
        rows = tuple(record_row(each) for each in loaded)
        source.listing = {
            "records": [row | {"key": each.key} for row, each in zip(rows, loaded, strict=True)],
            "warnings": [[note.line, note.message] for note in file.parsed.warnings],
        }
        if source.pk:
            SourceFile.objects.filter(pk=source.pk).update(listing=source.listing)
        # A known file may bring records that were taken back, or that a later version reads in it.
        has_news = is_new or any(each.outcome in (Outcome.CREATED, Outcome.UPDATED) for each in loaded)
        result = FileResult(
            path=file.label,
            status=FileOutcome.Status.IMPORTED if has_news else FileOutcome.Status.UNCHANGED,
            sha256=file.sha256,
            encoding=file.decoded.encoding,
            layout=file.parsed.layout,
            lines=file.parsed.lines,
            records=rows,
            warnings=file.parsed.warnings,
            unplaced=file.parsed.unplaced,
        )
        return result, source

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


def _whole(chunk: list[File]) -> list[ParsedFile]:
    return [file for file in chunk if isinstance(file, ParsedFile)]


def _source(batch: Batch, file: ParsedFile) -> tuple[SourceFile, bool]:
    """Return the row of a file's contents, which is new or updated, and whether it is new."""
    lines = file.parsed.lines
    values = {
        "encoding": file.decoded.encoding,
        "layout": file.parsed.layout,
        "text": printable(file.decoded.text),
        "lines_total": lines.total,
        "lines_nonblank": lines.nonblank,
        "lines_record": lines.record,
        "lines_boilerplate": lines.boilerplate,
        "lines_unplaced": lines.unplaced,
        "boilerplate": {str(note.line): note.message for note in file.parsed.boilerplate},
        "parser_version": formats.VERSION,
    }
    if file.sha256 in batch.sources:
        # The same contents under another name, in the same chunk.
        batch.write()
    pk = batch.known.get(file.sha256)
    source = SourceFile(pk=pk, sha256=file.sha256, **values)
    known: set[int] = set()
    if pk:
        SourceFile.objects.filter(pk=pk).update(**values)
        known = _keep_unplaced(source, file.parsed)
    else:
        batch.sources[file.sha256] = source
    batch.unplaced += [
        UnplacedLine(source=source, number=note.line, text=note.message)
        for note in file.parsed.unplaced
        if note.line not in known
    ]
    return source, not pk


def _keep_unplaced(source: SourceFile, parsed: ParsedPage) -> set[int]:
    """Delete the unplaced lines that are placed by now; return the numbers of the others, which stay."""
    found = {note.line for note in parsed.unplaced}
    known = dict(source.unplaced.values_list("number", "pk"))
    if gone := [pk for number, pk in known.items() if number not in found]:
        source.unplaced.filter(pk__in=gone).delete()
    return found & known.keys()


def _failure(file: ParsedFile, error: Exception) -> FileResult:
    """Return the result of a file that could not be written."""
    if isinstance(error, DatabaseFault):
        reason = f"database error, nothing of the file was written: {error}".strip()
    else:
        logger.debug("fault at %s", file.label, exc_info=error)
        reason = chunks.fault(error)
    return FileResult(file.label, FileOutcome.Status.FAILED, file.sha256, reason=reason)


def _reconnect():
    """Close a broken connection, so that the next file opens a new one."""
    if not connection.in_atomic_block and connection.connection and not connection.is_usable():
        connection.close()


def wait_for_other_imports():
    """Wait until another import has finished its file. On SQLite, immediate transactions do that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])

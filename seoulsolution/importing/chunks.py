"""Files read and parsed, in chunks that go into the database together.

A chunk is one transaction. On SQLite nobody else writes meanwhile, so it is as large as lets it end soon.
"""

import hashlib
import logging
import os
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from seoulsolution.importing.loading.candidates import Candidate, candidate
from seoulsolution.importing.loading.topics import Topics
from seoulsolution.importing.models import FileOutcome
from seoulsolution.importing.parsing import formats
from seoulsolution.importing.parsing.decoding import Decoded, decode
from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.page import SourcePage
from seoulsolution.importing.parsing.records import ParsedPage
from seoulsolution.importing.parsing.text import printable
from seoulsolution.importing.reporting import FileResult
from seoulsolution.importing.sources import FoundFile, Unreadable, read

logger = logging.getLogger(__name__)
MOST_FILES = 500
# Of all files of a chunk, so that their texts do not fill the memory.
MOST_BYTES = 8_000_000
# What a transaction is to take, so that staff who save wait no longer than two seconds.
SECONDS = 1.5
FIRST_RECORDS, GROWTH = 20, 4
# How much of that time goes by before what was loaded is written, as long as no chunk has told.
LOADING_SHARE = 0.4


@dataclass(frozen=True)
class ParsedFile:
    """A file with its contents; ``size`` is in bytes."""

    label: str
    sha256: str
    size: int
    decoded: Decoded
    page: SourcePage
    parsed: ParsedPage
    candidates: list[Candidate]

    @property
    def records(self) -> int:
        """How many rows of a chunk it is: one at least."""
        return len(self.parsed.all_records()) or 1


@dataclass(frozen=True)
class FailedFile:
    """A file that cannot be imported, with its result."""

    result: FileResult
    size: int = 0
    records: int = 1


File = ParsedFile | FailedFile


def parse(found: FoundFile, today: date, topics: Topics) -> File:
    """Read and parse a file. Whatever is wrong with it becomes its result, not an exception."""
    sha256 = ""
    try:
        data = read(found)
        sha256 = hashlib.sha256(data).hexdigest()
        decoded = decode(data)
        page = SourcePage.from_text(decoded.text)
        parsed = formats.detect(page).parse(page, today)
        candidates = [candidate(record, topics) for record in parsed.records]
        return ParsedFile(found.label, sha256, len(data), decoded, page, parsed, candidates)
    except Refused as error:
        status, reason = FileOutcome.Status.REFUSED, printable(str(error))
    except Unreadable as error:
        status, reason = FileOutcome.Status.FAILED, str(error)
    except Exception as error:
        logger.debug("fault at %s", found.label, exc_info=True)
        status, reason = FileOutcome.Status.FAILED, fault(error)
    return FailedFile(FileResult(found.label, status, sha256, reason=reason))


def fault(error: Exception) -> str:
    """Return the reason for a file that met a fault of the importer, with the place in the code."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} at {os.path.basename(place.filename)}:{place.lineno}: {error}"
    return printable(f"a fault of the importer, nothing of the file was written: {where}")


class Pace:
    """Cuts files into chunks that take about SECONDS each, as far as the ones before tell.

    What a chunk takes is seen only while it is loaded: then it is cut by the clock, too.
    """

    def __init__(self):
        self.most_records = FIRST_RECORDS
        self.loading_share = LOADING_SHARE

    def chunks(self, files: Iterable[File]) -> Iterator[list[File]]:
        """Yield the files in their order. A file that is too large alone is a chunk of its own."""
        chunk: list[File] = []
        records = size = 0
        for file in files:
            is_full = len(chunk) == MOST_FILES or records + file.records > self.most_records
            if chunk and (is_full or size + file.size > MOST_BYTES):
                yield chunk
                chunk, records, size = [], 0, 0
            chunk.append(file)
            records += file.records
            size += file.size
        if chunk:
            yield chunk

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Learn from the time that a transaction takes. Within it, files are loaded through ``in_time``."""
        begin = self.begin = self.end_of_loading = time.monotonic()
        self.records = 0
        yield
        seconds = max(time.monotonic() - begin, 0.001)
        fitting = round(self.records * SECONDS / seconds)
        self.most_records = max(1, min(fitting, self.most_records * GROWTH))
        self.loading_share = min(max((self.end_of_loading - begin) / seconds, 0.1), 0.9)

    def in_time(self, chunk: list[File]) -> Iterator[File]:
        """Yield the files of a chunk to load, one at least, and no more once the others must be written."""
        for file in chunk:
            if self.records and time.monotonic() - self.begin > SECONDS * self.loading_share:
                return
            yield file
            self.records += file.records
            self.end_of_loading = time.monotonic()

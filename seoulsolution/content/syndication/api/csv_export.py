"""CSV that spreadsheets open as it is meant: Korean readable, and no text run as a formula."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from seoulsolution.content.syndication.api.fields import Reading
from seoulsolution.content.syndication.api.resources import Resource

#: Spreadsheets run a cell that begins with one of these as a formula; full-width signs are read as theirs.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Excel takes a file for UTF-8 only when it begins with this.
BYTE_ORDER_MARK = "\ufeff"
#: Records read at a time: memory and queries stay bounded, however long the list is.
CHUNK = 500


def harmless(cell: object) -> object:
    """Return ``cell`` so that no spreadsheet runs it: an apostrophe makes a would-be formula text."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return cell


class Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def lines(resource: Resource, records: QuerySet[Any], reading: Reading) -> Iterator[str]:
    """Yield the lines of a file, the first with the names of the columns."""
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK + writer.writerow(resource.columns(reading))
    for record in records.iterator(chunk_size=CHUNK):
        yield writer.writerow([harmless(cell) for cell in resource.row(record, reading)])


def spreadsheet(resource: Resource, records: QuerySet[Any], reading: Reading) -> StreamingHttpResponse:
    """Return ``records`` as a file to keep."""
    response = StreamingHttpResponse(
        lines(resource, records, reading), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{resource.name}.csv"'
    return response

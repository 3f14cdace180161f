"""CSV that spreadsheets open correctly: Korean is readable, and no text runs as a formula."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from seoulsolution.content.syndication.api.fields import Reading
from seoulsolution.content.syndication.api.resources import Resource
from seoulsolution.content.syndication.api.streaming import stream

#: Spreadsheets run a cell that begins with one of these as a formula; full-width signs count too.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Excel reads a file as UTF-8 only if it begins with this.
BYTE_ORDER_MARK = "\ufeff"


def harmless(cell: object) -> object:
    """Return ``cell``, with an apostrophe before it if a spreadsheet would run it as a formula."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return cell


class Echo:
    """A file for csv.writer that returns what is written to it."""

    def write(self, value: str) -> str:
        return value


def lines(resource: Resource, records: QuerySet[Any], reading: Reading) -> Iterator[str]:
    """Yield the lines of a file, the first with the names of the columns.

    An error on the way must get out: the server then breaks off the answer, and the client knows that its
    file is not whole.
    """
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK + writer.writerow(resource.columns(reading))
    for record in stream(records, resource.row_relations):
        yield writer.writerow([harmless(cell) for cell in resource.row(record, reading)])


def spreadsheet(resource: Resource, records: QuerySet[Any], reading: Reading) -> StreamingHttpResponse:
    """Return ``records`` as a download."""
    response = StreamingHttpResponse(
        lines(resource, records, reading), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{resource.name}.csv"'
    return response

"""What the apps give as open data, each kind under the name of its section in the site's addresses."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from seoulsolution.content.languages import CODES
from seoulsolution.content.machines import absolute
from seoulsolution.content.opendata.fields import Field, Translated, values

_resources = {}


@dataclass(frozen=True)
class Resource:
    """One kind of record.

    ``model.objects.visible(language)`` gives what the public may see. ``lookup`` is the attribute that stands
    in addresses. ``prefetch``, ``select`` and ``annotate(records, language)`` load what ``fields`` read, so
    that a page costs the same number of queries however many records it has.
    """

    name: str
    label: Any
    model: Any
    list_name: str
    fields: tuple[Field, ...]
    filters: tuple = ()
    lookup: str = "pk"
    select: tuple = ()
    prefetch: tuple = ()
    annotate: Callable = lambda records, language: records

    def records(self, language=None):
        """Return what the public may see: in ``language``, or in any."""
        visible = self.annotate(self.model.objects.visible(language), language)
        return visible.select_related(*self.select).prefetch_related(*self.prefetch)

    def rows(self, language=None):
        """Return the records for a spreadsheet: without their long texts."""
        records = self.records(language)
        names = [field.name for field in self.fields if field.in_rows]
        # Deferring "summary" defers summary_en and summary_ko too: a name that is shown in any form stays.
        shown = {*names, *(f"{name}_{code}" for name in names for code in CODES)}
        long_texts = [
            field.name
            for field in self.model._meta.fields
            if isinstance(field, TextField) and field.name not in shown
        ]
        return records.defer(*long_texts)

    def find(self, key, language=None):
        """Return the public record of ``key``, as it stands in addresses, or None."""
        if self.lookup != "slug" and not re.fullmatch("[0-9]{1,9}", key, re.ASCII):
            return None
        return self.records(language).filter(**{self.lookup: key}).first()

    def payload(self, record, reading):
        return values(self.fields, record, reading.of(record))

    def columns(self, reading):
        return [column for field in self.fields if field.in_rows for column in field.columns(reading)]

    def row(self, record, reading):
        own = reading.of(record)
        return [cell for field in self.fields if field.in_rows for cell in field.cells(record, own)]

    def source(self, language):
        """Return the address of the list people read."""
        with override(language):
            return absolute(reverse(self.list_name))

    @property
    def list_url(self):
        return absolute(f"/api/{self.name}/")

    @property
    def csv_url(self):
        return absolute(f"/api/{self.name}.csv")

    def record_url(self, record):
        return absolute(f"/api/{self.name}/{getattr(record, self.lookup)}/")


def register(resource):
    """Publish ``resource`` under its name."""
    _resources[resource.name] = resource


def resources():
    return _resources


def utc(moment):
    """Return ``moment`` as ``2023-11-24T09:30:00Z``."""
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def content_fields(name, *own):
    """Return the fields every kind of content has, around its ``own``.

    ``name`` is the section's name in addresses.
    """
    return (
        Field("id", _("number of the record; it never changes")),
        Field(
            "api_url",
            _("address of this record as JSON"),
            lambda record: resources()[name].record_url(record),
        ),
        Field("languages", _("languages in which it can be read"), lambda record: list(record.languages)),
        Translated(
            "url", _("address of its page"), lambda record, code: absolute(record.get_absolute_url(code))
        ),
        *own,
        Field("updated_at", _("last change, in UTC"), lambda record: utc(record.updated_at)),
    )

"""A kind of content in the API: its records, fields and addresses."""

from typing import Any

from django.db.models import Model, QuerySet, TextField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content
from seoulsolution.content.syndication.api.fields import Field, LastChange, Reading, TranslatedField, values
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.syndication.kinds import Kind, all_kinds, kind_of
from seoulsolution.content.urls import path_of


class Resource:
    """One kind of content in the API; a page costs the same queries for any number of records."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.name, self.label, self.filters = kind.name, kind.label, kind.api_filters
        self.fields = self._content_fields() if issubclass(kind.model, Content) else kind.api_fields

    def _content_fields(self) -> tuple[Field, ...]:
        """Return the fields that every kind of content has, around the kind's own."""
        return (
            Field("id", _("number of the record; it never changes")),
            Field("api_url", _("address of this record as JSON"), record_url),
            Field("languages", _("languages in which it can be read"), lambda record: list(record.languages)),
            TranslatedField("url", _("address of its page"), _page_url),
            *self.kind.api_fields,
            LastChange("updated_at", _("last change of what it says in these languages, in UTC")),
        )

    def records(self, language: str | None = None) -> QuerySet[Any]:
        """Return the records visible in ``language`` (None: in any)."""
        records = self.kind.api_queryset(language).select_related(*self.kind.api_select_related)
        return records.prefetch_related(*self.kind.api_prefetch_related)

    def rows(self, language: str | None = None) -> QuerySet[Any]:
        """Return the records for a spreadsheet: without long texts and what they are related to."""
        names = [field.name for field in self._row_fields]
        # Deferring "summary" defers summary_en and summary_ko too: a name that is shown in any form stays.
        shown = {*names, *(f"{name}_{code}" for name in names for code in CODES)}
        long_texts = [
            field.name
            for field in self.kind.model._meta.fields
            if isinstance(field, TextField) and field.name not in shown
        ]
        return self.kind.api_queryset(language).defer(*long_texts)

    @property
    def row_relations(self) -> list[str]:
        """The many-to-many relations that the fields of a spreadsheet read."""
        return [field.relation for field in self._row_fields if field.relation]

    @property
    def _row_fields(self) -> list[Field]:
        return [field for field in self.fields if field.in_rows]

    def find(self, key: str, language: str | None = None) -> Any:
        """Return the public record with ``key`` in its address, or None."""
        return self._with_key(self.records(language), key).first()

    def is_withdrawn(self, key: str) -> bool:
        """Tell whether the record with ``key`` in its address was taken off the site."""
        if not issubclass(self.kind.model, Content):
            return False
        return self._with_key(self.kind.model.objects.withdrawn(), key).exists()

    def _with_key(self, records: QuerySet[Any], key: str) -> QuerySet[Any]:
        conditions = self.kind.api_conditions(key)
        return records.none() if conditions is None else records.filter(**conditions)

    def payload(self, record: Any, reading: Reading) -> dict[str, Any]:
        return values(self.fields, record, reading.of(record))

    def columns(self, reading: Reading) -> list[str]:
        return [column for field in self._row_fields for column in field.columns(reading)]

    def row(self, record: Any, reading: Reading) -> list[Any]:
        own = reading.of(record)
        return [cell for field in self._row_fields for cell in field.cells(record, own)]

    def source(self, language: str) -> str:
        """Return the address of the list page in ``language``."""
        return absolute(path_of(self.kind.list_name, language))

    @property
    def list_url(self) -> str:
        return absolute(reverse("api:list", args=[self.name]))

    @property
    def csv_url(self) -> str:
        return absolute(reverse("api:csv", args=[self.name]))


def record_url(record: Model) -> str:
    """Return the address of ``record`` as JSON."""
    kind = kind_of(type(record))
    return absolute(path_of("api:detail", name=kind.name, key=getattr(record, kind.api_lookup)))


def _page_url(record: Any, language: str) -> str:
    return absolute(record.get_absolute_url(language))


def resources() -> dict[str, Resource]:
    """Return the resources of the API by name, in the order of the kinds."""
    return {kind.name: Resource(kind) for kind in all_kinds() if kind.api_fields}

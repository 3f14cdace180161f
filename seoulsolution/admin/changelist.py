"""Lists of the admin whose work does not grow with the number of records."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connection, models
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from seoulsolution.admin.conflicts import number_name
from seoulsolution.admin.lookup import index
from seoulsolution.admin.urls import admin_url
from seoulsolution.revisions import history

#: So many records are counted, and shown page by page.
MOST = 10_000


def in_words(number: int, has_more: bool) -> str:
    """Return a number of records, or that there are more than are counted."""
    shown = number_format(number, force_grouping=True)
    return _("more than %(number)s") % {"number": shown} if has_more else shown


def counted(querysets: Sequence[models.QuerySet]) -> list[int | str]:
    """Return the number of records of each, or in words that there are more than MOST; one query."""
    compiled = [_compiled(each.order_by().values("pk")[: MOST + 1].query) for each in querysets]
    # Django's own statements.
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS found)" for sql, _values in compiled)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _sql, values in compiled for value in values])
        return [number if number <= MOST else in_words(MOST, has_more=True) for number in cursor.fetchone()]


def _compiled(query) -> tuple[str, tuple]:
    try:
        return query.sql_with_params()
    except EmptyResultSet:  # none of an empty list
        return "SELECT 1 WHERE 1 = 0", ()


def counted_kind(model_admin, lists) -> dict:
    """Return the row of a kind in a table: its name, the address of its list, and its cells.

    ``lists`` are (what, records, query of the list that has them); a cell is (what, number, address).
    """
    url = admin_url(model_admin.model, "changelist")
    counts = counted([records for _what, records, _query in lists])
    cells = [
        (what, number, f"{url}?{query}")
        for (what, _records, query), number in zip(lists, counts, strict=True)
    ]
    name = capfirst(model_admin.opts.verbose_name_plural)
    return {"name": name, "url": url, "cells": cells}


class BoundedPaginator(Paginator):
    """Pages of the first MOST records. ``count`` goes no further."""

    @cached_property
    def count(self):
        return min(self._counted, MOST)

    @property
    def has_more(self):
        return self._counted > MOST

    @cached_property
    def _counted(self):
        return self.object_list.order_by().values("pk")[: MOST + 1].count()


class LeanChangeList(ChangeList):
    """A list that does not load long texts. Its rows say which revision they show."""

    def get_filters(self, request):
        try:
            return super().get_filters(request)
        except OverflowError as error:  # Django looks for the day after the last one
            raise IncorrectLookupParameters(error) from error

    def get_queryset(self, request, **kwargs):
        long = [field.name for field in self.model._meta.concrete_fields if _is_long(field)]
        found = super().get_queryset(request, **kwargs).defer(*long)
        self.finds_too_many = getattr(request, "finds_too_many", False)
        return found

    @cached_property
    def row_numbers(self):
        """Return (name of a hidden input, number of the revision that the row shows) of each row."""
        numbers = history.latest_numbers(self.result_list)
        return [(number_name(record), number) for record, number in numbers.items()]

    @property
    def has_more(self) -> bool:
        """Whether there are more records than are counted."""
        return self.paginator.has_more

    @property
    def count_in_words(self) -> str:
        """Return the number of records, or that there are more than are counted."""
        return in_words(self.result_count, self.has_more)

    @cached_property
    def hint(self) -> str:
        """Return what to do to see records that are not on any page; "" if all are."""
        if self.finds_too_many:
            number = number_format(index.MOST, force_grouping=True)
            return _("Only the newest %(number)s hits are listed. Add a word.") % {"number": number}
        if self.has_more:
            number = number_format(MOST, force_grouping=True)
            return _("The first %(number)s are listed. Filter or search for others.") % {"number": number}
        return ""


def _is_long(field):
    return isinstance(field, models.TextField)


class BoundedListMixin(index.LookupMixin, ModelAdmin):
    """An admin with such a list."""

    paginator = BoundedPaginator
    list_per_page = 50
    show_full_result_count = False

    def get_changelist(self, request, **kwargs):
        return LeanChangeList

    def response_action(self, request, queryset):
        if request.POST.get("select_across") == "1" and BoundedPaginator(queryset, 1).has_more:
            number = number_format(MOST, force_grouping=True)
            text = _("Nothing was changed: these are more than %(number)s records. Filter or search first.")
            messages.error(request, text % {"number": number})
            return None
        return super().response_action(request, queryset)

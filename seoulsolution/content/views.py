"""The two pages of every kind of content: a list and a record, on Django's generic views."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.views import generic

from seoulsolution.content.languages import Localized, active_language
from seoulsolution.content.lists.base import PAGE, ListPlace
from seoulsolution.content.lists.facets import Facet
from seoulsolution.content.lists.listing import Listing
from seoulsolution.content.models import Content
from seoulsolution.content.urls import PageAddress, path_of

READ_ONLY = ("get", "head", "options")


class VisibleMixin:
    """A read-only view of the visible records of ``model``, with the relations its page shows."""

    model: Any
    http_method_names: Sequence[str] = READ_ONLY
    select_related: tuple[str, ...] = ()
    prefetch_related: tuple[str | Prefetch, ...] = ()
    defer: tuple[str, ...] = ()

    def get_rows(self) -> Any:
        """Return all records, visible or not, with what the page shows of them."""
        rows = self.model.objects.defer(*self.defer).select_related(*self.select_related)
        return rows.prefetch_related(*self.prefetch_related)

    def get_queryset(self) -> QuerySet[Any]:
        return self.get_rows().visible()

    def get_context_object_name(self, objects: object) -> Any:
        """Return None: templates read ``item`` and ``listing``, which know their language."""


class ListView(VisibleMixin, generic.ListView):
    """A list, newest first, with filters and pages.

    Subclasses set ``model``, ``rows_template`` (which shows ``items``), ``heading`` and ``lede`` (the title
    of the list and a sentence about it), ``facets`` and, for what its rows show, ``prefetch_related`` and
    ``select_related``.
    """

    template_name = "list.html"
    rows_template = ""
    heading: str | Promise = ""
    lede: str | Promise = ""
    facets: tuple[Facet, ...] = ()
    #: Whether what can be read in the reader's language comes first.
    own_first = True
    #: For a list with several paths, such as one per year.
    place: ListPlace | None = None

    def get_facets(self) -> tuple[Facet, ...]:
        return self.facets

    @classmethod
    def query_parameters(cls, **kwargs: Any) -> tuple[str, ...]:
        """Return the parameters that this list reads; the page is the same with any other."""
        return (*(facet.parameter for facet in cls.facets), "month", PAGE)

    def get_listing(self) -> Listing:
        """Return the list that the address describes; raise Http404 if the address is wrong."""
        return Listing(
            self.model.objects.visible(),
            self.get_facets(),
            {**self.request.GET.dict(), **self.kwargs},
            active_language(),
            self.get_rows(),
            place=self.place,
            path=self.request.path,
            own_first=self.own_first,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.listing = self.get_listing()
        path, query = self.listing.own_address
        return super().get_context_data(
            listing=self.listing,
            address=PageAddress.of_path(path, self.listing.language, query),
            heading=self.heading,
            lede=self.lede,
            rows_template=self.rows_template,
            **kwargs,
        )


class Withheld(Http404):
    """A text is public in other languages than the reader's, in which staff withhold it."""

    def __init__(self, addresses: dict[str, str]) -> None:
        super().__init__()
        self.addresses = addresses


class DetailView(VisibleMixin, generic.DetailView):
    """The page of one record. Its other addresses redirect permanently to the present one.

    The page of a withdrawn record says that it is withdrawn; in a language that staff withhold there is none.
    Subclasses set ``model``, ``template_name``, ``prefetch_related`` and ``select_related``, and the list
    above it: ``list_name`` (the name of its URL) and ``list_label``.
    """

    list_name = ""
    list_label: str | Promise = ""
    #: What a record must be besides, whether it is visible or withdrawn.
    conditions: dict[str, Any] = {}

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(**self.conditions)

    @classmethod
    def lookup(cls, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Return the lookup of the record that has these arguments in its address."""
        if "id_and_slug" in kwargs:
            return {"pk": kwargs["id_and_slug"][0]}
        return {cls.slug_field: kwargs[cls.slug_url_kwarg]}

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        records = self.get_queryset() if queryset is None else queryset
        return get_object_or_404(records, **self.lookup(self.kwargs))

    def get_withdrawn(self) -> QuerySet[Any]:
        """Return the withdrawn records of this kind; a kind without states has none."""
        objects = self.model.objects
        withdrawn = objects.withdrawn() if issubclass(self.model, Content) else objects.none()
        return withdrawn.filter(**self.conditions)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:
            return withdrawn_page(request, self.get_object(self.get_withdrawn()))
        if self.object.is_withheld(active_language()):
            raise Withheld({code: self.object.get_absolute_url(code) for code in self.object.languages})
        address = self.object.get_absolute_url(active_language())
        if request.path != unquote(address):
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{address}?{query}" if query else address, permanent=True)
        return self.render_to_response(self.get_context_data(object=self.object))

    def show(self, record: Any) -> HttpResponse:
        """Return the page of ``record`` as it is in memory: public or not, at whatever address."""
        # What has an attribute of its own is read when it is asked for, from what the record has in memory.
        lookups = self.get_queryset()._prefetch_related_lookups  # type: ignore[attr-defined]
        prefetch_related_objects([record], *(one for one in lookups if not getattr(one, "to_attr", None)))
        self.object = record
        return self.render_to_response(self.get_context_data(object=record))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = active_language()
        list_url = path_of(self.list_name) if self.list_name else ""
        above = {"list_url": list_url, "list_label": self.list_label} if list_url else {}
        self.item = Localized(self.object, language)
        return super().get_context_data(
            item=self.item,
            address=PageAddress.of_record(self.object, language, list_url),
            **above,
            **kwargs,
        )


def withdrawn_page(request: HttpRequest, record: Content) -> HttpResponse:
    """Return the page, with status 410, that says when and why ``record`` was withdrawn.

    It holds nothing else of the record, not even its slug.
    """
    language, at = active_language(), record.withdrawn_at
    context = {
        "date": timezone.localdate(at) if at else None,
        "reason": getattr(record, f"withdrawal_reason_{language}"),
        "address": PageAddress.of_path(record.get_absolute_url(language), language),
    }
    response = render(request, "410.html", context, status=410)
    response["X-Robots-Tag"] = "noindex"
    return response

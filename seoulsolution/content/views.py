"""The two pages of every kind of content: a list and a record, on Django's generic views."""

from urllib.parse import unquote

from django.shortcuts import redirect
from django.urls import reverse
from django.views import generic

from seoulsolution.content.languages import Localized, active_language
from seoulsolution.content.lists.listing import Listing
from seoulsolution.content.urls import PageAddress

READ_ONLY = ("get", "head", "options")


class VisibleMixin:
    """A view of what the public may see of ``model``; what its page shows is loaded with it."""

    http_method_names = READ_ONLY
    select_related = ()
    prefetch_related = ()
    defer = ()

    def get_queryset(self):
        visible = self.model.objects.visible().defer(*self.defer)
        return visible.select_related(*self.select_related).prefetch_related(*self.prefetch_related)

    def get_context_object_name(self, objects):
        """Return None: templates read ``item`` and ``listing``, which know their language."""


class ListView(VisibleMixin, generic.ListView):
    """A list, newest first, with filters and pages.

    A kind gives ``model``, ``template_name``, ``heading`` and ``lede`` (what the list is called and what
    is in it), ``facets`` and, for what its rows show, ``prefetch_related`` and ``select_related``.
    """

    heading = ""
    lede = ""
    facets = ()
    #: Knows the paths of a list that has several (Listing.place).
    place = None

    def get_facets(self):
        return self.facets

    def get_listing(self):
        """Return the list as the address describes it; raise Http404 for an address that is wrong."""
        return Listing(
            self.get_queryset(),
            self.get_facets(),
            {**self.request.GET.dict(), **self.kwargs},
            active_language(),
            place=self.place,
            path=self.request.path,
        )

    def get_context_data(self, **kwargs):
        self.listing = self.get_listing()
        path, query = self.listing.own_address
        return super().get_context_data(
            listing=self.listing,
            address=PageAddress.of_path(path, self.listing.language, query),
            heading=self.heading,
            lede=self.lede,
            **kwargs,
        )


class DetailView(VisibleMixin, generic.DetailView):
    """The page of one record. Any other address that leads to it is a permanent redirect to its own.

    A kind gives ``model``, ``template_name``, ``prefetch_related`` and ``select_related``, and the list above
    it: ``list_name`` (the name of its URL) and ``list_label``.
    """

    list_name = ""
    list_label = ""

    def get_object(self, queryset=None):
        if "id_and_slug" in self.kwargs:
            self.kwargs["pk"], _slug = self.kwargs["id_and_slug"]
        return super().get_object(queryset)

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        address = self.object.get_absolute_url(active_language())
        if request.path != unquote(address):
            return redirect(address + self.get_query(), permanent=True)
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_query(self):
        """Return the query string of the address, with its "?", or ""."""
        return f"?{self.request.GET.urlencode()}" if self.request.GET else ""

    def get_context_data(self, **kwargs):
        language = active_language()
        above = {"list_url": reverse(self.list_name), "list_label": self.list_label} if self.list_name else {}
        self.item = Localized(self.object, language)
        return super().get_context_data(
            item=self.item,
            address=PageAddress.of_record(self.object, language, self.get_query()),
            **above,
            **kwargs,
        )

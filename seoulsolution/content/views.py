"""The two pages every kind of content has: a list and a record."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic.base import TemplateResponseMixin, View

from seoulsolution.content.languages import Localized, active_language
from seoulsolution.content.lists.listing import Listing
from seoulsolution.content.urls import PageAddress


class SafeView(View):
    """A page that is only ever read."""

    http_method_names = ["get", "head", "options"]


class ContentList(TemplateResponseMixin, SafeView):
    """A list of what the public may see, newest first, with filters and pages.

    A kind gives ``model``, ``template_name``, ``heading`` and ``lede`` (what the list is called and what
    is in it), ``facets`` and, for what its rows show, ``prefetch`` and ``select``.
    """

    model = None
    heading = ""
    lede = ""
    facets = ()
    select = ()
    prefetch = ()
    defer = ()
    #: Knows the paths of a list that has several (Listing.place).
    place = None

    def get_records(self):
        records = self.model.objects.visible().defer(*self.defer)
        return records.select_related(*self.select).prefetch_related(*self.prefetch)

    def get_facets(self):
        return self.facets

    def get(self, request, **in_path):
        language = active_language()
        listing = Listing(
            self.get_records(),
            self.get_facets(),
            {**request.GET.dict(), **in_path},
            language,
            place=self.place,
            path=request.path,
        )
        path, query = listing.own_address
        address = PageAddress.of_path(path, language, query)
        names = {"heading": self.heading, "lede": self.lede}
        return self.render_to_response(
            {"listing": listing, "address": address, **names, **self.get_extra(listing, language)}
        )

    def get_extra(self, listing, language):
        """Return what else the template of this kind shows."""
        return {}


class ContentDetail(TemplateResponseMixin, SafeView):
    """The page of one record. A wrong or missing slug is a permanent redirect to the right one.

    A kind gives ``model``, ``template_name``, ``prefetch`` and ``select``, and the list above it:
    ``list_name`` (the name of its URL) and ``list_label``.
    """

    model = None
    list_name = None
    list_label = ""
    select = ()
    prefetch = ()

    def get_records(self):
        return self.model.objects.visible().select_related(*self.select).prefetch_related(*self.prefetch)

    def get(self, request, id_and_slug):
        identity, slug = id_and_slug
        record = get_object_or_404(self.get_records(), pk=identity)
        language = active_language()
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        if slug != record.slug(language):
            return redirect(record.get_absolute_url(language) + query, permanent=True)
        return self.show(record, language, query)

    def show(self, record, language, query=""):
        item = Localized(record, language)
        address = PageAddress.of_record(record, language, query)
        above = {"list_url": reverse(self.list_name), "list_label": self.list_label} if self.list_name else {}
        return self.render_to_response(
            {"item": item, "address": address, **above, **self.get_extra(record, item, language)}
        )

    def get_extra(self, record, item, language):
        """Return what else the template of this kind shows."""
        return {}

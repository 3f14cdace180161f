"""The registry of kinds of content: what feeds, the sitemap, the API and search get from each.

An app describes its kinds in its ``kinds.py``, which is imported when all models are loaded. Code that serves
every kind asks this module and does not import the apps.
"""

import datetime
import re
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Prefetch, QuerySet, TextField
from django.utils.feedgenerator import Enclosure
from django.utils.functional import Promise

from seoulsolution.content.excerpts import beginning
from seoulsolution.content.languages import Localized
from seoulsolution.content.marks import tidy_author
from seoulsolution.content.syndication.api.fields import Field
from seoulsolution.content.syndication.api.filters import Filter
from seoulsolution.content.views import ListView

_kinds: dict[str, "Kind"] = {}
KindType = TypeVar("KindType", bound="type[Kind]")


class Kind:
    """One kind of content. Subclass it, set what differs from the defaults and decorate with ``register``.

    ``model.objects.visible(language)`` must give what the public may see. ``item`` is always a Localized
    record: its translated fields are in the language shown, ``item.lang``.

    The defaults read fields that most kinds have: ``date`` (the dates of a feed), ``author``, ``excerpt`` or
    else ``body`` (its texts). A kind without them overrides methods.
    """

    #: The section's name in addresses of the API, the sitemap and search.
    name = ""
    model: Any = None
    #: Plural, translatable.
    label: str | Promise = ""
    #: Models of other records that its pages show or name. Its own parts and relations need not be here.
    shows: tuple[type[Model], ...] = ()

    @property
    def shown_models(self) -> set[type[Model]]:
        """Return the models whose rows readers see on its pages: a change of one may change a page."""
        get_field = self.model._meta.get_field
        children = getattr(self.model, "revision_children", ())
        relations = getattr(self.model, "revision_relations", ())
        parts = {get_field(name).related_model for name in children}
        links = {get_field(name).remote_field.through for name in relations}
        return {self.model, *parts, *links, *self.shows}

    # The list: the name of its URL and the view, whose facets, heading and lede its feed shares.

    list_name = ""
    list_view = ListView
    #: Place of the list among the sections in the site's header; 0 for none.
    navigation_position = 0

    # The feed of what is new in the list; a kind without ``feed_name`` has none.

    #: The name of its URL.
    feed_name = ""
    feed_prefetch_related: tuple[str | Prefetch, ...] = ()
    #: Whether ``date`` is the exact day of publication.
    feed_has_days = True

    def feed_summary(self, item: Localized) -> str:
        """Return one or two sentences in plain text."""
        return getattr(item, "excerpt", "") or beginning(self.feed_content(item))

    def feed_content(self, item: Localized) -> str:
        """Return the whole text as rich text."""
        return item.body

    def feed_author(self, item: Localized) -> str:
        return tidy_author(getattr(item, "author", ""))

    def feed_categories(self, item: Localized) -> list[str]:
        return []

    def feed_enclosures(self, item: Localized) -> list[Enclosure]:
        """Return the files that belong to the record. RSS has room for the first only."""
        return []

    #: Whether readers can subscribe to it by e-mail (seoulsolution.subscriptions). It needs a feed.
    is_mailed = False

    # The sitemap

    #: Names of URLs of pages of this section that show no record of their own.
    sitemap_pages: tuple[str, ...] = ()

    def sitemap_queryset(self, ids: range) -> QuerySet[Any]:
        """Return the public records with these ids without their long texts, in a stable order."""
        long_texts = [field.name for field in self.model._meta.fields if isinstance(field, TextField)]
        records = self.model.objects.order_by("pk").defer(*long_texts)
        return records.visible_among(pk__gte=ids.start, pk__lt=ids.stop)

    def sitemap_changed_at(self, record: Any, language: str) -> datetime.datetime | None:
        """Return when the page of ``record`` in ``language`` last changed, or None when that is not known."""
        return record.changed_in(language)

    # The API: a kind without ``api_fields`` is not in it.

    #: Its own fields (api/fields.py); those that every kind of content has are added around them.
    api_fields: tuple[Field, ...] = ()
    #: api/filters.py
    api_filters: tuple[Filter, ...] = ()
    #: The attribute that identifies a record in addresses.
    api_lookup = "pk"
    api_select_related: tuple[str, ...] = ()
    api_prefetch_related: tuple[str | Prefetch, ...] = ()

    def api_conditions(self, key: str) -> dict[str, Any] | None:
        """Return the lookups of the record with ``key`` in its address, or None when there can be none."""
        return {self.api_lookup: key} if re.fullmatch("[0-9]{1,9}", key, re.ASCII) else None

    def api_queryset(self, language: str | None) -> QuerySet[Any]:
        """Return the records visible in ``language`` (None: in any), with what the fields need."""
        return self.model.objects.visible(language)

    # Structured data

    def jsonld(self, item: Localized) -> dict[str, Any] | None:
        """Return the record's schema.org properties, or None if it has no structured data."""

    # Search: a kind without ``search_number`` is not in it.

    #: The number of the kind in the index; never use one again for another kind.
    search_number = 0
    #: Reverse relations whose rows belong to the record's text.
    search_parts: tuple[str, ...] = ()
    #: The many-to-many field to the topics by which results are filtered.
    search_topics = ""
    #: The precision of the date shown: "day", "month" or "" for no date at all.
    search_dated_by = "day"
    #: Whether it is about the site itself, so that content comes first.
    search_is_site_page = False

    def search_text(self, record: Any, language: str) -> tuple[str, list[str], list[str]]:
        """Return (title, parts, credits) in plain text; ``parts`` and ``credits`` are lists; "" is ignored.

        Credits (who wrote it, where it was taken from) are searched like the rest but left out of excerpts.
        """
        raise NotImplementedError

    def search_date(self, record: Any) -> datetime.date | None:
        """Return the date to order by, or None."""

    def search_year(self, record: Any) -> int | None:
        """Return the year to filter by, or None."""
        date = self.search_date(record)
        return date.year if date else None


def register(kind: KindType) -> KindType:
    """Register a subclass of Kind (a class decorator)."""
    numbers = {known.search_number for known in _kinds.values()} - {0}
    if kind.name in _kinds or kind.search_number in numbers:
        raise ImproperlyConfigured(
            f"There are two kinds of content with the name or search_number of {kind.name!r}; "
            f"the numbers in use are {sorted(numbers)}."
        )
    _kinds[kind.name] = kind()
    return kind


def all_kinds() -> list[Kind]:
    """Return the registered kinds in the order of registration."""
    return list(_kinds.values())


def kind_named(name: str) -> Kind:
    """Return the kind called ``name``; raise KeyError when there is none."""
    return _kinds[name]


def kind_of(model: type[Model]) -> Kind:
    """Return the kind whose records are of ``model``; raise LookupError when its app registers none."""
    for kind in _kinds.values():
        if kind.model is model:
            return kind
    raise LookupError(f"No kind of content is registered for {model._meta.label}.")

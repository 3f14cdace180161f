"""One search box for all kinds: each record that the user may see, whatever its state, by its words, by its
number or by an address that it has or had.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from urllib.parse import unquote, urlencode, urlsplit

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import IntegerField, Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.generic import TemplateView

from seoulsolution.admin.columns import language_marks, state_mark, title_in_interface
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.lookup import index
from seoulsolution.admin.lookup.grams import MOST_WORDS
from seoulsolution.admin.urls import admin_url, form_url
from seoulsolution.admin.views import AdminPageMixin
from seoulsolution.content import characters, old_addresses
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content
from seoulsolution.revisions.models import Draft
from seoulsolution.search.language.keyboard import letters_typed, on_korean_keyboard
from seoulsolution.search.language.normalisation import normalise
from seoulsolution.search.language.spelling import comparable, nearest, words_of

#: Records of a kind that are shown; its list has the others.
SHOWN = 10
#: Drafts of public records whose titles are compared with a misspelling, the newest first.
SPELT_DRAFTS = 200
#: Characters of a query that are looked at; readings of it on a Korean keyboard that are tried.
LONGEST, MOST_READINGS = 300, 4
#: How people write the number of a record.
NUMBER = re.compile(r"(?:#|№|no\.?|제)?\s*(\d{1,9})\s*호?", re.IGNORECASE | re.ASCII)


@dataclass
class Found:
    """Records of one kind. ``has_more`` says whether the list behind ``url`` has others."""

    model_admin: ModelAdmin
    url: str = ""
    has_more: bool = False
    records: list[Model] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.model_admin.opts.verbose_name_plural

    @property
    def rows(self) -> Iterator[dict]:
        for record in self.records:
            is_content = isinstance(record, Content)
            yield {
                "title": title_in_interface(record) if hasattr(record, "title_in") else str(record),
                "url": form_url(record),
                "state": state_mark(record.state, record.get_state_display()) if is_content else "",
                "languages": language_marks(record) if is_content else "",
            }


class Everywhere:
    """What the user of ``request`` finds with ``query``. The number of queries depends only on the kinds."""

    def __init__(self, request: HttpRequest, query: str):
        self.request, self.query = request, query
        self.admins: dict[type[Model], ModelAdmin] = {
            model: each
            for model, each in admin.site._registry.items()
            if isinstance(each, index.LookupMixin) and each.has_view_permission(request)
        }

    @cached_property
    def found(self) -> list[Found]:
        """The records at the address, if it is one; else those with the number, and those with the words."""
        if "/" in self.query and (record := self._at_address()):
            return [Found(self.admins[type(record)], records=[record])]
        in_drafts = self._titled_in_drafts()
        found = (self._of_kind(each, in_drafts.get(each.model, ())) for each in self.admins.values())
        return [each for each in found if each.records]

    def _of_kind(self, model_admin: ModelAdmin, in_drafts: Iterable[int]) -> Found:
        model, number = model_admin.model, NUMBER.fullmatch(self.query)
        pks = index.find(model, self.query)
        first = [*in_drafts, *pks[:SHOWN]]
        condition = Q(pk__in=first)
        if number:
            condition |= Q(pk=int(number[1])) | _has_number(model, int(number[1]))
        if not first and not number:
            return Found(model_admin)
        records = {each.pk: each for each in model_admin.get_queryset(self.request).filter(condition)}
        in_order = [*(pk for pk in records if pk not in first), *(pk for pk in first if pk in records)]
        address = admin_url(model_admin.model, "changelist")
        return Found(
            model_admin,
            f"{address}?{urlencode({'q': self.query})}",
            len(pks) > SHOWN,
            [records[pk] for pk in dict.fromkeys(in_order)],
        )

    def _titled_in_drafts(self) -> dict[type[Model], list[int]]:
        """Return the ids of published records by kind whose draft has the query in its title."""
        titled = Q(*((f"{name}__icontains", self.query) for name in self._titles_of_drafts), _connector=Q.OR)
        found: dict[type[Model], list[int]] = {}
        for kind, pk in self._drafts.filter(titled).values_list("content_type", "object_id")[:SHOWN]:
            found.setdefault(self._kinds[kind], []).append(pk)
        return found

    @cached_property
    def _kinds(self) -> dict[int, type[Model]]:
        return {ContentType.objects.get_for_model(each).pk: each for each in self.admins}

    @property
    def _drafts(self) -> QuerySet:
        return Draft.objects.filter(content_type__in=self._kinds)

    @property
    def _titles_of_drafts(self) -> list[str]:
        fields = {each.title_field for each in self.admins if issubclass(each, Content)}
        return [f"revision__data__fields__{name}_{code}" for name in sorted(fields) for code in CODES]

    def _at_address(self) -> Model | None:
        """Return the record of a page of the site, of a page of the admin or of a former site."""
        try:
            path = unquote(urlsplit(self.query).path)
        except ValueError:
            return None
        for code in CODES:
            with override(code):
                try:
                    match = resolve(path)
                except Resolver404:
                    continue
            for model, model_admin in self.admins.items():
                if (condition := _condition(match, model)) is not None:
                    return model_admin.get_queryset(self.request).filter(condition).first()
        kinds = [
            each.get_queryset(self.request)
            for model, each in self.admins.items()
            if issubclass(model, Content)
        ]
        return old_addresses.having(kinds, [self.query])

    @property
    def meant(self) -> Iterator[str]:
        """Yield the query as it may have been meant: typed on a Korean keyboard, then with words of records.

        Only words of records that the user may see are offered.
        """
        words, letters = normalise(self.query).split(), letters_typed(self.query)
        readings = [on_korean_keyboard(letters.get(word, word)) or [word] for word in words]
        for typed in islice(product(*readings), MOST_READINGS):
            if [*typed] != words:
                yield " ".join(typed)
        bare = {word: comparable(word) for word in words[:MOST_WORDS]}
        known = self._words_near(list(filter(None, bare.values())))
        near = {word: nearest(each, known, 1) for word, each in bare.items() if each and each not in known}
        if any(near.values()):
            yield " ".join((near.get(word) or [word])[0] for word in words)

    def _words_near(self, words: list[str]) -> set[str]:
        """Return the words to compare ``words`` with: of records, and of titles of the newest drafts."""
        records = (each.get_queryset(self.request) for each in self.admins.values())
        titles = self._drafts.order_by("-revision").values_list(*self._titles_of_drafts)[:SPELT_DRAFTS]
        known = words_of("\n".join(title for row in titles for title in row if title))
        return known.union(*(index.words_near(each, words) for each in records))


def _has_number(model: type[Model], number: int) -> Q:
    """Return the condition that a record has a number of its own, if its kind has them."""
    try:
        column = model._meta.get_field("number")
    except FieldDoesNotExist:
        return Q(pk__in=[])
    return Q(number=number) if isinstance(column, IntegerField) else Q(pk__in=[])


def _condition(match: ResolverMatch, model: type[Model]) -> Q | None:
    """Return what tells the record of ``model`` whose page or form an address is; None if it is none."""
    options = model._meta
    if match.view_name.startswith(f"admin:{options.app_label}_{options.model_name}_"):
        return Q(pk=to_id(str(match.kwargs.get("object_id", ""))))
    if issubclass(model, Content) and match.view_name == model.url_name:
        return Q(**match.func.view_class.lookup(match.kwargs))
    return None


class SearchView(AdminPageMixin, TemplateView):
    """All kinds searched at once; what nobody finds as it was typed, as it may have been meant."""

    template_name = "admin/search.html"
    title = _("Search all records")

    def get_context_data(self, **kwargs):
        query = " ".join(characters.normalise(self.request.GET.get("q", ""))[:LONGEST].split())
        found, instead = Everywhere(self.request, query).found if query else [], ""
        if query and not found:
            others = (
                (each, Everywhere(self.request, each).found) for each in Everywhere(self.request, query).meant
            )
            instead, found = next(((each, found) for each, found in others if found), ("", []))
        return super().get_context_data(query=query, found=found, instead=instead, **kwargs)

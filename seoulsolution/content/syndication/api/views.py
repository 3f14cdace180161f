"""The views under /api/: JSON and CSV for anybody, from any website, without sessions."""

import re
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.generic.base import View

from seoulsolution.content.languages import CODES
from seoulsolution.content.lists.listing import rows_of_page
from seoulsolution.content.remembered import counted
from seoulsolution.content.syndication.api.csv_export import spreadsheet
from seoulsolution.content.syndication.api.fields import Reading
from seoulsolution.content.syndication.api.filters import BadParameterError
from seoulsolution.content.syndication.api.resources import Resource, resources
from seoulsolution.content.syndication.http import (
    LICENCE_NAME,
    LICENCE_URL,
    absolute,
    same_in_every_language,
    was_published_elsewhere,
)
from seoulsolution.content.views import READ_ONLY

PER_PAGE, MOST_PER_PAGE = 20, 100
LANGUAGE_VALUES = (*CODES, "all")
METHODS = "GET, HEAD, OPTIONS"


class NotFoundError(Exception):
    """Nothing public is at this address; the message is a sentence for the caller."""

    status = 404


class WithdrawnError(NotFoundError):
    """What was at this address has been withdrawn."""

    status = 410


@same_in_every_language
@method_decorator(csrf_exempt, name="dispatch")  # nothing is ever written; a POST gets a refusal in JSON
class ApiView(View):
    """One address of the API. Errors are JSON with a sentence; any website may read the answers."""

    http_method_names = READ_ONLY
    refuses_parameters = True

    @classmethod
    def query_parameters(cls, **kwargs: Any) -> tuple[str, ...]:
        """Return the names of the query parameters of the address with these keyword arguments."""
        return ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with override("en"):  # no answer depends on the reader's browser
            try:
                response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
            except BadParameterError as error:
                response = problem(400, str(error))
            except NotFoundError as error:
                response = problem(error.status, str(error))
        response["Access-Control-Allow-Origin"] = "*"
        response["Content-Language"] = ", ".join(CODES)
        response["X-Robots-Tag"] = "noindex"
        return response

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = problem(405, "Open data can only be read: use GET.")
        response["Allow"] = METHODS
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        headers = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS}
        return HttpResponse(status=204, headers=headers)

    def parameters(self) -> dict[str, Any]:
        """Return the query parameters that are not empty; raise BadParameterError for one not known."""
        known = self.query_parameters(**self.kwargs)
        for name in self.request.GET:
            if name not in known:
                raise BadParameterError(
                    f"There is no parameter {name[:40]!r} here; there are: {', '.join(known)}."
                )
        return {name: value for name, value in self.request.GET.items() if value}


def problem(status: int, message: str) -> JsonResponse:
    return JsonResponse({"status": status, "error": message}, status=status)


def answer(data: dict[str, Any]) -> JsonResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def licence() -> dict[str, str]:
    return {"name": str(LICENCE_NAME), "url": LICENCE_URL, "attribution": settings.SITE_NAME[CODES[0]]}


def documentation() -> dict[str, str]:
    addresses = {}
    for code in CODES:
        with override(code):
            addresses[code] = absolute(reverse("pages:open_data"))
    return addresses


def resource_named(name: str) -> Resource:
    known = resources()
    if name not in known:
        raise NotFoundError(f"There is no kind {name[:40]!r}; there are: {', '.join(known)}.")
    return known[name]


def filters_of(name: str) -> tuple[str, ...]:
    """Return the names of the filters of the kind called ``name``; none for an unknown kind."""
    resource = resources().get(name)
    return tuple(known.name for known in resource.filters) if resource else ()


def number(parameters: dict[str, str], name: str, default: int, most: int) -> int:
    """Return the whole number in parameter ``name``, from 1 to ``most``."""
    value = parameters.get(name)
    if value is None:
        return default
    if not re.fullmatch("[0-9]{1,9}", value, re.ASCII) or not 1 <= int(value) <= most:
        raise BadParameterError(f"{name} is a whole number from 1 to {most}.")
    return int(value)


def chosen_language(parameters: dict[str, str]) -> str | None:
    """Return the language asked for, or None for all."""
    value = parameters.get("language", "all")
    if value not in LANGUAGE_VALUES:
        raise BadParameterError(f"language is one of: {', '.join(LANGUAGE_VALUES)}.")
    return None if value == "all" else value


def narrowed(resource: Resource, records: QuerySet[Any], parameters: dict[str, str]) -> QuerySet[Any]:
    """Return the ``records`` that every filter in ``parameters`` keeps; none multiplies them."""
    for known in resource.filters:
        if known.name in parameters:
            records = known.narrow(records, parameters[known.name])
    return records


class IndexView(ApiView):
    """List the kinds with their addresses and filters."""

    def get(self, request: HttpRequest) -> JsonResponse:
        self.parameters()
        kinds = [
            {
                "kind": resource.name,
                "url": resource.list_url,
                "csv": resource.csv_url,
                "source": resource.source(CODES[0]),
                "filters": [known.name for known in resource.filters],
            }
            for resource in resources().values()
        ]
        names = {"name": settings.SITE_NAME, "languages": CODES, "documentation": documentation()}
        return answer({**names, "licence": licence(), "kinds": kinds})


class RecordListView(ApiView):
    """A page of the records of one kind, newest first."""

    @classmethod
    def query_parameters(cls, name: str, **kwargs: Any) -> tuple[str, ...]:  # type: ignore[override]
        return ("page", "per_page", "language", *filters_of(name))

    def get(self, request: HttpRequest, name: str) -> JsonResponse:
        resource = resource_named(name)
        parameters = self.parameters()
        language = chosen_language(parameters)
        per_page = number(parameters, "per_page", PER_PAGE, MOST_PER_PAGE)
        wanted = number(parameters, "page", 1, 1_000_000)
        records = narrowed(resource, resource.records(language), parameters)
        paginator = Paginator(records, per_page)
        filters = {name: parameters[name] for name in filters_of(name) if name in parameters}
        key = ("api", name, language, *filters.items())
        paginator.count = counted(key, records.count)
        try:
            page = paginator.page(wanted)
        except EmptyPage as error:
            raise NotFoundError(f"There is no page {wanted}; the last is {paginator.num_pages}.") from error
        page.object_list = rows_of_page(records, page)
        return answer(self.payload(resource, page, parameters, Reading(language)))

    def payload(
        self, resource: Resource, page: Page, parameters: dict[str, str], reading: Reading
    ) -> dict[str, Any]:
        def link(number: int) -> str:
            return f"{resource.list_url}?{urlencode(sorted({**parameters, 'page': number}.items()))}"

        return {
            "licence": licence(),
            "source": resource.source(reading.chosen or CODES[0]),
            "kind": resource.name,
            "total": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "per_page": page.paginator.per_page,
            "previous": link(page.number - 1) if page.has_previous() else None,
            "next": link(page.number + 1) if page.has_next() else None,
            "records": [resource.payload(record, reading) for record in page.object_list],
        }


class RecordDetailView(ApiView):
    """One record."""

    @classmethod
    def query_parameters(cls, **kwargs: Any) -> tuple[str, ...]:
        return ("language",)

    def get(self, request: HttpRequest, name: str, key: str) -> JsonResponse:
        resource = resource_named(name)
        language = chosen_language(self.parameters())
        record = resource.find(key, language)
        if record is None and resource.is_withdrawn(key):
            raise WithdrawnError("This record has been withdrawn.")
        if record is None:
            raise NotFoundError("There is no such public record.")
        payload = resource.payload(record, Reading(language))
        source = payload["url"] if language else next(filter(None, payload["url"].values()))
        terms = None if was_published_elsewhere(record) else licence()
        return answer({"licence": terms, "source": source, "kind": name, "record": payload})


class CsvView(ApiView):
    """The whole list of one kind as CSV."""

    @classmethod
    def query_parameters(cls, name: str, **kwargs: Any) -> tuple[str, ...]:  # type: ignore[override]
        return ("language", *filters_of(name))

    def get(self, request: HttpRequest, name: str) -> StreamingHttpResponse:
        resource = resource_named(name)
        parameters = self.parameters()
        language = chosen_language(parameters)
        records = narrowed(resource, resource.rows(language), parameters)
        return spreadsheet(resource, records, Reading(language))


class NotFoundView(ApiView):
    """Any other address under /api/."""

    def get(self, request: HttpRequest, rest: str) -> JsonResponse:
        raise NotFoundError("There is nothing at this address; /api/ says what there is.")

"""The search page, suggestions while typing, and the OpenSearch description for browsers."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seoulsolution.content.languages import active_language
from seoulsolution.content.lists.base import PAGE
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.urls import PageAddress
from seoulsolution.search.language.plan import make_plan, typed
from seoulsolution.search.page import feeds
from seoulsolution.search.page.autocomplete import complete
from seoulsolution.search.page.results import Results
from seoulsolution.search.page.topics import popular_topics, topic_named


@require_safe
def search(request):
    language = active_language()
    words, is_cut = typed(request.GET.get("q", ""))
    context = {"query": words, "is_cut": is_cut}
    if make_plan(words):
        listing = Results(words, request.GET, language)
        _path, query = listing.own_address
        context |= {
            "listing": listing,
            "feeds": feeds.links(listing) if listing.total and not listing.fallback else (),
            "address": PageAddress.of_path(request.path, language, query),
            "topic": topic_named(words, listing.topics),
        }
        if listing.total or listing.total_elsewhere:
            return render(request, "search/search.html", context)
    context["topics"] = popular_topics()
    return render(request, "search/search.html", context)


search.query_parameters = ("q", *(facet.parameter for facet in Results.facets), "order", PAGE)


@require_safe
def suggest(request):
    """Return the pages that continue what is typed so far, as OpenSearch suggestions.

    These are [query, titles, kinds, addresses] and, as an extension, the languages of the titles.
    """
    words, _is_cut = typed(request.GET.get("q", ""))
    found = complete(words, active_language())
    answer = [
        words,
        [one.title for one in found],
        [one.kind for one in found],
        [absolute(one.url) for one in found],
        {"languages": [one.lang for one in found]},
    ]
    return JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")


suggest.query_parameters = ("q",)


@require_safe
def describe(request):
    """Return the OpenSearch description of the search in the language of the page."""
    context = {"root": absolute("")}
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "search/opensearch.xml", context, content_type=content_type)

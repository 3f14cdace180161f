"""The search page, suggestions, and the description by which browsers search from their own box."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seoulsolution.content.languages import active_language
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.urls import PageAddress
from seoulsolution.search import feeds
from seoulsolution.search.completions import complete
from seoulsolution.search.plan import make_plan, typed
from seoulsolution.search.results import Results
from seoulsolution.search.suggestions import instead, popular_topics


@require_safe
def search(request):
    language = active_language()
    words, is_cut = typed(request.GET.get("q", ""))
    plan = make_plan(words)
    context = {"query": words, "is_cut": is_cut}
    if plan:
        listing = Results(plan, words, request.GET, language)
        context |= {"listing": listing, "feeds": feeds.links(listing)}
        _path, query = listing.own_address
        context["address"] = PageAddress.of_path(request.path, language, query)
        context |= help_with(listing)
    else:
        context["topics"] = popular_topics(language)
    return render(request, "search/search.html", context)


def help_with(listing):
    """Return what else to offer to a reader, by name, where neither words nor filters led to anything."""
    if listing.total or listing.total_elsewhere:
        return {}
    offers = instead(listing.words, listing.plan, listing.language)
    return {**offers, "is_helped": True} if offers else {"topics": popular_topics(listing.language)}


@require_safe
def suggest(request):
    """Answer with pages that fit what is typed so far, as OpenSearch suggestions.

    These are [query, titles, kinds, addresses]; the languages of the titles follow as an extension.
    """
    words, _is_cut = typed(request.GET.get("q", ""))
    found = complete(words, active_language())
    answer = [
        words,
        [one.text for one in found],
        [one.kind for one in found],
        [absolute(one.url) for one in found],
        {"languages": [one.lang for one in found]},
    ]
    return JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")


@require_safe
def describe(request):
    """Answer with the OpenSearch description of the search in the page's language."""
    context = {"root": absolute("")}
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "search/opensearch.xml", context, content_type=content_type)

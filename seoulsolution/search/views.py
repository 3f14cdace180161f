"""The search page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from seoulsolution.content.addresses import PageAddress
from seoulsolution.content.views import reader_language
from seoulsolution.search.plan import QUERY_LIMIT, make_plan
from seoulsolution.search.results import Results
from seoulsolution.search.suggestions import popular_topics, single_words


def typed(words):
    """Return what a reader typed as one line that can be shown again: no control signs, not endless."""
    sound = words[: QUERY_LIMIT + 1].encode("utf-8", "ignore").decode()
    return " ".join("".join(sign if sign.isprintable() else " " for sign in sound).split())


@require_safe
def search(request):
    language = reader_language()
    words = typed(request.GET.get("q", ""))
    context = {"query": words[:QUERY_LIMIT], "is_cut": len(words) > QUERY_LIMIT}
    plan = make_plan(words)
    if plan:
        listing = Results(plan, context["query"], request.GET, language)
        context["listing"] = listing
        context["address"] = PageAddress.of_path(request.path, language, listing.own_query)
        if not listing.total and not listing.values:
            context["fewer_words"] = single_words(plan, language)
    if not plan or not (listing.total or listing.values or context["fewer_words"]):
        context["topics"] = popular_topics(language)
    return render(request, "search/search.html", context)

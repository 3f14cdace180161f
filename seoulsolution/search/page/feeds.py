"""The results of a search that became public last, as Atom or RSS, with the filters of its address."""

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponseBadRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seoulsolution.content import richtext
from seoulsolution.content.excerpts import shorten
from seoulsolution.content.languages import Localized, active_language
from seoulsolution.content.syndication.feeds import (
    CONTENT_TYPES,
    FORMATS,
    LENGTH,
    feed_response,
    kind_entry,
    make_entry,
    printable,
)
from seoulsolution.content.syndication.http import LICENCE_NAME, absolute, tag
from seoulsolution.search import registry
from seoulsolution.search.language.plan import make_plan, typed
from seoulsolution.search.page.results import Results, address, shown


@require_safe
def feed(request, format):
    """Return the feed of the query in the address, or 400 and a sentence if the query has no word."""
    if format not in FORMATS:
        raise Http404
    words, _is_cut = typed(request.GET.get("q", ""))
    if not make_plan(words):
        said = _("There is no word to search for: add one or more to the address, as in {example}.")
        example = f"{request.path}?q=seoul"
        return HttpResponseBadRequest(said.format(example=example), content_type="text/plain; charset=utf-8")
    results = Results(words, request.GET, active_language(), may_fall_back=False)
    document = _start(format, results)
    for item, entry in _entries(_newest(results)):
        link = absolute(address(item.record, item.lang, results.language))
        document.add_item(**entry | {"link": link})
    return feed_response(document, format)


feed.query_parameters = ("q", *(facet.parameter for facet in Results.facets))


def links(results):
    """Return (content type, title, address, name of the format) of the feeds of a page of results."""
    title = _title(results)
    return [
        (CONTENT_TYPES[format], f"{title} ({name})", _address(results, format), name)
        for format, name in (("atom", "Atom"), ("rss", "RSS"))
    ]


def _address(results, format):
    return absolute(reverse("search:feed", args=[format])) + results.feed_query


def _title(results):
    query = _("“%(query)s” in search") % {"query": results.short_words}
    return printable(" – ".join([query, *(str(choice.option.label) for choice in results.chosen)]))


def _start(format, results):
    name = settings.SITE_NAME[results.language]
    return FORMATS[format](
        title=f"{name} – {_title(results)}",
        link=absolute(reverse("search:search")) + results.feed_query,
        description=_("What is new among the results of this search."),
        language=results.language,
        author_name=name,
        feed_url=_address(results, format),
        feed_guid=tag(f"search/{results.language}{results.feed_query}"),
        feed_copyright=str(LICENCE_NAME),
    )


def _newest(results):
    """Return [(Kind, Localized)] of what became public last, each in the language in which it is found."""
    found = results.index_query.last_public(LENGTH)
    return [
        (registry.source_of(row.kind), Localized(record, one.language)) for one, row, record in shown(found)
    ]


def _entries(newest):
    """Yield (Localized, entry). The feed of its kind makes the entry, or else the text that search reads."""
    for kind in dict.fromkeys(kind for kind, _item in newest):
        records = [item.record for one, item in newest if one is kind]
        prefetch_related_objects(records, *kind.feed_prefetch_related)
    for kind, item in newest:
        yield item, kind_entry(kind, item) if kind.feed_name else _plain_entry(kind, item)


def _plain_entry(kind, item):
    _title, parts, _credits = kind.search_text(item.record, item.lang)
    text = "\n".join(filter(None, parts))
    return make_entry(item, shorten(text), richtext.from_text(text))

"""Tags for the search box."""

from django import template
from django.utils.translation import gettext as _

from seoulsolution.content.languages import active_language
from seoulsolution.content.remembered import remembered
from seoulsolution.search.index.query import Query
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.terms import synonyms

register = template.Library()
#: Words to try, in each language.
WORDS = {"en": ("geothermal", "public transport"), "ko": ("대중교통", "명예시민")}


@register.simple_tag
def search_placeholder(query: str = "") -> str:
    """Return what the empty search box says: words that find something, if there are any.

    They are looked for once in each state of the content, and not for a box that holds a ``query``.
    """
    if query:
        return _("Type words to search for")
    language = active_language()
    found = remembered(("placeholder", language), lambda: _that_find_something(language))
    if len(found) > 1:
        return _("Try “%(first)s” or “%(second)s”") % {"first": found[0], "second": found[1]}
    return _("Try “%(word)s”") % {"word": found[0]} if found else _("Type words to search for")


def _that_find_something(language):
    terms = synonyms()
    plans = [make_plan(word, terms) for word in WORDS[language]]
    numbers = Query(plans[0], language).totals(plans)
    return [word for word, number in zip(WORDS[language], numbers, strict=True) if number]

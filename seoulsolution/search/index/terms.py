"""The synonyms of the site, as staff keep them."""

from seoulsolution.content.remembered import remembered
from seoulsolution.search.language.plan import Plan, make_plan
from seoulsolution.search.language.synonyms import Synonyms
from seoulsolution.search.models import Term


def synonyms() -> Synonyms:
    """Return the terms as they are now; a change of them changes the content version."""
    return remembered("search:terms", lambda: Synonyms([term.row for term in Term.objects.all()]))


def plan_of(query: str) -> Plan:
    """Return the plan for a query as typed (see make_plan), with the terms of the site."""
    return make_plan(query, synonyms())

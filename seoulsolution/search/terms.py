"""The terms that staff keep, as queries look them up."""

from functools import lru_cache

from seoulsolution.content.remembered import remembered
from seoulsolution.search.language.plan import Plan, make_plan
from seoulsolution.search.language.synonyms import Row, Synonyms
from seoulsolution.search.models import Term, names_in


def rows() -> tuple[Row, ...]:
    """Return the terms as they are now. One query."""
    return _rows_of(tuple(Term.objects.values_list("korean", "english", "always")))


def synonyms() -> Synonyms:
    """Return the terms as they are now; a change of them changes the content version."""
    return remembered("search:terms", lambda: _synonyms_of(rows()))


def plan_of(query: str) -> Plan:
    """Return the plan for a query as typed (see make_plan), with the terms of the site."""
    return make_plan(query, synonyms())


# Kept until the terms change: to tell names apart and to look up their stems takes longer than to read them.
@lru_cache(maxsize=1)
def _rows_of(found):
    return tuple(Row(names_in(korean), names_in(english), always) for korean, english, always in found)


_synonyms_of = lru_cache(maxsize=1)(Synonyms)

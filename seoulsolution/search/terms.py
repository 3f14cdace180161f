"""The terms that staff keep, as queries look them up."""

import json
from functools import lru_cache

from django.db import connection

from seoulsolution.content.remembered import remembered
from seoulsolution.search.language.plan import Plan, make_plan
from seoulsolution.search.language.synonyms import Row, Synonyms
from seoulsolution.search.models import names_in

#: All terms as one text, which is read and compared in a fraction of the time that a thousand rows take.
_READ = """
SELECT {as_text} FROM (SELECT korean, english, always FROM search_term ORDER BY korean, english) AS terms
"""
_AS_TEXT = {
    "sqlite": "json_group_array(json_array(korean, english, always))",
    "postgresql": "json_agg(json_build_array(korean, english, always))::text",
}


def rows() -> tuple[Row, ...]:
    """Return the terms as they are now. One query."""
    return _rows_of(_as_text())


def synonyms() -> Synonyms:
    """Return the terms as they are now; a change of them changes the content version."""
    return remembered("search:terms", lambda: _synonyms_of(_as_text()))


def plan_of(query: str) -> Plan:
    """Return the plan for a query as typed (see make_plan), with the terms of the site."""
    return make_plan(query, synonyms())


def _as_text() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_READ.format(as_text=_AS_TEXT[connection.vendor]))
        return cursor.fetchone()[0] or "[]"


# What is made of the terms is kept until they change: to make it takes longer than to read them.


@lru_cache(maxsize=1)
def _rows_of(text):
    return tuple(
        Row(names_in(korean), names_in(english), bool(always)) for korean, english, always in json.loads(text)
    )


@lru_cache(maxsize=1)
def _synonyms_of(text):
    return Synonyms(_rows_of(text))

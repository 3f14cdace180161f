"""Texts that name something, such as a partner."""

from seoulsolution.search import registry
from seoulsolution.search.index.query import Query
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.page.results import Link, links

#: Results that are looked through for records of other kinds, texts that are given.
LOOKED_THROUGH, MOST = 40, 6


def mentions(name: str, language: str, kind: str) -> list[Link]:
    """Return the newest visible texts with the words of ``name`` in a row, but no records of ``kind``."""
    words = name.replace('"', " ").strip()
    if not words or not (plan := make_plan(f'"{words}"')):
        return []
    found = Query(plan, language).page(0, LOOKED_THROUGH, by_date=True)
    without = registry.sources()[kind].search_number
    return [link for _one, link in links(found, language, without)][:MOST]

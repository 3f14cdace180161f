"""Texts that name something, such as a partner."""

from seoulsolution.search.index.query import Query
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.page.results import Link, links

#: Results that are looked through for records of other kinds, texts that are given.
LOOKED_THROUGH, MOST = 40, 6


def mentions(name: str, language: str, kind: str) -> list[Link]:
    """Return the newest visible texts that hold ``name`` as it is, without records of ``kind`` (its own)."""
    words = name.replace('"', " ").strip()
    if not words or not (plan := make_plan(f'"{words}"')):
        return []
    found = Query(plan, language).page(0, LOOKED_THROUGH, by_date=True)
    return [link for _one, source, link in links(found, language) if source.name != kind][:MOST]

"""Texts that name something, such as a partner."""

from dataclasses import dataclass

from seoulsolution.search import registry
from seoulsolution.search.index.query import Query
from seoulsolution.search.language.plan import make_plan
from seoulsolution.search.models import IndexedRecord
from seoulsolution.search.page.results import address, shown

#: Results that are looked through for records of other kinds, texts that are given.
LOOKED_THROUGH, MOST = 40, 6


@dataclass(frozen=True)
class Mention:
    """A text that names it: its title in the language ``lang``, what it is ("News"), its path."""

    title: str
    lang: str
    kind: str
    url: str


def mentions(name: str, language: str, kind: str) -> list[Mention]:
    """Return the newest visible texts that hold ``name`` as it is, without records of ``kind`` (its own)."""
    words = name.replace('"', " ").strip()
    if not words or not (plan := make_plan(f'"{words}"')):
        return []
    found = Query(plan, language).page(0, LOOKED_THROUGH, by_date=True)
    rows = IndexedRecord.objects.in_bulk([one.record_id for one in found])
    own = {pk for pk, row in rows.items() if registry.source_of(row.kind).name == kind}
    others = [one for one in found if one.record_id in rows and one.record_id not in own][:MOST]
    if not others:
        return []
    return [
        Mention(
            title=record.title_in(one.language),
            lang=one.language,
            kind=str(registry.source_of(row.kind).label),
            url=address(record, one.language, language),
        )
        for one, row, record in shown(others, with_topics=False)
    ]

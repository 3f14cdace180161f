"""What to offer while a reader types: topics and titles of records that fit what is there so far."""

import re
from dataclasses import dataclass

from django.db import connections, router
from django.utils import timezone
from django.utils.translation import gettext as _

from seoulsolution.content.languages import CODES, other
from seoulsolution.search import registry
from seoulsolution.search.analysis import normalise
from seoulsolution.search.backends import backend_of
from seoulsolution.search.halftyped import half_typed, keystrokes
from seoulsolution.search.models import IndexedRecord
from seoulsolution.search.query import VISIBLE, Found, topic_counts
from seoulsolution.search.results import address, shown

#: Most completions of a query, most topics among them, and most titles of a language that are looked at.
MOST, TOPICS_MOST, TITLES_READ = 8, 2, 100
#: The newest of what fits. How many may fit is bounded first: the commonest words are as quick as others.
#: What the public may not see yet takes no place among them.
_FITTING = """
SELECT newest.id, stored.title FROM (
    SELECT id FROM (SELECT text.id {matching} AND {visible} LIMIT 5000) AS bounded
    ORDER BY id DESC LIMIT %s
) AS newest
JOIN search_storedtext AS stored ON stored.id = newest.id
"""


@dataclass(frozen=True)
class Completion:
    """A page to go to: its title in the language ``lang``, what it is ("News"), its path."""

    text: str
    kind: str
    url: str
    lang: str


def complete(query: str, language: str) -> list[Completion]:
    """Return at most MOST pages for a reader of ``language``, the best first; only what is visible."""
    plan, last = half_typed(query)
    if not plan:
        return []
    whole = keystrokes(" ".join(normalise(query).split()))
    topics = _topics(whole, language)
    titles = _titles(plan, last, whole, language, MOST - len(topics))
    records = [
        Completion(
            text=titles[one.text_id],
            kind=str(registry.source_of(row.kind).label),
            url=address(record, one.language, language),
            lang=one.language,
        )
        for one, row, record in shown([Found(pk) for pk in titles], with_topics=False)
    ]
    return topics + records


def _topics(whole, language):
    """Return the topics whose name begins as typed and under which something is visible."""
    described, fitting = registry.topics(), {}
    codes = (language, other(language))
    columns = [f"{described.name}_{code}" for code in codes] if described else ()
    rows = described.model.objects.values_list("pk", described.slug, *columns) if described else ()
    for pk, slug, *names in rows:
        for code, name in zip(codes, names, strict=True):
            if name and keystrokes(normalise(name)).startswith(whole):
                fitting.setdefault(pk, Completion(name, _("Topic"), described.url(slug), code))
    visible = topic_counts(fitting) if fitting else ()
    return [one for pk, one in fitting.items() if pk in visible][:TOPICS_MOST]


def _titles(plan, last, whole, language, most):
    """Return {id of a text: its title} of what fits, the best first; of a record, and of a title, one."""
    best = {}
    for code in (language, other(language)):
        for _rank, _age, pk, title in sorted(_fitting(plan, last, whole, code)):
            if title not in best.values() and pk // 2 not in {one // 2 for one in best}:
                best[pk] = title
            if len(best) == most:
                return best
    return best


def _fitting(plan, last, whole, language):
    """Yield (rank, age, id, title) of live texts in ``language`` whose titles go on from what is typed."""
    connection = connections[router.db_for_read(IndexedRecord)]
    matching, words = backend_of(connection).matching(plan, title_only=True, parity=CODES.index(language))
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        parameters = [*words, now, now, TITLES_READ]
        cursor.execute(_FITTING.format(matching=matching, visible=VISIBLE), parameters)
        for pk, title in cursor.fetchall():
            if (rank := _rank(keystrokes(normalise(title)), last, whole)) is not None:
                yield rank, -pk, pk, title


def _rank(title, last, whole):
    """Return how well a title goes on from what is typed, all in keys: 0 is best, None not at all."""
    if title.startswith(whole):
        return 0
    if re.search(rf"(?<![^\W_]){re.escape(last)}", title):
        return 1
    # Korean writes words together, so one may begin inside of another; other scripts do not.
    return 2 if last in title and not last.isascii() else None

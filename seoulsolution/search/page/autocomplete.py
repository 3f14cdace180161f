"""What to offer while a reader types: topics and titles of records that continue the text so far."""

import re
from dataclasses import dataclass

from django.db import connections, router
from django.utils.translation import gettext as _

from seoulsolution.content import clock
from seoulsolution.content.languages import CODES, other
from seoulsolution.search import registry
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.index.query import VISIBLE, Found, topic_counts
from seoulsolution.search.language.keyboard import half_typed, keystrokes
from seoulsolution.search.language.normalisation import normalise
from seoulsolution.search.models import IndexedRecord
from seoulsolution.search.page.results import address, shown

#: Limits: completions of a query, topics among them, titles read per language.
MOST, TOPICS_MOST, TITLES_READ = 8, 2, 100
#: The newest matches. The number of matches is limited first, so that common words are as quick as others,
#: and texts that are not visible yet do not count towards the limit.
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
    """Return at most MOST visible pages for a reader of ``language``, the best first."""
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
    """Return the topics whose name begins with what is typed and that have a visible record."""
    fitting = {}
    for pk, slug, names in registry.topic_rows():
        for code in (language, other(language)):
            if names[code] and keystrokes(normalise(names[code])).startswith(whole):
                fitting.setdefault(pk, Completion(names[code], _("Topic"), registry.topic_url(slug), code))
    visible = topic_counts(fitting) if fitting else ()
    return [one for pk, one in fitting.items() if pk in visible][:TOPICS_MOST]


def _titles(plan, last, whole, language, most):
    """Return {id of a text: its title}, the best first; one text per record, and each title once."""
    best = {}
    for code in (language, other(language)):
        for _rank, _age, pk, title in sorted(_fitting(plan, last, whole, code)):
            if title not in best.values() and pk // 2 not in {one // 2 for one in best}:
                best[pk] = title
            if len(best) == most:
                return best
    return best


def _fitting(plan, last, whole, language):
    """Yield (rank, age, id, title) of visible texts in ``language`` whose titles continue what is typed."""
    connection = connections[router.db_for_read(IndexedRecord)]
    matching, words = backend_of(connection).matching(plan, title_only=True, parity=CODES.index(language))
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        parameters = [*words, now, now, TITLES_READ]
        cursor.execute(_FITTING.format(matching=matching, visible=VISIBLE), parameters)
        for pk, title in cursor.fetchall():
            if (rank := _rank(keystrokes(normalise(title)), last, whole)) is not None:
                yield rank, -pk, pk, title


def _rank(title, last, whole):
    """Return how well a title continues what is typed, both as keystrokes: 0 is best, None is not at all."""
    if title.startswith(whole):
        return 0
    if re.search(rf"(?<![^\W_]){re.escape(last)}", title):
        return 1
    # Korean compounds have no spaces, so a word may begin inside another; in other scripts it may not.
    return 2 if last in title and not last.isascii() else None

"""What to offer while a reader types: topics and titles of records that continue the text so far."""

import re
from dataclasses import replace
from itertools import islice

from django.db import connection
from django.utils.translation import gettext as _

from seoulsolution.content import clock
from seoulsolution.content.languages import other
from seoulsolution.search import registry
from seoulsolution.search.index.backends import backend_of
from seoulsolution.search.index.counts import topic_counts
from seoulsolution.search.index.query import VISIBLE, Found
from seoulsolution.search.language.keyboard import half_typed, keystrokes
from seoulsolution.search.language.normalisation import normalise
from seoulsolution.search.page.results import Link, links

#: Limits: completions of a query, topics among them, titles read.
MOST, TOPICS_MOST, TITLES_READ = 8, 2, 200
#: The newest matches. The number of matches is limited first, so that common words are as quick as others,
#: and texts that are not visible yet do not count towards the limit.
_FITTING = """
SELECT newest.id, stored.title FROM (
    SELECT id FROM (SELECT text.id {matching} AND {visible} LIMIT 5000) AS bounded
    ORDER BY id DESC LIMIT %s
) AS newest
JOIN search_storedtext AS stored ON stored.id = newest.id
"""


def complete(query: str, language: str) -> list[Link]:
    """Return at most MOST visible pages for a reader of ``language``, the best first."""
    plan, last = half_typed(query)
    if not plan:
        return []
    whole = keystrokes(" ".join(normalise(query).split()))
    topics = _topics(whole, language)
    titles = dict(islice(_titles(plan, last, whole, language), MOST - len(topics)))
    return topics + [replace(link, title=titles[one]) for one, link in links(list(titles), language)]


def _topics(whole, language):
    """Return the topics whose name begins with what is typed and that have a visible record."""
    fitting = {}
    for topic in registry.topics():
        for code in (language, other(language)):
            if (name := topic.title_in(code)) and keystrokes(normalise(name)).startswith(whole):
                fitting.setdefault(topic.pk, Link(name, _("Topic"), topic.get_absolute_url(), code))
    visible = topic_counts(fitting) if fitting else ()
    return [one for pk, one in fitting.items() if pk in visible][:TOPICS_MOST]


def _titles(plan, last, whole, language):
    """Yield visible texts and their titles, which continue what is typed, the best first.

    One text per record is enough, and one record of those with the same title.
    """
    matching, words = backend_of(connection).matching(plan, title_only=True)
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_FITTING.format(matching=matching, visible=VISIBLE), [*words, now, now, TITLES_READ])
        rows = cursor.fetchall()
    ranked, seen = [], set()
    for pk, title in rows:
        rank, one = _rank(keystrokes(normalise(title)), last, whole), Found(pk)
        if rank is not None:
            ranked.append(((one.language != language, rank, -pk), one, title))
    for _order, one, title in sorted(ranked):
        if seen.isdisjoint({title, one.record_id}):
            yield one, title
        seen |= {title, one.record_id}


def _rank(title, last, whole):
    """Return how well a title continues what is typed, both as keystrokes: 0 is best, None is not at all."""
    if title.startswith(whole):
        return 0
    if re.search(rf"(?<![^\W_]){re.escape(last)}", title):
        return 1
    # Korean compounds have no spaces, so a word may begin inside another; in other scripts it may not.
    return 2 if last in title and not last.isascii() else None

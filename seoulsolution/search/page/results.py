"""One page of search results, as the template shows it."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator

from seoulsolution.search import registry
from seoulsolution.search.index.query import Found, Query
from seoulsolution.search.models import IndexedRecord, StoredText
from seoulsolution.search.page.facets import BY_DATE, Narrowing, read_filters
from seoulsolution.search.page.highlight import Finder
from seoulsolution.search.page.ranking import score

PER_PAGE = 10
#: How many of the first results are ranked more finely; a whole number of pages.
WINDOW = 60


@dataclass(frozen=True)
class Result:
    """A record that was found. ``lang`` is the language of the text that is shown."""

    record: object
    source: registry.Source
    lang: str
    title: list
    snippet: list
    url: str
    date: datetime.date | None
    year: int | None
    topics: list
    is_translated: bool


def shown(found: list[Found], with_topics: bool = True):
    """Yield (Found, IndexedRecord, record) for those of ``found`` that are really visible, in order."""
    rows = IndexedRecord.objects.in_bulk([one.record_id for one in found])
    pairs = [(row.kind, row.object_id) for row in rows.values()]
    records = registry.visible_records(pairs, with_topics)
    for one in found:
        row = rows.get(one.record_id)
        record = records.get((row.kind, row.object_id)) if row else None
        if record is not None and one.language in record.languages:
            yield one, row, record


def address(record, lang, reader_language):
    """Return the path at which a reader of ``reader_language`` can read the text in ``lang``.

    It is in the reader's part of the site, unless the record is shown there in the other language.
    """
    reads_other = lang != reader_language and reader_language in record.languages
    return record.get_absolute_url(lang if reads_other else reader_language)


def nearest_page(wanted, last):
    """Return the existing page number closest to ``wanted``, or 1 if ``wanted`` is not a number."""
    try:
        return min(max(int(wanted), 1), last)
    except (TypeError, ValueError):
        return 1


class Results(Narrowing):
    """The results of ``plan`` under the ``parameters`` of an address, for a reader of ``language``.

    Unlike in lists, unknown filters are ignored and a page that does not exist is replaced by the closest
    one, so that an address that somebody typed or kept still works.
    """

    def __init__(self, plan, words, parameters, language):
        self.plan, self.words, self.language = plan, words, language
        self.topic_names = registry.topic_names(language)
        self.values, filters = read_filters(parameters, self.topic_names)
        self.by_date = parameters.get("order") == BY_DATE
        self.index_query = Query(plan, language, filters)
        self.counts = self.index_query.counts()
        self._read = {}
        pages = Paginator(range(self.counts.total), PER_PAGE)
        self.page = pages.page(nearest_page(parameters.get("page"), pages.num_pages))

    @cached_property
    def total_elsewhere(self):
        """The number of results without the filters, if there are none with them."""
        is_empty = self.values and not self.total
        return Query(self.plan, self.language).counts().total if is_empty else 0

    @cached_property
    def items(self):
        start = (self.page.number - 1) * PER_PAGE
        if self.by_date or start >= WINDOW:
            found = self.index_query.page(start, PER_PAGE, self.by_date, self.counts)
        else:
            found = self._finely_ordered()[start : start + PER_PAGE]
        return self._results(found)

    def _finely_ordered(self):
        found = self.index_query.page(0, WINDOW, counts=self.counts)
        if len(found) < 2:
            return found
        texts = self._texts(found)

        def closeness(one):
            worth = score(self.finder, *texts.get(one.text_id, ("", "")))
            return -one.distance, one.language == self.language, worth

        return sorted(found, key=closeness, reverse=True)

    @cached_property
    def finder(self):
        return Finder(self.plan)

    def _texts(self, found: list[Found]):
        """Return {id: (title, text)} of everything read so far, ``found`` included."""
        if missing := [one.text_id for one in found if one.text_id not in self._read]:
            rows = StoredText.objects.filter(pk__in=missing).values_list("pk", "title", "text")
            self._read |= {pk: (title, text) for pk, title, text in rows}
        return self._read

    def _results(self, found):
        texts = self._texts(found)
        there = [row for row in shown(found, with_topics=False) if row[0].text_id in texts]
        # Ids are enough: the names are known, and loading the topics takes longer than everything else.
        pairs = [(row.kind, row.object_id) for _one, row, _record in there]
        topics = registry.topics_of(pairs, self.index_query.connection.alias)
        return [
            self._result(row, record, one.language, topics.get(pair, ()), *texts[one.text_id])
            for (one, row, record), pair in zip(there, pairs, strict=True)
        ]

    def _result(self, row, record, lang, topics, title, text):
        source, marked = registry.source_of(row.kind), self.finder.mark(title)
        return Result(
            record=record,
            source=source,
            lang=lang,
            title=marked,
            snippet=self._snippet(marked, text),
            url=address(record, lang, self.language),
            date=source.date(record),
            year=source.year_of(record),
            topics=[name for topic, (_slug, name) in self.topic_names.items() if topic in topics],
            is_translated=lang == self.language,
        )

    def _snippet(self, title, text):
        """Return an excerpt of the text, or of its credits if only these say why it was found."""
        body, credits = map(self.finder.snippet, registry.without_credits(text))
        return credits if has_mark(credits) and not has_mark(title + body) else body


def has_mark(parts):
    return any(part.marked for part in parts)

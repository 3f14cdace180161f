"""One page of search results, as the template shows it."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator

from seoulsolution.content.lists.listing import PAGE
from seoulsolution.content.syndication.kinds import Kind
from seoulsolution.search import registry
from seoulsolution.search.index.counts import count_results
from seoulsolution.search.index.query import NO_COUNTS, Found, Query, SearchFilters
from seoulsolution.search.language.normalisation import normalise
from seoulsolution.search.language.plan import exclusions
from seoulsolution.search.language.words import Closeness
from seoulsolution.search.models import IndexedRecord, StoredText
from seoulsolution.search.page.facets import BY_DATE, SearchListing, read_filters
from seoulsolution.search.page.fallback import fall_back
from seoulsolution.search.page.highlight import Finder
from seoulsolution.search.page.ranking import score
from seoulsolution.search.terms import plan_of

PER_PAGE = 10
#: How many of the first results are ranked more finely; a whole number of pages.
WINDOW = 30


@dataclass(frozen=True)
class Link:
    """A page to go to: its title in the language ``lang``, what it is ("News"), its path."""

    title: str
    kind: str
    url: str
    lang: str


@dataclass(frozen=True)
class Suggestion:
    """A topic or a query to go to: its name in the language ``lang``, the number of texts or results."""

    label: str
    url: str
    count: int | None
    lang: str


@dataclass(frozen=True)
class Result:
    """A record that was found. ``lang`` is the language of the text that is shown."""

    record: object
    source: Kind
    lang: str
    title: list
    snippet: list
    url: str
    date: datetime.date | None
    year: int | None
    topics: list
    is_translated: bool


def shown(found: list[Found], without: int = 0):
    """Yield (Found, IndexedRecord, record) for those of ``found`` that are really visible, in order.

    Those of the kind with the ``search_number`` ``without`` are left out.
    """
    rows = IndexedRecord.objects.exclude(kind=without).in_bulk([one.record_id for one in found])
    pairs = [(row.kind, row.object_id) for row in rows.values()]
    records = registry.visible_records(pairs)
    for one in found:
        row = rows.get(one.record_id)
        record = records.get((row.kind, row.object_id)) if row else None
        if record is not None and one.language in record.languages:
            yield one, row, record


def links(found: list[Found], language: str, without: int = 0):
    """Yield (Found, Link) for what :func:`shown` yields, for a reader of ``language``."""
    for one, row, record in shown(found, without):
        kind, url = str(registry.source_of(row.kind).label), address(record, one.language, language)
        yield one, Link(record.title_in(one.language), kind, url, one.language)


def address(record, lang, reader_language):
    """Return the path at which a reader of ``reader_language`` can read the text in ``lang``.

    It is in the reader's part of the site, unless the record is shown there in the other language.
    """
    reads_other = lang != reader_language and reader_language in record.languages
    return record.get_absolute_url(lang if reads_other else reader_language)


class Results(SearchListing):
    """The results of a query as typed under the ``parameters`` of an address, for a reader of ``language``.

    If no text has all words, these are the results of the ``fallback``. Unlike in lists, unknown filters are
    ignored and a page that does not exist is replaced by the last one, so that an address that somebody typed
    or kept still works.
    """

    def __init__(self, words, parameters, language, may_fall_back=True):
        self.words, self.language = words, language
        self.topics = registry.topics()
        self.values, self.filters = read_filters(parameters, self.topics)
        self.by_date = parameters.get("order") == BY_DATE
        self.fallback, self.total_elsewhere = None, 0
        self._ask(plan_of(words).narrowed(Closeness.OTHER_LANGUAGE))
        if not self.counts.total and self.plan and may_fall_back:
            self._look_elsewhere()
        self._read = {}
        self.page = Paginator(range(self.counts.total), PER_PAGE).get_page(parameters.get(PAGE))

    def _ask(self, plan):
        self.plan, self.index_query = plan, Query(plan, self.language, self.filters)
        self.counts = count_results(self.index_query) if plan else NO_COUNTS

    def _look_elsewhere(self):
        """Look without the filters, or else for something close to the words, with the filters first."""
        if self.values:
            self.total_elsewhere = count_results(Query(self.plan, self.language)).total
        if self.total_elsewhere:
            return
        if found := fall_back(self.words, self.language, self.filters):
            self.fallback = found
            self._ask(found.way.plan)
        elif self.values and (found := fall_back(self.words, self.language, SearchFilters())):
            self.total_elsewhere = count_results(Query(found.way.plan, self.language)).total

    @cached_property
    def suggestions(self):
        """The other ways of the fallback, with the filters and without what the query excludes."""
        ways, excluded = self.fallback.others if self.fallback else (), exclusions(self.words)
        return [
            Suggestion(way.label, self.link(q=" ".join([way.label, *excluded])), way.count, way.lang)
            for way in ways
        ]

    @cached_property
    def items(self):
        return self._results(self.found((self.page.number - 1) * PER_PAGE, PER_PAGE))

    def found(self, start, size):
        """Return ``size`` of the found texts from ``start``, in their order."""
        if self.by_date or start >= WINDOW:
            return self.index_query.page(start, size, self.by_date, self.counts)
        return self._finely_ordered[start : start + size]

    @cached_property
    def _finely_ordered(self):
        found = self.index_query.page(0, WINDOW, counts=self.counts)
        if len(found) < 2:
            return found
        texts, pages = self._texts(found), self._site_pages(found)
        asked, close = normalise(self.words), self.fallback.worth if self.fallback else {}

        def closeness(one):
            title, text = texts.get(one.text_id, ("", ""))
            is_named, worth = normalise(title) == asked, score(self.finder, title, text)
            # A page about the site is what was looked for if its title says so.
            is_content = one.record_id not in pages or any(self.finder.spans(title))
            if close:
                return is_content, close.get(one.text_id, 0), one.language == self.language, worth
            return is_named, is_content, -one.distance, one.language == self.language, worth

        return sorted(found, key=closeness, reverse=True)

    def _site_pages(self, found: list[Found]):
        """Return the ids of the records of ``found`` that are about the site itself."""
        kinds = [one.search_number for one in registry.sources().values() if one.search_is_site_page]
        if not any(self.counts.kinds.get(registry.source_of(number).name) for number in kinds):
            return frozenset()
        # SQLite would read all records of these kinds if it were asked for them.
        rows = IndexedRecord.objects.filter(pk__in=[one.record_id for one in found])
        return frozenset(pk for pk, kind in rows.values_list("pk", "kind") if kind in kinds)

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
        there = [row for row in shown(found) if row[0].text_id in texts]
        # Ids are enough: the names are known, and loading the topics takes longer than everything else.
        pairs = [(row.kind, row.object_id) for _one, row, _record in there]
        topics = registry.topics_of(pairs)
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
            date=source.search_date(record),
            year=registry.year_of(source, record),
            topics=[str(topic) for topic in self.topics if topic.pk in topics],
            is_translated=lang == self.language,
        )

    def _snippet(self, title, text):
        """Return an excerpt of the text, or of its credits if only these say why it was found."""
        body, credits = map(self.finder.snippet, registry.without_credits(text))
        return credits if has_mark(credits) and not has_mark(title + body) else body


def has_mark(parts):
    return any(part.marked for part in parts)

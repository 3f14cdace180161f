"""No dead ends: every page of the site, reached from home in both languages, and what each must have."""

import itertools
from collections import Counter, deque
from urllib.parse import unquote_plus

import pytest

from seoulsolution.content.languages import CODES, other
from tests.crawling import LANGUAGE_FREE, STARTS, internal

# The database is for the fixtures; the tests look at what pages say. On PostgreSQL tests/test_canaries.py
# asks for each address, with each filter.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

#: Of the seeds. 27 of the 29 partners are a name alone and have no page; a post in a language
#: that the site does not have is a draft, so it is not counted.
RECORDS_WITH_A_PAGE = {
    "plain pages": 4,
    "posts": 23,
    "documents": 8,
    "issues": 1,
    "partners": 2,
    "notices": 1,
}


def failures(pages, complaint):
    """Return the complaints, one page per line."""
    return "\n".join(f"{page.address}: {said}" for page in pages if (said := complaint(page)))


def test_every_link_leads_to_a_page_without_a_detour(whole_site):
    broken = {(p.address, p.status): p.referrer for p in whole_site.pages.values() if p.status != 200}
    assert not broken


def test_every_page_can_be_kept_for_other_readers(whole_site):
    """Pictures and spreadsheets are streamed; nothing else is made anew for each reader."""
    streamed = ("image/", "text/csv")
    pages = [page for page in whole_site.pages.values() if page.html or page.content_type]
    assert not failures(pages, lambda page: page.not_kept and not page.content_type.startswith(streamed))


@pytest.mark.parametrize("language", CODES)
def test_every_record_is_reached_from_home_by_links(seeded_site, language):
    reached, waiting = set(), deque([STARTS[language]])
    while waiting:
        address = waiting.popleft()
        page = seeded_site.pages.get(address)
        if address in reached or page is None or page.html is None:
            continue
        reached.add(address)
        # Not by the switch: a reader of one language reaches everything without the other.
        waiting.extend(link.address for link in page.html.links if link.tag == "a" and not link.in_switch)
    place = CODES.index(language)
    assert len(seeded_site.records) == sum(RECORDS_WITH_A_PAGE.values())
    assert not {addresses[place] for addresses in seeded_site.records} - reached


def test_every_page_has_its_language_on_html(whole_site):
    assert not failures(whole_site.html(), lambda page: page.html.language != page.language)


def test_every_page_has_a_title_of_its_own_in_its_language(whole_site):
    own = [page for page in whole_site.html() if page.html.heads("canonical") == [("", page.address)]]
    titles = Counter((page.language, " ".join(page.html.title.split())) for page in own)
    assert not [title for title, times in titles.items() if times > 1]
    assert not failures(whole_site.html(), lambda page: len(page.html.title.split("–")[0].strip()) < 2)


def test_every_page_has_a_description(whole_site):
    def complaint(page):
        return not page.html.metas.get("description", "").strip()

    assert not failures(whole_site.html(), complaint)


def test_headings_begin_with_one_h1_and_never_jump(whole_site):
    def complaint(page):
        levels = [level for level, _text in page.html.headings]
        jumps = [pair for pair in itertools.pairwise(levels) if pair[1] - pair[0] > 1]
        empty = [level for level, text in page.html.headings if not text.strip()]
        return jumps or empty or levels.count(1) != 1 or levels[0] != 1

    assert not failures(whole_site.html(), complaint)


def test_every_page_has_a_way_back(whole_site):
    def complaint(page):
        return STARTS[page.language] not in {link.address for link in page.html.links if link.tag == "a"}

    assert not failures(whole_site.html(), complaint)


def test_links_keep_the_language(whole_site):
    """A result of a search that was asked in the other language may lead there, and says so."""

    def is_foreign_result(page, link):
        return page.address.startswith(f"/{page.language}/search/") and link.address[1:3] == link.lang

    def complaint(page):
        return [
            link.address
            for link in page.html.links
            if link.tag in ("a", "form")
            and not (link.in_switch or link.hreflang or is_foreign_result(page, link))
            and not link.address.startswith((STARTS[page.language], *LANGUAGE_FREE))
        ]

    assert not failures(whole_site.html(), complaint)


def test_the_switch_leads_to_the_same_page_and_back(whole_site):
    def switch(page):
        return [link.address for link in page.html.links if link.in_switch]

    def complaint(page):
        (there,) = switch(page)
        target = whole_site.pages.get(there)  # filters upon filters are not fetched
        back = [unquote_plus(address) for address in switch(target)] if target else None
        return not there.startswith(STARTS[other(page.language)]) or back not in (
            None,
            [unquote_plus(page.address)],
        )

    assert not failures(whole_site.html(), complaint)


def test_fragments_are_there(whole_site):
    def complaint(page):
        return [
            f"{link.address}#{link.fragment}"
            for link in page.html.links
            if link.fragment
            and (target := whole_site.pages.get(link.address))
            and (not target.html or link.fragment not in target.html.ids)
        ]

    assert not failures(whole_site.html(), complaint)


def test_no_id_stands_twice(whole_site):
    def complaint(page):
        return [name for name, times in Counter(page.html.ids).items() if times > 1]

    assert not failures(whole_site.html(), complaint)


def test_languages_of_a_page_name_each_other(whole_site):
    """Each alternate names the same alternates; the canonical address is one of them and its own."""

    def complaint(page):
        alternates = {pair for pair in page.html.heads("alternate") if pair[0]}
        (canonical,) = [address for _code, address in page.html.heads("canonical")]
        named = {address for _code, address in alternates}
        targets = [whole_site.pages[address] for address in named | {canonical}]
        others = [t for t in targets if {p for p in t.html.heads("alternate") if p[0]} != alternates]
        wrong = [pair for pair in alternates if pair[0] in CODES and pair[1][1:3] != pair[0]]
        own = whole_site.pages[canonical].html.heads("canonical") != [("", canonical)]
        return others or wrong or own or canonical not in named or "x-default" not in dict(alternates)

    indexed = [page for page in whole_site.html() if "noindex" not in page.html.metas.get("robots", "")]
    assert not failures(indexed, complaint)


def test_what_is_shared_names_the_canonical_address(whole_site):
    def complaint(page):
        return ("", internal(page.html.metas.get("og:url", ""))) not in page.html.heads("canonical")

    assert not failures(whole_site.html(), complaint)


def test_scripts_are_files_that_no_page_waits_for(whole_site):
    """Data for machines is no script: browsers never run it."""

    def complaint(page):
        scripts = [one for one in page.html.scripts if one.get("type") != "application/ld+json"]
        known = [{"src": f"/static/{name}.js", "defer": None} for name in ("suggestions", "share")]
        return [one for one in scripts if one not in known]

    assert not failures(whole_site.html(), complaint)


def test_the_site_map_names_what_people_reach(seeded_site):
    """Every canonical page of a record stands in the site map, and nothing there is hidden from people."""
    files = [page for page in seeded_site.pages.values() if page.address.startswith("/sitemap-")]
    text = " ".join(page.body.decode() for page in files)
    named = {internal(part.split("</loc>")[0]) for part in text.split("<loc>")[1:]}
    canonical = {
        address
        for pair in seeded_site.records
        for address in pair
        if seeded_site.pages[address].html.heads("canonical") == [("", address)]
    }
    assert canonical <= named
    assert all(seeded_site.pages[address].html for address in named)

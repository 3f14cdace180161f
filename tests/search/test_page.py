"""The search page: what a reader sees."""

import datetime

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from seoulsolution.pages.models import Page
from tests.factories import make_document, make_issue, make_notice, make_partner, make_post, make_topic
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db


def titles(response):
    return [result.record.pk for result in response.context["listing"].items]


def test_a_word_of_the_text_finds_the_record_and_is_marked(client):
    post = make_post(title_en="Heat from below", body_en="<p>Wells & pumps give geothermal energy.</p>")
    page = client.get("/en/search/", {"q": "energies"})
    assert titles(page) == [post.pk]
    content = page.content.decode()
    assert "Wells &amp; pumps give geothermal <mark>energy</mark>" in content
    assert f'href="/en/news/{post.pk}-heat-from-below/"' in content


def test_hangul_is_marked_across_spaces_and_particles(client):
    make_post(
        title_ko="도시 재생의 길",
        body_ko="<p>낙후된 골목에서 도시재생을 시작한다.</p>",
        title_en="",
        body_en="",
    )
    content = client.get("/ko/search/", {"q": "도시재생은"}).content.decode()
    assert "<mark>도시 재생</mark>의 길" in content
    assert "골목에서 <mark>도시재생</mark>을" in content


def excerpts(client, words):
    page = client.get("/en/search/", {"q": words})
    return ["".join(part.text for part in one.snippet) for one in page.context["listing"].items]


def test_credits_are_found_and_are_no_excerpt_of_a_text(client):
    credits = {"author": "Waterworks Division", "source_name": "seoulsolution"}
    make_document(title_en="Tap water of Seoul", body_en="", **credits)
    make_post(title_en="Wells", body_en="<p>Water from below.</p>", **credits)
    make_issue(title_en="Arisu water", lead_en="Water from the tap.", author="Arisu Desk")
    make_notice(title_en="Water notice", intro_en="<p>Water for all.</p>", author="Arisu Desk")
    assert set(excerpts(client, "water")) == {
        "",
        "Water from below.",
        "Water from the tap.",
        "Water for all.",
    }
    assert set(excerpts(client, "seoulsolution")) == {"Waterworks Division seoulsolution"}
    assert excerpts(client, "arisu desk")[0] == "Water from the tap."  # its title has one of the words
    assert excerpts(client, "desk") == ["Arisu Desk"] * 2


def test_no_phrase_goes_on_from_a_text_to_its_credits(client):
    make_post(title_en="Wells", body_en="<p>Heat from below</p>", author="Energy Division")
    assert client.get("/en/search/", {"q": '"below energy"'}).context["listing"].fallback
    assert client.get("/en/search/", {"q": '"energy division"'}).context["listing"].total == 1


def test_the_text_is_escaped(client):
    make_document(title_en="<script>alert('solar')</script>")
    content = client.get("/en/search/", {"q": "solar"}).content.decode()
    assert "<script>" not in content
    assert "&lt;script&gt;alert(&#x27;<mark>solar</mark>&#x27;)" in content


def test_every_kind_is_found(client):
    make_post(title_en="Metro post")
    make_document(title_en="Metro report")
    make_issue(title_en="Metro issue")
    make_partner(name_en="Metro partner")
    make_notice(title_en="Metro notice")
    page = client.get("/en/search/", {"q": "metro"})
    assert page.context["listing"].total == 5
    assert {result.source.name for result in page.context["listing"].items} == {
        "news",
        "archive",
        "newsletter",
        "partners",
        "notices",
    }


def test_a_plain_page_is_found_and_has_no_date(client):
    Page.objects.create(state="published", key="about", title_en="About", body_en="<p>Trams</p>")
    page = client.get("/en/search/", {"q": "tram"})
    assert page.context["listing"].total == 1
    assertNotContains(page, "Date not recorded")


def test_parts_belong_to_the_text_of_their_record(client):
    issue = make_issue()
    issue.stories.create(position=1, title_en="Cheonggyecheon", body_en="<p>A stream returns.</p>")
    notice = make_notice()
    notice.parts.create(number=1, title_en="Benefits", body_en="<p>Free stream tours.</p>")
    page = client.get("/en/search/", {"q": "stream"})
    assert {result.record for result in page.context["listing"].items} == {issue, notice}
    issue.stories.get().delete()
    notice.parts.update(body_en="<p>None.</p>")
    notice.parts.get().save()
    assert client.get("/en/search/", {"q": "stream"}).context["listing"].total == 0


def test_the_readers_language_comes_first_and_the_other_is_marked(client):
    korean = make_post(title_ko="MICE 산업", body_ko="<p>글</p>", title_en="", body_en="")
    english = make_post(
        title_en="Industry", body_en="<p>A word about MICE.</p>", date=datetime.date(2001, 1, 1)
    )
    page = client.get("/en/search/", {"q": "mice"})
    assert titles(page) == [english.pk, korean.pk]
    assertContains(page, '<span class="chip">in Korean</span>', html=True)
    page = client.get("/ko/search/", {"q": "mice"})
    assert titles(page) == [korean.pk, english.pk]


def test_a_record_in_both_languages_is_one_result(client):
    post = make_post(title_en="COVID-19", title_ko="코로나 COVID-19", body_ko="<p>글</p>")
    page = client.get("/ko/search/", {"q": "covid"})
    assert titles(page) == [post.pk]
    assert page.context["listing"].items[0].lang == "ko"
    assert page.context["listing"].counts.languages == {"en": 1, "ko": 1}


def test_a_match_in_the_other_language_leads_to_that_text(client):
    post = make_post(title_en="Stream", title_ko="청계천", body_ko="<p>하천</p>")
    page = client.get("/en/search/", {"q": "청계천"})
    assert page.context["listing"].items[0].url == post.get_absolute_url("ko")


def test_the_title_counts_more_than_the_text_and_then_the_date(client):
    old = make_post(title_en="Bicycles", date=datetime.date(2001, 1, 1))
    new = make_post(title_en="Other", body_en="<p>bicycle</p>", date=datetime.date(2020, 1, 1))
    newer = make_post(title_en="Other", body_en="<p>bicycle</p>", date=datetime.date(2021, 1, 1))
    assert titles(client.get("/en/search/", {"q": "bicycle"})) == [old.pk, newer.pk, new.pk]
    assert titles(client.get("/en/search/", {"q": "bicycle", "order": "date"})) == [newer.pk, new.pk, old.pk]


def test_filters_and_their_counts(client):
    topic = make_topic(slug="rivers", name_en="Rivers")
    make_post(title_en="Water one", topics=[topic], date=datetime.date(2020, 1, 1))
    make_post(title_en="Water two", date=datetime.date(2021, 1, 1))
    make_document(title_en="Water three", topics=[topic], date=datetime.date(2021, 1, 1))
    make_document(title_en="Water four", date=None)

    def counts(**chosen):
        listing = client.get("/en/search/", {"q": "water", **chosen}).context["listing"]
        options = {
            group.facet.parameter: {choice.option.value: choice.option.count for choice in group.choices}
            for group in listing.groups
        }
        return listing.total, options.get("kind"), options.get("topic"), options.get("year")

    kinds, years = {"news": 2, "archive": 2}, {"2021": 2, "2020": 1, "undated": 1}
    # A filter with one value only is not offered.
    assert counts() == (4, kinds, None, years)
    assert counts(kind="news") == (2, kinds, None, {"2021": 1, "2020": 1})
    assert counts(topic="rivers") == (2, {"news": 1, "archive": 1}, {"rivers": 2}, {"2021": 1, "2020": 1})
    assert counts(year="2021", kind="news")[0] == 1
    assert counts(year="undated")[0] == 1
    assert counts(language="ko")[0] == 0


@pytest.mark.parametrize("query", ["kind=films", "topic=none", "year=20211", "year=0001", "language=fr"])
def test_unknown_filters_are_ignored(client, query):
    make_post(title_en="Tram")
    listing = client.get(f"/en/search/?q=tram&{query}").context["listing"]
    assert (listing.total, listing.values, listing.chosen) == (1, {}, [])


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_topic_that_nothing_public_has_is_not_named(client, state):
    make_post(topics=[make_topic(name_en="Secret")], state=state)
    make_post(title_en="Tram")
    for address in ("/en/search/?q=tram&topic={}", "/ko/search/feed.atom?q=tram&topic={}"):
        unused, unknown = (client.get(address.format(slug)).content.decode() for slug in ("water", "nonee"))
        assert unused.replace("water", "nonee") == unknown
        assert "Secret" not in unused
        assert "topic=" not in unused


def test_addresses_keep_the_query_and_the_order(client):
    for year in range(2001, 2012):
        make_post(title_en="Tram", date=datetime.date(year, 1, 1))
        make_document(title_en="Tram", date=datetime.date(year, 1, 1))
    listing = client.get("/en/search/?order=date&kind=news&q=tram&page=2&utm=x").context["listing"]
    assert listing.own_address[1] == "?q=tram&kind=news&order=date&page=2"
    assert listing.previous_link == "?q=tram&kind=news&order=date"
    assert listing.unfiltered_link == "?q=tram&order=date"
    assert listing.feed_query == "?q=tram&kind=news"
    assert [url for _label, url, _is_chosen in listing.orders] == [
        "?q=tram&kind=news",
        "?q=tram&kind=news&order=date",
    ]


@pytest.mark.parametrize(("language", "names"), [("en", ["English", "Korean"]), ("ko", ["영어", "한국어"])])
def test_languages_are_named_in_the_language_of_the_page(client, language, names):
    make_post(title_en="MICE", title_ko="MICE 산업", body_ko="<p>글</p>")
    listing = client.get(f"/{language}/search/", {"q": "mice"}).context["listing"]
    [group] = [group for group in listing.groups if group.facet.parameter == "language"]
    assert [choice.option.label for choice in group.choices] == names


def test_pages(client):
    for number in range(25):
        make_post(title_en=f"Tram {number}", date=datetime.date(2020, 1, 1) + datetime.timedelta(number))
    seen = []
    for number in (1, 2, 3):
        seen += titles(client.get("/en/search/", {"q": "tram", "page": number}))
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize(
    ("asked", "shown"), [("2", 2), ("3", 2), ("99", 2), ("0", 2), ("x", 1), ("", 1), ("1.5", 1)]
)
def test_a_page_that_is_not_there_is_the_last_or_the_first(client, asked, shown):
    for number in range(11):
        make_post(title_en=f"Tram {number}")
    page = client.get("/en/search/", {"q": "tram", "page": asked}).context["listing"].page
    assert page.number == shown


def test_an_empty_query_asks_for_words(client):
    make_post(topics=[make_topic(slug="rivers", name_en="Rivers")])
    page = client.get("/en/search/")
    assert page.status_code == 200
    assert "What are you looking for?" in page.content.decode()
    assert "/en/topics/rivers/" in links(page)


def test_a_popular_topic_may_have_documents_only(client):
    make_document(topics=[make_topic(slug="rivers", name_en="Rivers")], title_en="Bridges")
    assert "/ko/topics/rivers/" in links(client.get("/ko/search/"))
    assertContains(client.get("/ko/topics/rivers/"), "Bridges")


def test_the_box_takes_as_much_as_is_searched_for(client):
    [box] = elements(client.get("/en/search/", {"q": "x" * 199 + "yz"}), "input", name="q")
    assert (box["maxlength"], box["value"]) == ("200", "x" * 199 + "y")


@pytest.mark.parametrize(("length", "is_said"), [(200, False), (201, True), (3000, True)])
def test_what_is_longer_is_cut_and_the_page_says_so(client, length, is_said):
    page = client.get("/en/search/", {"q": "x" * length})
    assert ("only its first 200 characters were used" in page.content.decode()) == is_said


def test_a_long_query_is_short_in_headings_and_whole_in_the_box(client):
    words = "zeppelin " * 21 + "zeppelin"
    for is_found in (False, True):
        page = client.get("/en/search/", {"q": words})
        assert page.context["listing"].total == is_found
        [box] = elements(page, "input", name="q")
        assert box["value"] == words
        feeds = [
            link["title"] for link in elements(page, "link", rel="alternate", type="application/atom+xml")
        ]
        named = [*texts(page, "title"), *texts(page, "h2"), *feeds]
        assert max(map(len, named)) < 100
        assert sum("“zeppelin zeppelin zeppelin zeppelin zeppelin…”" in one for one in named) == 2
        make_post(title_en="Zeppelin")


@pytest.mark.parametrize("kind", ["draft", "withdrawn"])
def test_what_is_not_public_is_not_found(client, kind):
    post = make_post(title_en="Secret tram")
    assert client.get("/en/search/", {"q": "tram"}).context["listing"].total == 1
    post.state = kind
    post.save()
    assert client.get("/en/search/", {"q": "tram"}).context["listing"].total == 0


def test_times_are_looked_at_when_asked(client):
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    make_post(title_en="Future tram", go_live_at=now + hour)
    make_post(title_en="Past tram", expires_at=now - hour)
    make_post(title_en="Present tram", go_live_at=now - hour, expires_at=now + hour)
    listing = client.get("/en/search/", {"q": "tram"}).context["listing"]
    assert [str(result.record) for result in listing.items] == ["Present tram"]
    assert listing.counts.kinds == {"news": 1}
    assert listing.counts.years == {2023: 1}


def test_a_withheld_language_is_not_found(client):
    make_post(title_en="Tram", title_ko="전차", body_ko="<p>글</p>", withheld_ko=True)
    assert client.get("/ko/search/", {"q": "전차"}).context["listing"].total == 0
    assert client.get("/ko/search/", {"q": "tram"}).context["listing"].total == 1


@pytest.mark.parametrize("order", ["", "date"])
def test_a_page_costs_the_same_for_few_results_and_for_many(client, order):
    topic = make_topic()
    # A single result needs no order, which saves a query.
    for _number in range(2):
        make_post([topic], title_en="Tram", title_ko="Tram", body_ko="<p>글</p>")
    path = f"/en/search/?q=tram&order={order}"
    for_few = query_count(client, path)
    for number in range(18):
        make_post([topic], title_en="Tram", date=datetime.date(2000 + number, 1, 1))
    assert query_count(client, path) == for_few

"""/en/news/feed.atom and its kin"""

import datetime
import re

import feedparser
import pytest
from django.utils import timezone
from django.utils.http import http_date

from news.models import Post
from notices.models import Notice
from tests.factories import make_document, make_issue, make_notice, make_post, make_topic
from tests.importing.helpers import import_all_seeds
from tests.reading import elements, query_count
from tests.syndication import assert_nothing_leaks

pytestmark = pytest.mark.django_db
ADDRESSES = [
    f"/en/{kind}/feed.{format}"
    for kind in ("news", "archive", "newsletter", "notices")
    for format in ("atom", "rss")
]


def read(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_kind_has_both_formats(client, address):
    make_post(), make_document(), make_issue(stories=1), make_notice(parts=1)
    feed = read(client, address)
    assert len(feed.entries) == 1
    assert feed.feed.language == "en"
    assert feed.entries[0].link.startswith("http://127.0.0.1:8000/en/")


@pytest.mark.parametrize("address", ADDRESSES[::2])
def test_an_atom_feed_has_what_the_standard_requires(client, address):
    make_post(), make_document(), make_issue(stories=1), make_notice(parts=1)
    feed = read(client, address)
    for part in (feed.feed, *feed.entries):
        assert part.id.startswith("tag:seoulsolution.kr,2025:")
        assert part.title
        assert part.updated_parsed
    assert feed.feed.author
    assert {link.rel for link in feed.feed.links} == {"alternate", "self"}


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_the_whole_text_stands_in_the_feed_with_absolute_links(client, format):
    make_post(body_en='<p>First <b>words</b>, <a href="/en/about/">a link</a></p><script>x</script>')
    [entry] = read(client, f"/en/news/feed.{format}").entries
    [content] = [part.value for part in entry.content if "First" in part.value and "<p>" in part.value]
    assert 'href="http://127.0.0.1:8000/en/about/"' in content
    assert "script" not in content


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_a_text_in_a_feed_is_what_its_page_shows(client, format):
    body = "<p>A title</p><ul><li>Fax:</li><li>First</li></ul>"
    make_post(title_en="A title", body_en=body, key_points_en="- See www.seoul.go.kr\n\nTwo")
    [entry] = read(client, f"/en/news/feed.{format}").entries
    link = '<a href="https://www.seoul.go.kr" rel="noopener noreferrer">www.seoul.go.kr</a>'
    shown = f"<ul><li><p>See {link}</p></li><li><p>Two</p></li></ul><ul><li>First</li></ul>"
    assert shown in [part.value for part in entry.content]


@pytest.mark.parametrize("address", ["/en/news/feed.atom", "/en/news/feed.rss", "/api/news/"])
def test_what_the_database_holds_is_cleaned_again_on_its_way_out(client, address):
    make_post()
    Post.objects.update(body_en="<p>Kept</p><script>alert(1)</script><img src=x onerror=alert(2)>")
    text = client.get(address).content.decode()
    assert "Kept" in text
    assert not [word for word in ("alert", "onerror") if word in text]


def test_an_issue_brings_its_stories_and_a_notice_its_parts(client):
    make_issue(stories=2, lead_en="The lead")
    make_notice(parts=2)
    issue = read(client, "/en/newsletter/feed.atom").entries[0].content[0].value
    notice = read(client, "/en/notices/feed.atom").entries[0].content[0].value
    assert all(words in issue for words in ("The lead", "Story 2", "Text 2."))
    assert all(words in notice for words in ("The city confers", "Part 2", "Rule 2."))


def test_atom_gives_a_date_only_where_one_is_recorded(client):
    make_post(title_en="Dated", date=datetime.date(2023, 11, 24))
    make_post(title_en="Undated", date=None)
    make_issue()
    undated, dated = read(client, "/en/news/feed.atom").entries  # newest first
    assert (undated.title, undated.get("published_parsed")) == ("Undated", None)
    assert dated.published_parsed[:4] == (2023, 11, 23, 15)  # midnight in Seoul
    assert read(client, "/en/newsletter/feed.atom").entries[0].get("published_parsed") is None


def test_rss_dates_what_is_new_by_the_moment_it_became_public(client, time_machine):
    time_machine.move_to("2026-06-02T12:00Z", tick=False)
    make_post(title_en="Old", date=datetime.date(2001, 5, 4))
    make_post(title_en="Undated", date=None)
    make_issue()
    undated, old = read(client, "/en/news/feed.rss").entries
    [issue] = read(client, "/en/newsletter/feed.rss").entries
    assert {entry.published_parsed[:4] for entry in (undated, old, issue)} == {(2026, 6, 2, 12)}
    assert old.created == "2001-05-04"
    assert "created" not in undated
    assert "created" not in issue


def test_rss_dates_a_translation_by_its_own_moment(client, time_machine):
    time_machine.move_to("2026-06-01T12:00Z", tick=False)
    post = make_post()
    time_machine.move_to("2026-06-03T12:00Z", tick=False)
    post.title_ko, post.body_ko = "번역", "<p>글</p>"
    post.save()
    english, korean = (read(client, f"/{code}/news/feed.rss").entries[0] for code in ("en", "ko"))
    assert (english.published_parsed[2], korean.published_parsed[2]) == (1, 3)


def test_rss_dates_an_import_by_its_own_date_or_not_at_all(client):
    import_all_seeds()
    entries = read(client, "/en/news/feed.rss").entries
    assert {"published" in entry for entry in entries} == {True, False}
    assert all(("published" in entry) == ("created" in entry) for entry in entries)


def test_what_became_public_last_comes_first_whatever_its_own_date(client, time_machine):
    time_machine.move_to("2025-06-01T12:00Z", tick=False)
    make_post(title_en="Of tomorrow", date=datetime.date(2025, 6, 2))
    time_machine.move_to("2025-06-02T12:00Z", tick=False)
    make_post(title_en="An old one, added today", date=datetime.date(2000, 1, 1))
    entries = read(client, "/en/news/feed.atom").entries
    assert [entry.title for entry in entries] == ["An old one, added today", "Of tomorrow"]
    assert entries[0].updated == "2025-06-02T12:00:00+00:00"


def test_a_translation_made_today_is_new_in_its_own_language(client, time_machine):
    time_machine.move_to("2025-06-01T12:00Z", tick=False)
    post = make_post()
    make_post(title_ko="둘 다", body_ko="<p>글</p>")
    before = read(client, "/ko/news/feed.atom").entries[1]
    time_machine.move_to("2025-06-03T12:00Z", tick=False)
    post.title_ko, post.body_ko = "번역", "<p>글</p>"
    post.save()
    korean, english = (read(client, f"/{code}/news/feed.atom").entries for code in ("ko", "en"))
    assert (korean[0].title, korean[0].updated[:10]) == ("번역", "2025-06-03")
    assert (english[1].id, english[1].updated[:10]) == (before.id, "2025-06-01")
    assert korean[0].id != before.id


def test_the_posts_of_an_import_come_by_their_own_dates_and_the_undated_last(client):
    import_all_seeds()
    entries = read(client, "/en/news/feed.atom").entries
    assert len(entries) > 20
    dated = [entry.updated for entry in entries if "published" in entry]
    assert ["published" in entry for entry in entries] == sorted(
        ("published" in entry for entry in entries), reverse=True
    )
    assert dated == sorted(dated, reverse=True)
    assert all(entry.updated == "1970-01-01T00:00:00+00:00" for entry in entries[len(dated) :])
    post = make_post(date=None)
    assert read(client, "/en/news/feed.atom").entries[0].title == post.title_en


def test_identities_survive_another_address_of_the_site(client, settings):
    make_post(), make_notice()
    addresses = ("/en/news/feed.atom", "/en/news/feed.rss")

    def identities():
        feeds = [read(client, address) for address in addresses]
        calendar = client.get("/en/notices/calendar.ics").content.decode()
        return [feed.entries[0].id for feed in feeds], re.findall("UID:.*", calendar)

    before = identities()
    settings.SITE_URL = "https://archive.example.org"
    assert identities() == before


def test_of_one_day_the_later_record_comes_first(client):
    make_post(title_en="First"), make_post(title_en="Second"), make_post(title_en="Third")
    titles = [entry.title for entry in read(client, "/en/news/feed.atom").entries]
    assert titles == ["Third", "Second", "First"]


def test_a_feed_has_the_newest_thirty(client):
    for day in range(1, 32):
        make_post(title_en=f"Day {day}", date=datetime.date(2020, 1, day))
    titles = [entry.title for entry in read(client, "/en/news/feed.atom").entries]
    assert titles == [f"Day {day}" for day in range(31, 1, -1)]


def test_a_story_in_a_withheld_language_is_in_no_feed(client):
    issue = make_issue(stories=1, title_ko="2021년 11월호", withheld_ko=True)
    issue.stories.create(position=2, title_ko="비공개 기사", body_ko="<p>내용</p>")
    content = client.get("/en/newsletter/feed.atom").content.decode()
    assert "Story 1" in content
    assert "비공개" not in content


def test_each_language_has_its_own_feed(client):
    make_post(title_en="English only")
    make_post(title_en="", body_en="", title_ko="한국어만", body_ko="<p>본문</p>")
    make_post(title_en="Both", title_ko="둘 다", body_ko="<p>본문</p>")
    english, korean = (read(client, f"/{code}/news/feed.atom") for code in ("en", "ko"))
    assert {entry.title for entry in english.entries} == {"English only", "Both", "[Korean only] 한국어만"}
    assert {entry.title for entry in korean.entries} == {"[영문] English only", "둘 다", "한국어만"}
    languages = {entry.title: entry.title_detail.language for entry in korean.entries}
    assert languages == {"[영문] English only": "en", "둘 다": "ko", "한국어만": "ko"}
    assert korean.feed.language == "ko"


@pytest.mark.parametrize("kind", ["news", "archive", "newsletter", "notices"])
def test_nothing_hidden_gets_out(client, kind):
    formats = [f"{kind}/feed.atom", f"{kind}/feed.rss"]
    assert_nothing_leaks(
        client, kind, *(f"/{code}/{address}" for code in ("en", "ko") for address in formats)
    )
    assert len(read(client, f"/en/{kind}/feed.atom").entries) == 1
    [entry] = read(client, f"/ko/{kind}/feed.atom").entries
    assert entry.title.startswith("[영문] ")
    assert entry.link.startswith("http://127.0.0.1:8000/en/")  # its Korean is withheld


def test_the_filters_of_the_list_narrow_the_feed(client):
    water = make_topic()
    make_post(title_en="Wet", topics=[water])
    make_post(title_en="Dry")
    feed = read(client, "/en/news/feed.atom?topic=water&utm_source=x")
    assert [entry.title for entry in feed.entries] == ["Wet"]
    assert [tag.term for tag in feed.entries[0].tags] == ["Water"]
    assert feed.feed.title == "Seoul Solution – News – Water"
    assert feed.feed.links[0].href == "http://127.0.0.1:8000/en/news/?topic=water"


def test_a_topic_of_nothing_translated_has_the_records_of_its_list(client):
    make_post(topics=[make_topic()])
    [entry] = read(client, "/ko/news/feed.atom?topic=water").entries
    assert entry.title.startswith("[영문] ")
    assert entry.link.startswith("http://127.0.0.1:8000/ko/news/")
    assert client.get("/ko/news/feed.atom?topic=nonsense").status_code == 404
    assert client.get("/en/news/feed.json").status_code == 404


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_the_categories_of_an_entry_are_in_the_language_of_the_feed(client, format):
    make_document([make_topic()], kind="index")
    for code, terms in (("en", ["index", "Water"]), ("ko", ["지수", "물"])):
        [entry] = read(client, f"/{code}/archive/feed.{format}").entries
        assert [tag.term for tag in entry.tags] == terms


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_an_issue_has_the_name_that_its_page_has(client, format):
    make_issue(title_en="2021 November (No.201)")
    make_issue(number=202, month=12, title_ko="2021년 12월호")
    titles = {
        code: [entry.title for entry in read(client, f"/{code}/newsletter/feed.{format}").entries]
        for code in ("en", "ko")
    }
    assert titles["en"] == ["Newsletter No. 202, December 2021", "Newsletter No. 201, November 2021"]
    assert titles["ko"][1] == "[영문] Newsletter No. 201, November 2021"
    assert "2021년 12월" in titles["ko"][0]


def test_identities_survive_a_new_title(client):
    post = make_post()
    [before] = read(client, "/en/news/feed.atom").entries
    post.title_en = "Another title"
    post.save()
    [after] = read(client, "/en/news/feed.atom").entries
    assert before.id == after.id
    assert before.link != after.link


def test_characters_that_xml_forbids_do_not_break_the_feed(client):
    make_post(title_en="Form\x0cfeed", body_en="<p>Bell\x07 &amp; <b>co</b></p>")
    [entry] = read(client, "/en/news/feed.rss").entries
    assert entry.title == "Form feed"


def test_an_unchanged_feed_is_not_sent_again(client):
    post = make_post()
    headers = {"if-none-match": client.get("/en/news/feed.atom")["ETag"]}
    assert client.get("/en/news/feed.atom", headers=headers).status_code == 304
    post.delete()
    assert client.get("/en/news/feed.atom", headers=headers).status_code == 200


@pytest.mark.parametrize("address", ["/en/news/feed.atom", "/api/news/", "/en/notices/calendar.ics"])
def test_who_asks_by_date_alone_gets_what_is_there_now(client, address):
    post, notice = make_post(), make_notice()
    assert "Last-Modified" not in client.get(address)
    post.delete()
    notice.delete()
    tomorrow = http_date(timezone.now().timestamp() + 86_400)
    assert client.get(address, headers={"if-modified-since": tomorrow}).status_code == 200


@pytest.mark.parametrize(
    "address", ["/en/news/feed.atom", "/en/notices/feed.rss", "/en/search/feed.atom?q=seoul"]
)
def test_who_asks_by_date_alone_misses_nothing_new_and_loses_what_has_gone(client, address):
    import_all_seeds()
    before = {entry.title for entry in read(client, address).entries}
    make_post(title_en="Seoul of today"), make_notice(title_en="Seoul of today")
    for kind in (Post, Notice):
        kind.objects.visible("en").exclude(title_en="Seoul of today").first().withdraw()
    tomorrow = http_date(timezone.now().timestamp() + 86_400)
    after = {entry.title for entry in read(client, address, **{"if-modified-since": tomorrow}).entries}
    assert "Seoul of today" in after - before
    assert before - after


def test_a_feed_changes_when_an_entry_expires(client, time_machine):
    time_machine.move_to("2025-06-01T11:00Z", tick=False)
    make_post(title_en="Stays")
    make_post(title_en="Expires", expires_at=datetime.datetime(2025, 6, 1, 12, tzinfo=datetime.UTC))
    headers = {"if-none-match": client.get("/en/news/feed.atom")["ETag"]}
    time_machine.move_to("2025-06-01T11:59:59Z", tick=False)
    assert client.get("/en/news/feed.atom", headers=headers).status_code == 304
    time_machine.move_to("2025-06-01T12:00Z", tick=False)
    assert [entry.title for entry in read(client, "/en/news/feed.atom", **headers).entries] == ["Stays"]


def test_a_feed_changes_when_an_entry_goes_live(client, time_machine):
    time_machine.move_to("2025-06-01T11:00Z", tick=False)
    make_post(title_en="Is there")
    make_post(title_en="Comes", go_live_at=datetime.datetime(2025, 6, 1, 12, tzinfo=datetime.UTC))
    headers = {"if-none-match": client.get("/en/news/feed.atom")["ETag"]}
    time_machine.move_to("2025-06-01T11:59:59Z", tick=False)
    assert client.get("/en/news/feed.atom", headers=headers).status_code == 304
    time_machine.move_to("2025-06-01T12:00Z", tick=False)
    assert len(read(client, "/en/news/feed.atom", **headers).entries) == 2


def test_the_queries_do_not_grow_with_the_entries(client):
    topics = [make_topic(), make_topic(slug="air", name_en="Air")]
    make_post(topics=topics)
    few = query_count(client, "/en/news/feed.atom")
    for _count in range(5):
        make_post(topics=topics)
    assert query_count(client, "/en/news/feed.atom") == few


def test_lists_and_home_announce_the_feeds(client):
    make_post(topics=[make_topic()])
    atom = {"rel": "alternate", "type": "application/atom+xml"}
    [link] = elements(client.get("/en/news/?topic=water"), "link", **atom)
    assert link["href"] == "http://127.0.0.1:8000/en/news/feed.atom?topic=water"
    assert len(elements(client.get("/ko/"), "link", **atom)) == 5
    assert client.get(link["href"]).status_code == 200


@pytest.mark.parametrize("year", [1, 26, 1899])
def test_a_day_that_feeds_cannot_write_is_left_out(client, year):
    make_post(date=datetime.date(year, 11, 24))
    assert "<published>" not in client.get("/en/news/feed.atom").content.decode()

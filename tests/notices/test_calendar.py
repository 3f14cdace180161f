"""/en/notices/calendar.ics and /en/notices/1-…/calendar.ics"""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.factories import make_notice
from tests.importing.helpers import import_all_seeds
from tests.reading import links, query_count
from tests.syndication import assert_nothing_leaks, make_in_both, make_secrets

pytestmark = pytest.mark.django_db
ALL = "/en/notices/calendar.ics"


def events(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert not calendar.errors
    return calendar.walk("VEVENT")


def address_of(notice, language="en"):
    return f"{notice.get_absolute_url(language)}calendar.ics"


def test_a_period_is_an_event_of_whole_days_with_the_last_one_in_it(client):
    notice = make_notice(where_to_submit_en="110 Sejong-daero")
    [event] = events(client, address_of(notice))
    assert event.decoded("DTSTART") == datetime.date(2018, 7, 2)
    assert event.decoded("DTEND") == datetime.date(2018, 7, 28)
    assert event["UID"] == f"notice-{notice.pk}@seoulsolution.kr"
    assert event["SUMMARY"] == notice.title_en
    assert event["LOCATION"] == "110 Sejong-daero"
    assert event["URL"] == f"http://127.0.0.1:8000{notice.get_absolute_url('en')}"
    assert event.decoded("DTSTAMP") == notice.changed_in("en").replace(microsecond=0)


def test_each_language_has_its_own_words_and_the_same_identity(client):
    notice = make_in_both("notices", "명예시민 추천 공고")
    [english], [korean] = (events(client, address_of(notice, code)) for code in ("en", "ko"))
    assert korean["SUMMARY"] == "명예시민 추천 공고"
    assert korean["SUMMARY"].params["LANGUAGE"] == "ko"
    assert english["UID"] == korean["UID"]


@pytest.mark.parametrize(
    ("known", "word"), [("submission_opens", "submission opens"), ("submission_closes", "submission closes")]
)
def test_one_known_day_is_an_event_of_that_day(client, known, word):
    dates = {"submission_opens": None, "submission_closes": None, known: datetime.date(2018, 7, 2)}
    [event] = events(client, address_of(make_notice(**dates)))
    assert event["SUMMARY"].endswith(f": {word}")
    assert event.decoded("DTEND") - event.decoded("DTSTART") == datetime.timedelta(days=1)


def test_a_notice_without_a_period_has_no_calendar(client):
    notice = make_notice(submission_opens=None, submission_closes=None)
    assert client.get(address_of(notice)).status_code == 404
    assert not events(client, ALL)
    assert not any("calendar.ics" in link for link in links(client.get(notice.get_absolute_url("en"))))


def test_all_notices_can_be_subscribed_to(client):
    make_notice(title_en="First, with; signs")
    make_notice(title_en="Second")
    assert {str(event["SUMMARY"]) for event in events(client, ALL)} == {"First, with; signs", "Second"}


def test_nothing_hidden_gets_out(client):
    assert_nothing_leaks(client, "notices", ALL, "/ko/notices/calendar.ics")
    for notice in make_secrets("notices"):
        gone = 410 if notice.state == "withdrawn" else 404
        assert client.get(f"/en/notices/{notice.pk}/calendar.ics").status_code == gone
    assert len(events(client, ALL)) == 2


def test_a_withheld_language_has_no_file(client):
    notice = make_in_both("notices", withheld_ko=True)
    assert client.get(f"/ko/notices/{notice.pk}/calendar.ics").status_code == 404
    assert client.get(address_of(notice, "en")).status_code == 200


def test_the_korean_calendar_has_a_notice_in_english_and_says_so(client):
    notice = make_notice(how_to_submit_en="By post")
    for address in ("/ko/notices/calendar.ics", address_of(notice, "ko")):
        [event] = events(client, address)
        assert event["SUMMARY"] == f"[영문] {notice.title_en}"
        assert event["SUMMARY"].params["LANGUAGE"] == "en"
        assert event["URL"] == f"http://127.0.0.1:8000{notice.get_absolute_url('ko')}"
        assert "By post" in event["DESCRIPTION"]


def test_the_deadline_of_the_seeds_is_in_both_calendars(client):
    import_all_seeds()
    [english], [korean] = (events(client, f"/{code}/notices/calendar.ics") for code in ("en", "ko"))
    assert korean.decoded("DTEND") == english.decoded("DTEND")
    assert korean["UID"] == english["UID"]
    assert korean["SUMMARY"] == f"[영문] {english['SUMMARY']}"


def test_an_unchanged_calendar_is_not_sent_again(client):
    make_notice()
    headers = {"if-none-match": client.get(ALL)["ETag"]}
    assert client.get(ALL, headers=headers).status_code == 304


def test_the_queries_do_not_grow_with_the_notices(client):
    make_notice()
    few = query_count(client, ALL)
    make_notice()
    assert query_count(client, ALL) == few


def test_the_page_of_a_notice_offers_its_calendar_in_the_language_shown(client):
    notice = make_notice(submission_closes=timezone.localdate() + datetime.timedelta(days=9))
    assert address_of(notice) in links(client.get(notice.get_absolute_url("en")))
    assert address_of(notice) in links(client.get(notice.get_absolute_url("ko")))

"""/en/notices/ and /en/notices/1-slug/"""

import datetime

import pytest

from notices.models import Notice, SelectionStep
from notices.period import Period
from tests.factories import make_notice
from tests.importing.helpers import import_seed_of
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
NOON_IN_SEOUL = datetime.time(3, tzinfo=datetime.UTC)
OPENS, CLOSES = datetime.date(2018, 7, 2), datetime.date(2018, 7, 27)


@pytest.fixture
def today(time_machine):
    """Return a function that sets the clock to noon of a day in Seoul."""

    def set_today(date):
        time_machine.move_to(datetime.datetime.combine(date, NOON_IN_SEOUL), tick=False)

    return set_today


@pytest.mark.parametrize(
    ("date", "chip", "headline"),
    [
        (OPENS - DAY, "Opens soon", "Opens Monday 2 July 2018"),
        (OPENS, "Open", "25 days left"),
        (CLOSES - 11 * DAY, "Open", "11 days left"),
        (CLOSES - 2 * DAY, "Closing soon", "2 days left"),
        (CLOSES - DAY, "Closing soon", "Closes tomorrow"),
        (CLOSES, "Closing soon", "Closes today"),
        (CLOSES + DAY, "Closed", "Closed on 27 July 2018"),
    ],
)
def test_panel_follows_the_day(client, today, date, chip, headline):
    today(date)
    response = client.get(make_notice().get_absolute_url("en"))
    assert [e["text"] for e in elements(response, "span") if e.get("class", "").startswith("status ")] == [
        chip
    ]
    assert headline in texts(response, "h2")


@pytest.mark.parametrize(
    ("date", "headline"),
    [(CLOSES - 11 * DAY, "마감까지 11일"), (CLOSES, "오늘 마감"), (CLOSES + DAY, "2018. 7. 27. 마감")],
)
def test_panel_speaks_korean(client, today, date, headline):
    today(date)
    response = client.get(make_notice(title_ko="추천 공고", intro_ko="<p>추천</p>").get_absolute_url("ko"))
    assert headline in texts(response, "h2")


def test_result_announced(client, today):
    today(CLOSES + 60 * DAY)
    notice = make_notice(result_announced_on=CLOSES + 50 * DAY)
    assert "Result announced on 15 September 2018" in texts(client.get(notice.get_absolute_url("en")), "h2")


def test_a_closed_notice_says_when_the_result_comes(client, today):
    today(CLOSES + 5 * DAY)
    notice = make_notice(result_announced_on=CLOSES + 50 * DAY)
    address = notice.get_absolute_url("en")
    assert "Result: 15 September 2018" in texts(client.get(address), "p")
    assert "This round is over" not in client.get(address).content.decode()
    notice.selection_steps.create(position=1, title_en="Screening", year=2018, month=9)
    shown = texts(client.get(address), "p")
    assert {"Next: Screening (September 2018)", "Result: 15 September 2018"} <= set(shown)


def test_a_notice_over_without_a_result_to_come_says_so(client, today):
    today(CLOSES + 60 * DAY)
    for result in (None, CLOSES + 50 * DAY):
        page = client.get(make_notice(result_announced_on=result).get_absolute_url("en"))
        assert "This round is over" in page.content.decode()
        assert "Result:" not in page.content.decode()


def test_a_closed_notice_says_where_to_ask(client, settings, today):
    today(CLOSES + 5 * DAY)
    notice, named = make_notice(), make_notice(where_to_submit_en="Global Cooperation Division")
    assert "Where to ask" not in client.get(notice.get_absolute_url("en")).content.decode()
    settings.CONTACT_PHONE, settings.CONTACT_EMAIL = "+82 2-120", "archive@example.org"
    page = client.get(notice.get_absolute_url("en"))
    assert any(text.startswith("Where to ask:") and "+82 2-120" in text for text in texts(page, "p"))
    assert {"tel:+822120", "mailto:archive@example.org"} <= set(links(page))
    assert "Where to ask: Global Cooperation Division" in texts(client.get(named.get_absolute_url("en")), "p")


def test_without_dates_nothing_is_claimed(client):
    notice = make_notice(submission_opens=None, submission_closes=None)
    response = client.get(notice.get_absolute_url("en"))
    assert "Submission period not recorded" in texts(response, "h2")
    assert not elements(response, "progress")


@pytest.mark.parametrize(
    ("date", "elapsed"), [(OPENS - DAY, 0), (OPENS, 1), (CLOSES - DAY, 25), (CLOSES, 26), (CLOSES + DAY, 26)]
)
def test_elapsed_days(date, elapsed):
    period = Period.of(make_notice(), date)
    assert (period.elapsed, period.length) == (elapsed, 26)


def test_progress_is_shown_while_it_lasts(client, today):
    today(CLOSES - 11 * DAY)
    notice = make_notice()
    bar = elements(client.get(notice.get_absolute_url("en")), "progress")[0]
    assert (bar["value"], bar["max"]) == ("15", "26")
    today(CLOSES + DAY)
    assert not elements(client.get(notice.get_absolute_url("en")), "progress")


def test_parts_are_numbered_and_listed(client):
    notice = make_notice(parts=7)
    response = client.get(notice.get_absolute_url("en"))
    assert [s["id"] for s in elements(response, "section", class_="part")] == [
        f"part-{n}" for n in range(1, 8)
    ]
    assert "#part-7" in links(response)
    assert "7. Part 7" in texts(response, "h2")


def test_selection_steps_name_their_month(client):
    notice = make_notice(parts=1, citizens_required=30, where_to_submit_en="City Hall")
    SelectionStep.objects.create(notice=notice, position=1, title_en="Review", year=2018, month=8)
    response = client.get(notice.get_absolute_url("en"))
    assert "1 Review August 2018" in texts(response, "li")
    assert {"30", "City Hall"} <= set(texts(response, "dd"))


def test_list_filters_by_state(client, today):
    today(CLOSES - 11 * DAY)
    make_notice(title_en="Open now")
    make_notice(
        title_en="Last year", submission_opens=OPENS - 365 * DAY, submission_closes=CLOSES - 365 * DAY
    )
    assert texts(client.get("/en/notices/?state=open"), "h3") == ["Open now"]
    assert texts(client.get("/en/notices/?state=closed"), "h3") == ["Last year"]
    assert client.get("/en/notices/?state=upcoming").status_code == 404
    assert client.get("/en/notices/?state=x").status_code == 404


def test_drafts_are_not_found(client):
    notice = make_notice(state="draft", title_en="Not yet")
    assert client.get(notice.get_absolute_url("en")).status_code == 404
    assert "Not yet" not in client.get("/en/notices/").content.decode()


def test_only_reading_is_allowed(client):
    assert client.post("/en/notices/").status_code == 405
    assert client.post(make_notice().get_absolute_url("en")).status_code == 405


def test_costs_the_same_for_one_row_and_for_many(client):
    notice = make_notice(parts=1)
    paths = ["/en/notices/", notice.get_absolute_url("en")]
    for_one = [query_count(client, path) for path in paths]
    for number in range(8):
        make_notice(parts=3, title_en=f"Round {number}")
    assert [query_count(client, path) for path in paths] == for_one


@pytest.mark.parametrize(("date", "offered"), [(OPENS - DAY, True), (CLOSES, True), (CLOSES + DAY, False)])
def test_a_calendar_entry_is_offered_until_the_period_is_over(client, today, date, offered):
    today(date)
    page = client.get(make_notice().get_absolute_url("en")).content.decode()
    assert ("Add to calendar" in page) is offered


def test_a_part_in_a_withheld_language_is_not_shown(client):
    notice = make_notice(parts=1, title_ko="추천 공고", intro_ko="<p>추천</p>", withheld_ko=True)
    notice.parts.create(number=2, title_ko="비공개 부분", body_ko="<p>내용</p>")
    response = client.get(notice.get_absolute_url("en"))
    assert "비공개" not in response.content.decode()
    assert [e["text"] for e in elements(response, "a") if e["href"].startswith("#part-")] == ["1 Part 1"]
    assert [section["id"] for section in elements(response, "section", class_="part")] == ["part-1"]


def test_list_puts_together_what_stands_alike(client, today):
    today(CLOSES - 11 * DAY)
    make_notice(title_en="Now")
    make_notice(title_en="Before", submission_opens=OPENS - 365 * DAY, submission_closes=CLOSES - 365 * DAY)
    make_notice(title_en="Later", submission_opens=CLOSES, submission_closes=CLOSES + 9 * DAY)
    make_notice(title_en="Whenever", submission_opens=None, submission_closes=None)
    response = client.get("/en/notices/")
    groups = [e["text"] for e in elements(response, "h2") if e.get("id", "").startswith("group-")]
    assert groups == ["Open now", "Opening soon", "Closed", "Period not recorded"]
    assert texts(response, "h3") == ["Now", "Later", "Before", "Whenever"]
    assert "No notice is open right now" not in texts(response, "h2")


def test_list_says_when_nothing_is_open_and_what_to_do(client, today):
    today(CLOSES + DAY)
    make_notice()
    response = client.get("/en/notices/")
    assert "No notice is open right now" in texts(response, "h2")
    assert "/en/notices/calendar.ics" in links(response)
    filtered = client.get("/en/notices/?state=closed")
    assert "No notice is open right now" not in texts(filtered, "h2")


def test_steps_that_the_text_tells_are_not_listed_again(client, tmp_path):
    import_seed_of(Notice, tmp_path)
    notice = Notice.objects.get()
    address = notice.get_absolute_url("en")
    assert not elements(client.get(address), "ol", class_="steps")
    notice.selection_steps.create(position=3, title_en="The mayor signs", year=2018, month=10)
    assert elements(client.get(address), "ol", class_="steps")


def test_where_to_hear_of_the_next_comes_before_the_tally(client, today):
    today(datetime.date(2020, 1, 1))
    make_notice()
    page = client.get("/en/notices/").content.decode()
    assert page.index("No notice is open right now") < page.index("1 item")

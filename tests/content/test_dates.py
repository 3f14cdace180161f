import datetime
import unicodedata

import pytest
from django.utils import translation

from seoulsolution.content import dates

DAY = datetime.date(2023, 11, 24)


@pytest.mark.parametrize(
    ("style", "english", "korean"),
    [
        (dates.day, "24 November 2023", "2023. 11. 24."),
        (dates.weekday, "Friday 24 November 2023", "2023. 11. 24.(금)"),
        (dates.month, "November 2023", "2023년 11월"),
        (dates.short_month, "Nov 2023", "2023. 11."),
    ],
)
def test_dates_are_written_as_each_language_writes_them(style, english, korean):
    assert style(DAY) == english
    with translation.override("ko"):
        assert style(DAY) == korean


def test_no_date_is_no_text():
    assert dates.day(None) == ""


@pytest.mark.parametrize(
    "text",
    [
        "2023. 11. 24.",
        "2023.11.24",
        "2023. 11. 24.(금)",
        "2023-11-24",
        "2023/11/24",
        "2023년 11월 24일",
        "24 November 2023",
        "Friday 24 November 2023",
        "24 nov. 2023",
        "November 24, 2023",
        "2023. 11. 24.(금요일)",
        "2023. 11. 24. 금요일",
        "2023. 11. 24. 금",
        "금요일 2023-11-24",
        "24 November 2023 (Fri)",
        "２０２３．１１．２４．",
        "24-Nov-2023",
        "24–Nov–2023",
        "2023–11–24",
        "2023 Nov 24",
        "2023-\u200b11-24\u200e",
        unicodedata.normalize("NFD", "2023년 11월 24일"),
    ],
)
def test_a_day_is_read_as_it_is_shown(text):
    assert dates.read_day(text) == DAY


@pytest.mark.parametrize(
    "text", ["2023. 11. 24.(월)", "2023년 11월 24일 일", "Mon 24 Nov 2023", "Friday 24 Nov 2023 (토)"]
)
def test_a_wrong_weekday_is_refused_with_the_date(text):
    with pytest.raises(dates.WrongWeekdayError) as refusal:
        dates.read_day(text)
    assert refusal.value.date == DAY


@pytest.mark.parametrize(
    "text", ["11/24/2023", "03/04/2026", "24.11.2023", "2023-13-01", "23. 11. 24.", "tomorrow"]
)
def test_a_day_that_could_be_another_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the text is the message
        dates.read_day(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("오후 3:00", (15, 0)),
        ("오후 3시 30분", (15, 30)),
        ("오전 12:05", (0, 5)),
        ("15:00:00", (15, 0)),
        ("3 p.m.", (15, 0)),
        ("12:00 PM", (12, 0)),
        ("오전 0시 30분", (0, 30)),
        ("오후 3시 반", (15, 30)),
        ("15：00", (15, 0)),
        (unicodedata.normalize("NFD", "오후 3:00"), (15, 0)),
        ("15:\u200b00\u200e", (15, 0)),
        ("정오", (12, 0)),
        ("noon", (12, 0)),
        ("낮 12시", (12, 0)),
        ("새벽 2시", (2, 0)),
        ("밤 11:30", (23, 30)),
    ],
)
def test_a_time_is_read_as_it_is_shown(text, time):
    assert dates.read_time(text) == datetime.time(*time)


@pytest.mark.parametrize(
    "text", ["25:00", "오후 15:00", "3", "자정", "밤 12시", "midnight", "다음 3:00", "오전 3:00 pm"]
)
def test_another_time_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the text is the message
        dates.read_time(text)

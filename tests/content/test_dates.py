import datetime

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
    ],
)
def test_a_day_is_read_as_it_is_shown(text):
    assert dates.read_day(text) == DAY


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
    ],
)
def test_a_time_is_read_as_it_is_shown(text, time):
    assert dates.read_time(text) == datetime.time(*time)


@pytest.mark.parametrize("text", ["25:00", "오후 15:00", "3", "noon"])
def test_another_time_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the text is the message
        dates.read_time(text)

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

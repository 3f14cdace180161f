import datetime

import pytest
from django.utils import translation

from seoulsolution.content.templatetags import content

DAY = datetime.date(2023, 11, 24)


@pytest.mark.parametrize(
    ("style", "english", "korean"),
    [
        (content.day, "24 November 2023", "2023. 11. 24."),
        (content.weekday, "Friday 24 November 2023", "2023. 11. 24.(금)"),
        (content.month, "November 2023", "2023년 11월"),
        (content.short_month, "Nov 2023", "2023. 11."),
    ],
)
def test_dates_are_written_as_each_language_writes_them(style, english, korean):
    assert style(DAY) == english
    with translation.override("ko"):
        assert style(DAY) == korean


def test_no_date_is_no_text():
    assert content.day(None) == ""

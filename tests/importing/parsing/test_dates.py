from datetime import date

import pytest

from seoulsolution.importing.parsing.dates import header_date, month_in

TODAY = date(2025, 6, 1)


@pytest.mark.parametrize("field", ["2020-06-01", "2020.06.01", "2020/6/1", "2020. 6. 1.", "2020년 6월 1일"])
def test_year_first_is_read(field):
    assert header_date(field, TODAY).value == date(2020, 6, 1)


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("2020-02-31", "impossible"),
        ("2999-01-01", "future"),
        ("2025-06-02", "future"),
        ("0001-01-01", "before 1990"),
        ("0000-01-01", "impossible"),
        ("11-06-2020", "unreadable"),
        ("No.201", "unreadable"),
        ("", "no date"),
    ],
)
def test_problems_are_said(field, problem):
    read = header_date(field, TODAY)
    assert read.value is None
    assert problem in read.problem


@pytest.mark.parametrize(
    "text", ["convened in August of 2018.", "confirmed in August 2018", "during Aug. 2018"]
)
def test_month_and_year(text):
    assert month_in(text) == (2018, 8)


def test_no_month():
    assert month_in("in the autumn of 2018") is None

import datetime

import pytest

from seoulsolution.importing.parsing.periods import periods_in

YEAR, SPRING = 2017, {(datetime.date(2017, 6, 5), datetime.date(2017, 6, 30))}


@pytest.mark.parametrize(
    "text",
    [
        "from June 5 to June 30, 2017",
        "from June 5 to 30, 2017",
        "from Mon, Jun. 5 to Fri, Jun. 30, 2017",
        "from Monday, June 5th, 2017 until Friday, June 30th, 2017",
        "June 5 (Mon) to June 30 (Fri), 2017",
        "from June 5(Mon), 2017 to June 30(Fri), 2017",
        "between June 5 and June 30, 2017",
        "from 5 June to 30 June 2017",
        "from the 5th of June to the 30th of June, 2017",
        "Period: 2017. 6. 5.(Mon) ~ 6. 30.(Fri)",
        "2017. 6. 5. ~ 30.",
        "2017-06-05 ~ 2017-06-30",
        "2017.6.5. 09:00 ~ 6.30. 18:00",
        "2017년 6월 5일(월)부터 6월 30일(금)까지",
        "2017. 6. 5.(월) 09:00 ~ 6. 30.(금) 18:00까지",
        "2017年6月5日（周一）至6月30日（周五）",
        "2017年6月5日(月)から6月30日(金)まで",
        "2017年6月5日～30日",
    ],
)
def test_both_days_of_a_period(text):
    assert periods_in(text) == SPRING


@pytest.mark.parametrize(
    "text",
    [
        "from June 5 to June 30",
        "until June 30, 2017",
        "from June 30 to June 5, 2017",
        "from February 30 to March 2, 2017",
        "on June 5 and June 30, 2017",
        "2017. 6. 5. - 30 people came",
        "in June 2017",
        "Room 5 to 30, 2017 seats",
    ],
)
def test_what_is_no_explicit_period(text):
    assert periods_in(text) == set()

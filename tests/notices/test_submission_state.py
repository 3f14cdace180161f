import datetime

import pytest
from django.db import IntegrityError, transaction

from notices.models import submission_state
from tests.factories import make_notice

OPENS, CLOSES, RESULT = datetime.date(2018, 7, 2), datetime.date(2018, 7, 27), datetime.date(2018, 9, 20)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2018-07-01", "upcoming"),
        ("2018-07-02", "open"),
        ("2018-07-24", "open"),
        ("2018-07-25", "closing_soon"),
        ("2018-07-27", "closing_soon"),
        ("2018-07-28", "closed"),
        ("2018-09-19", "closed"),
        ("2018-09-20", "result_announced"),
    ],
)
def test_the_state_follows_from_the_dates(today, state):
    assert submission_state(OPENS, CLOSES, RESULT, datetime.date.fromisoformat(today)) == state


def test_without_dates_there_is_no_state():
    assert submission_state(None, None, None, CLOSES) is None


def test_an_end_alone_is_enough_to_close():
    assert submission_state(None, CLOSES, None, CLOSES + datetime.timedelta(days=1)) == "closed"


@pytest.mark.django_db
def test_closing_before_opening_is_impossible():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_notice(submission_opens=CLOSES, submission_closes=OPENS)

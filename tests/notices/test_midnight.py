"""A day begins at midnight in Seoul, nine hours before it does in UTC."""

import datetime

import pytest

from notices.models import Notice
from tests.admin.test_dashboard import sections
from tests.factories import make_notice
from tests.importing import seeds
from tests.importing.helpers import run_import
from tests.reading import texts

pytestmark = pytest.mark.django_db
LAST_DAY_BEGINS, LAST_DAY_ENDS = "2018-07-27T00:30+09:00", "2018-07-27T23:30+09:00"
DAY_AFTER_BEGINS = "2018-07-28T00:30+09:00"
MOMENTS = pytest.mark.parametrize(
    ("moment", "is_open"), [(LAST_DAY_BEGINS, True), (LAST_DAY_ENDS, True), (DAY_AFTER_BEGINS, False)]
)


@pytest.fixture
def clock(time_machine):
    """Return a function that sets the time to a moment in ISO 8601."""

    def set_clock(moment):
        time_machine.move_to(datetime.datetime.fromisoformat(moment), tick=False)

    return set_clock


@pytest.fixture
def notice():
    """A notice whose last day of submission is 27 July 2018."""
    return make_notice()


@pytest.mark.parametrize(
    ("moment", "headline"),
    [
        ("2018-07-26T23:30+09:00", "Closes tomorrow"),
        (LAST_DAY_BEGINS, "Closes today"),
        (LAST_DAY_ENDS, "Closes today"),
        (DAY_AFTER_BEGINS, "Closed on 27 July 2018"),
    ],
)
def test_the_page_counts_days_of_seoul(client, clock, notice, moment, headline):
    clock(moment)
    assert headline in texts(client.get(notice.get_absolute_url("en")), "h2")


@pytest.mark.parametrize(
    ("moment", "state"), [("2018-07-01T23:30+09:00", "upcoming"), ("2018-07-02T00:30+09:00", "open")]
)
def test_a_period_begins_at_midnight_in_seoul(clock, notice, moment, state):
    clock(moment)
    assert notice.submission_state() == state


@MOMENTS
def test_the_state_changes_at_midnight_in_seoul(client, clock, notice, moment, is_open):
    clock(moment)
    [record] = client.get("/api/notices/").json()["records"]
    assert record["state"] == ("closing_soon" if is_open else "closed")


@MOMENTS
def test_the_filter_by_state_changes_with_it(client, clock, notice, moment, is_open):
    clock(moment)
    assert client.get("/en/notices/?state=closing_soon").status_code == (200 if is_open else 404)
    assert client.get("/en/notices/?state=closed").status_code == (404 if is_open else 200)


@MOMENTS
def test_home_shows_a_notice_until_its_last_day_is_over(client, clock, notice, moment, is_open):
    clock(moment)
    assert (notice.title_en in client.get("/en/").content.decode()) is is_open


@MOMENTS
def test_the_desk_names_a_day_until_it_is_over(staff_client, clock, notice, moment, is_open):
    clock(moment)
    whats = [row.what for row in sections(staff_client)["week"]]
    assert whats == (["submission closes"] if is_open else [])


@MOMENTS
def test_an_imported_notice_closes_at_the_same_moment(client, clock, tmp_path, moment, is_open):
    run_import(tmp_path, seeds.SEEDS / f"{seeds.NAMES[2]}.txt")
    notice = Notice.objects.get()
    clock(moment)
    headline = "Closes today" if is_open else "Closed on 27 July 2018"
    assert headline in texts(client.get(notice.get_absolute_url("en")), "h2")

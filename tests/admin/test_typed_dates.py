"""Dates that staff type, and records whose dates were saved before forms looked at the year."""

import datetime
import unicodedata

import pytest
from django.utils import timezone

from news.models import Post
from notices.models import Notice, SelectionStep
from seoulsolution.admin.urls import form_url
from seoulsolution.pages.models import Page
from tests.factories import make_document, make_notice, make_post
from tests.forms import errors_of, open_form, submit
from tests.marks import REFUSED_BY_A_FORM
from tests.reading import body_of, pages_not_drawn

pytestmark = pytest.mark.django_db
YEARS = [1, 26, 9999]
CHECK = {"en": "Check the year.", "ko": "연도를 확인하십시오."}


@pytest.fixture(params=["en", "ko"])
def language(request, staff_client):
    staff_client.cookies["django_language"] = request.param
    return request.param


@REFUSED_BY_A_FORM
@pytest.mark.parametrize(
    ("make", "field"),
    [
        (make_post, "date"),
        *((make_notice, name) for name in ("date", "submission_closes", "result_announced_on")),
        (lambda: Page.objects.get(key="privacy"), "effective_on"),
    ],
)
def test_a_slip_in_the_year_is_refused(staff_client, language, make, field):
    path = form_url(make())
    data = open_form(staff_client, path)
    for typed in ("0001-01-01", "0026-11-28", "1899-12-31", "2200-01-01", "9999. 12. 31."):
        with pages_not_drawn():
            errors = errors_of(staff_client.post(path, data | {field: typed}))
        assert CHECK[language] in errors.get(field, []), typed


def test_the_years_at_both_ends_are_taken(staff_client):
    notice = make_notice()
    dates = {"submission_opens": "1900-01-01", "submission_closes": "2199-12-31"}
    assert submit(staff_client, form_url(notice), **dates).status_code == 302


def test_an_import_is_checked_like_what_staff_wrote(staff_client, imported_post):
    response = submit(staff_client, form_url(imported_post), date="0202-11-24")
    assert errors_of(response)["date"] == ["Check the year."]


@REFUSED_BY_A_FORM
@pytest.mark.parametrize("year", [0, 26, 9999, 32767])
def test_the_year_of_a_step_is_checked(staff_client, year):
    notice = make_notice()
    step = {"title_en": "Screening", "year": year, "month": 8}
    rows = {f"selection_steps-0-{name}": value for name, value in step.items()}
    response = submit(staff_client, form_url(notice), **{"selection_steps-TOTAL_FORMS": 1}, **rows)
    assert "selection_steps-0-year" in errors_of(response)


def with_year(year):
    """Return a post, a document and notices as they may be stored, with dates of ``year``."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    period = {"submission_opens": first, "submission_closes": last}
    alone = dict.fromkeys(period)
    notices = [
        make_notice(date=first, **alone),
        make_notice(date=last, **period),
        make_notice(**alone | {"submission_closes": last}),
        make_notice(**alone | {"submission_opens": last}),
        make_notice(result_announced_on=last, **period),
    ]
    return [make_post(date=last), make_document(date=first), *notices]  # the first notice has no period


@pytest.mark.parametrize("year", YEARS)
def test_records_of_odd_years_are_shown(client, year):
    records = with_year(year)
    for step_year in (0, year, 32767):
        SelectionStep.objects.create(notice=records[2], position=1, title_en="S", year=step_year, month=12)
    lists = [
        f"/{code}/{section}/{end}"
        for code in ("en", "ko")
        for section in ("news", "archive", "notices")
        for end in ("", "feed.atom", "feed.rss", f"?year={year:04}")
    ]
    found = [f"/{code}/search/?q=notice&year={year:04}" for code in ("en", "ko")]
    pages = [record.get_absolute_url(code) for record in records for code in ("en", "ko")]
    calendars = [
        f"{notice.get_absolute_url(code)}calendar.ics" for notice in records[3:] for code in ("en", "ko")
    ]
    rest = ["/en/", "/ko/", "/en/notices/calendar.ics", "/ko/notices/calendar.ics", "/api/notices/"]
    for address in (*lists, *found, *calendars, *pages, *rest):
        response = client.get(address)
        assert response.status_code == (
            404 if address.endswith("/?year=0001") and "q=" not in address else 200
        ), address
        assert body_of(response)


@pytest.mark.parametrize("year", YEARS)
def test_records_of_odd_years_are_edited_and_their_dates_stay(staff_client, year):
    for record in with_year(year):
        response = submit(staff_client, form_url(record), author="Kim", _publish_anyway="It is so far off.")
        assert response.status_code == 302, errors_of(response)
        dates = {name: getattr(record, name) for name in ("date", "own_date", "sort_date")}
        record.refresh_from_db()
        assert record.author == "Kim"
        assert {name: getattr(record, name) for name in dates} == dates


@pytest.mark.parametrize("year", YEARS)
def test_lists_of_staff_show_odd_years_without_those_between(staff_client, year):
    with_year(year)
    make_notice(date=datetime.date(2024, 1, 1))
    day = f"submission_opens__year={year}&submission_opens__month=12"
    for query in ("", f"year={year:04}", day, f"{day}&submission_opens__day=31"):
        assert staff_client.get(f"/admin/notices/notice/?{query}", follow=True).status_code == 200
    page = staff_client.get("/admin/notices/notice/")
    years = next(each for each in page.context["cl"].filter_specs if each.title == "year")
    assert len(years.lookup_choices) <= 3
    assert "2024" in dict(years.lookup_choices)


# Spellings ------------------------------------------------------------------------------------------


def test_inputs_have_dates_as_the_language_writes_them(staff_client, language):
    moment = datetime.datetime(2026, 3, 5, 9, tzinfo=timezone.get_default_timezone())
    notice = make_notice(submission_closes=moment.date(), go_live_at=moment)
    page = staff_client.get(form_url(notice)).content.decode()
    written = {"en": "2026-03-05", "ko": "2026. 3. 5."}[language]
    assert page.count(f'value="{written}"') == 2
    assert submit(staff_client, form_url(notice), author="Kim").status_code == 302
    assert Notice.objects.filter(submission_closes=moment.date(), go_live_at=moment, author="Kim").exists()


@pytest.mark.parametrize(
    "typed",
    [
        unicodedata.normalize("NFD", "2026년 11월 28일"),
        "2026. 11. 28.(토요일)",
        "28–Nov–2026",
        "2026.11.28",
        "2026/11/28",
        "20261128",
    ],
)
def test_a_date_is_taken_in_any_usual_spelling(staff_client, language, typed, imported_post):
    assert submit(staff_client, form_url(imported_post), date=typed).status_code == 302
    assert Post.objects.get(pk=imported_post.pk).date == datetime.date(2026, 11, 28)


@REFUSED_BY_A_FORM
@pytest.mark.parametrize("typed", ["2026. 11. 28.(월)", "Monday, 28 November 2026", "2026-11-28 월요일"])
def test_another_weekday_is_named(staff_client, language, typed):
    [message] = errors_of(submit(staff_client, form_url(make_post()), date=typed))["date"]
    assert {"en": "Saturday 28 November 2026", "ko": "2026. 11. 28.(토)"}[language] in message


@REFUSED_BY_A_FORM
@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("2026-11-28", ""), "The time is missing beside the date."),
        (("", "15:00"), "The date is missing beside the time."),
        (("2026-11-28", "3"), "This is not a time. Write it like 15:00, 3:00 PM or 오후 3:00."),
    ],
)
def test_what_a_moment_lacks_is_said(staff_client, parts, message):
    notice = make_notice()
    moment = dict(zip(("go_live_at_0", "go_live_at_1"), parts, strict=True))
    assert errors_of(submit(staff_client, form_url(notice), **moment))["go_live_at"] == [message]
    assert Notice.objects.get().go_live_at is None

import datetime

import pytest
from django.utils import timezone

from notices.models import Notice
from tests.admin.test_dashboard import sections
from tests.factories import make_notice
from tests.forms import errors_of, submit

ADD = "/admin/notices/notice/add/"
LIST = "/admin/notices/notice/"
pytestmark = pytest.mark.django_db


def change_of(notice):
    return f"/admin/notices/notice/{notice.pk}/change/"


def test_a_notice_is_added_with_parts_and_steps(staff_client):
    part = {"number": "", "kind": "qualification", "title_ko": "자격", "body_ko": "<p>3년 이상</p>"}
    step = {"position": "", "title_en": "Screening", "title_ko": "심사", "year": 2026, "month": 8}
    response = submit(
        staff_client,
        ADD,
        title_ko="명예시민 추천 공고",
        intro_ko="<p>추천 바랍니다.</p>",
        _publish="1",
        submission_opens="2026-07-01",
        submission_closes="2026-07-27",
        citizens_required=10,
        **{"parts-TOTAL_FORMS": 1, "selection_steps-TOTAL_FORMS": 1},
        **{f"parts-0-{name}": value for name, value in part.items()},
        **{f"selection_steps-0-{name}": value for name, value in step.items()},
    )
    assert response.status_code == 302
    notice = Notice.objects.visible("ko").get()
    assert notice.parts.get().number == 1
    assert notice.parts.get().body_ko == "<p>3년 이상</p>"
    assert notice.selection_steps.get().title_ko == "심사"


@pytest.mark.parametrize(
    ("dates", "field", "message"),
    [
        (
            {"submission_opens": "2026-07-02", "submission_closes": "2026-07-01"},
            "submission_closes",
            "Submission cannot close before it opens.",
        ),
        (
            {"submission_closes": "2026-07-02", "result_announced_on": "2026-07-01"},
            "result_announced_on",
            "The result cannot be announced before submission closes.",
        ),
    ],
)
def test_impossible_periods_are_refused_at_the_field(staff_client, dates, field, message):
    response = submit(staff_client, ADD, title_en="Title", intro_en="<p>Intro</p>", **dates)
    assert errors_of(response) == {field: [message]}


def test_parts_change_places(staff_client):
    notice = make_notice(parts=3)
    rows = {"parts-0-number": 3, "parts-2-number": 1}
    assert submit(staff_client, change_of(notice), **rows).status_code == 302
    assert [part.title_en for part in notice.parts.order_by("number")] == ["Part 3", "Part 2", "Part 1"]


def test_a_part_that_gets_the_number_of_another_goes_to_its_place(staff_client):
    notice = make_notice(parts=3)
    assert submit(staff_client, change_of(notice), **{"parts-2-number": 1}).status_code == 302
    parts = notice.parts.order_by("number").values_list("number", "title_en")
    assert list(parts) == [(1, "Part 3"), (2, "Part 1"), (3, "Part 2")]


def test_a_month_that_is_none_is_refused_at_the_field(staff_client):
    notice = make_notice()
    step = {"title_en": "Screening", "year": 2026, "month": 13}
    rows = {f"selection_steps-0-{name}": value for name, value in step.items()}
    response = submit(staff_client, change_of(notice), **{"selection_steps-TOTAL_FORMS": 1}, **rows)
    assert list(errors_of(response)) == ["selection_steps-0-month"]


def test_the_list_says_where_submission_stands(staff_client):
    today = timezone.localdate()
    make_notice(submission_opens=today, submission_closes=today + datetime.timedelta(days=9))
    assert "admin-state-open" in staff_client.get(LIST).content.decode()


def test_the_dashboard_says_what_closes_next(staff_client):
    today = timezone.localdate()
    make_notice(
        submission_opens=today - datetime.timedelta(days=9),
        submission_closes=today + datetime.timedelta(days=2),
        result_announced_on=today + datetime.timedelta(days=7),
    )
    rows = sections(staff_client)["week"]
    assert [row.what for row in rows] == ["submission closes", "result announced"]


def test_the_list_costs_the_same_queries_for_one_and_for_many(staff_client, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(40) as captured:
            staff_client.get(LIST)
        return len(captured)

    make_notice(parts=2)
    count()  # content types are looked up once
    one = count()
    for _ in range(4):
        make_notice(parts=3)
    assert count() == one


def test_a_form_costs_the_same_queries_for_one_part_and_for_many(staff_client, django_assert_max_num_queries):
    def count(notice):
        with django_assert_max_num_queries(60) as captured:
            staff_client.get(change_of(notice))
        return len(captured)

    small, large = make_notice(parts=1), make_notice(parts=7)
    count(small)
    assert count(small) == count(large)

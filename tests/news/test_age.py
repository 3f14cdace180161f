"""What a page says of a text's age."""

import datetime

import pytest
import time_machine

from news.models import Post
from notices.models import Notice, SelectionStep
from seoulsolution.content import dates
from tests.factories import make_notice, make_post
from tests.importing.helpers import import_seed_of

pytestmark = pytest.mark.django_db
OLD = "Published in 2020. Deadlines and contacts may have changed."


def page_of(client, record):
    return " ".join(client.get(record.get_absolute_url("en")).content.decode().split())


@pytest.mark.parametrize(("day", "is_old"), [("2022-11-24", False), ("2022-11-25", True)])
def test_a_post_is_old_after_two_years(client, day, is_old):
    post = make_post(date=datetime.date(2020, 11, 24))
    with time_machine.travel(f"{day}T00:00:00+09:00"):
        assert (OLD in page_of(client, post)) == is_old


@time_machine.travel("2025-03-01T12:00:00+09:00")
def test_a_leap_day_has_an_age():
    assert dates.is_old(datetime.date(2020, 2, 29))
    assert not dates.is_old(None)


def test_an_undated_record_of_the_former_site_says_so(client, tmp_path):
    import_seed_of(Notice, tmp_path)  # of the posts in its file, some have no date
    imported = Post.objects.visible("en").filter(date=None).first()
    assert "From the former site; its date was not recorded" in page_of(client, imported)
    assert "Date not recorded" in page_of(client, make_post(date=None))


def test_a_notice_with_a_period_has_a_date(client, tmp_path):
    import_seed_of(Notice, tmp_path)
    assert "not recorded" not in page_of(client, Notice.objects.get())


@time_machine.travel("2018-08-10T12:00:00+09:00")
def test_a_closed_notice_says_what_comes_next(client):
    notice = make_notice(where_to_submit_en="International Relations, a@seoul.go.kr")
    for position, month in ((1, 7), (2, 9)):
        SelectionStep.objects.create(
            notice=notice, position=position, title_en=f"Step {month}", year=2018, month=month
        )
    page = page_of(client, notice)
    assert 'Next: <span lang="en">Step 9</span>' in page
    assert "Where to ask:" in page
    assert 'href="mailto:a@seoul.go.kr"' in page


@time_machine.travel("2020-08-10T12:00:00+09:00")
def test_a_round_that_is_over_leads_to_the_notices(client, tmp_path):
    import_seed_of(Notice, tmp_path)
    assert "This round is over." in page_of(client, Notice.objects.get())

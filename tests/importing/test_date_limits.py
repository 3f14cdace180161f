"""Which dates of a source page are possible: from 1990 until today, as the day is counted in Seoul."""

import datetime

import pytest

from news.models import Post
from tests.importing import pages
from tests.importing.helpers import run_import, write

pytestmark = pytest.mark.django_db
SINGLE = """Policies

Seoul Opens a New Line

Date {date} Writer seoulsolution

The city of Seoul opens a new line. It goes around the whole city.

homepage | facebook | twitter
"""
FRAMES = pytest.mark.parametrize(
    "page",
    [
        lambda date: pages.home(("Seoul Opens a New Line", date), logos=()),
        lambda date: SINGLE.format(date=date),
    ],
    ids=["home page", "single page"],
)


@pytest.fixture
def load(tmp_path, time_machine):
    """Return a function that imports a page on 1 June 2025 in Seoul, where it is still 31 May in UTC."""
    time_machine.move_to("2025-05-31T15:30Z", tick=False)

    def load(page):
        assert run_import(tmp_path, write(tmp_path, "a.txt", page))[0]
        return Post.objects.get()

    return load


@FRAMES
@pytest.mark.parametrize("date", ["2025-06-01", "2025-05-31", "1990-01-01"])
def test_a_possible_date_is_kept(load, page, date):
    post = load(page(date))
    assert (post.date, post.state) == (datetime.date.fromisoformat(date), "published")
    assert not post.reviews.filter(reason="impossible_date").exists()


@FRAMES
@pytest.mark.parametrize("date", ["2025-06-02", "1989-12-31"])
def test_an_impossible_date_leaves_an_undated_draft(load, page, date):
    post = load(page(date))
    assert (post.date, post.state) == (None, "draft")
    assert date in post.reviews.get(reason="impossible_date").detail

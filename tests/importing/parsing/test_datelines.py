"""Dates that a text bears are offered to staff in the review, and never taken."""

import pytest

from seoulsolution.importing.parsing.formats import parse
from seoulsolution.importing.parsing.parsers.lost_links import lost_links
from seoulsolution.importing.parsing.records import Line
from tests.importing import pages, seeds

TEXT = "The city of Seoul opens a new line."


def record(*lines):
    text = pages.PAGE.replace(f"    {TEXT}", "\n\n".join(f"    {line}" for line in lines))
    (found,) = parse(text, seeds.TODAY).records
    return found


def proposed(*lines):
    found = record(*lines)
    assert found.date is None
    (detail,) = [review.detail for review in found.reviews if review.reason == "no_date"]
    return detail


@pytest.mark.parametrize(
    "line",
    [
        "SEOUL, March 4, 2019 – The city opens a new line.",
        "(Seoul, Mar. 4, 2019) The city opens a new line.",
        "[Seoul, 4 March 2019] The city opens a new line.",
        "Date: March 4, 2019",
        "Date: 2019-03-04",
        "Date 2019-03-04",
        "Date : 2019. 3. 4.",
        "Posted on 4 March 2019",
        "March 4, 2019",
        "2019-03-04",
        "배포일: 2019년 3월 4일",
    ],
)
def test_a_dateline_is_proposed(line):
    assert proposed(line, TEXT).startswith("2019-03-04: ")
    assert line in record(line, TEXT).text


@pytest.mark.parametrize(
    "line",
    [
        TEXT,
        "The city of Seoul opened a line on March 4, 2019. It is long.",
        "Seoul: the line was opened on March 4, 2019, by the mayor.",
        "February 31, 2019",
    ],
)
def test_a_date_in_a_sentence_is_not(line):
    assert proposed(line, TEXT) == ""


def test_a_date_that_can_be_read_in_two_ways_is_quoted():
    assert proposed("12/04/2019", TEXT) == "12/04/2019"


def test_print_lists_propose_dates_too():
    title, text = pages.FIRST
    one, _two = parse(pages.print_list((title, "Date: 2019-03-04", text), pages.SECOND), seeds.TODAY).records
    assert (one.date, [r.detail for r in one.reviews if r.reason == "no_date"]) == (
        None,
        ["2019-03-04: Date: 2019-03-04"],
    )


@pytest.mark.parametrize(
    ("text", "is_lost"),
    [
        ("See the website ( or Facebook (", True),
        ("See the homepage of the festival ( ).", True),
        ("– email :", True),
        ("홈페이지( )를 참고", True),
        ("Residents of three years (or for five years in all)", False),
        ("The bridge (and the tunnel) is open.", False),
        ("It is open (", False),
    ],
)
def test_a_lost_link_needs_a_word_for_a_link(text, is_lost):
    assert bool(lost_links([[Line(1, text, text)]])) == is_lost

import pytest

from seoulsolution.importing.parsing.formats import parse
from tests.importing import pages, seeds

NOTICE = """Go to Main Content

International Relations News

  • Notice of Recommendation for Honorary Citizenship of Seoul

  • International Relations News SMG

    The city asks for nominations.

    1. Submission

      • 1) Period: May 2, 2019 ~ May 31, 2019
      • 2) By e-mail

    homepage facebook
"""


def only(text):
    (record,) = parse(text, seeds.TODAY).records
    return record


def test_a_news_page():
    record = only(pages.PAGE)
    assert (record.kind, record.title) == ("news_post", "Seoul Opens a New Line Around the City")
    assert (record.author, record.date, record.reasons) == ("SMG", None, ("no_date",))
    assert [block.text for block in record.blocks] == [
        "The city of Seoul opens a new line.",
        "It goes around the whole city.",
    ]


def test_a_second_title_line_belongs_to_the_title():
    text = pages.PAGE.replace("the City\n", "the City\n    and Under the River\n")
    assert only(text).title == "Seoul Opens a New Line Around the City and Under the River"


def test_a_page_that_ends_early_is_flagged():
    text = pages.PAGE[: pages.PAGE.index(" whole city")]
    assert only(text).reasons == ("incomplete", "no_date")
    assert only(text).draft


def test_every_line_has_a_place():
    lines = parse(pages.PAGE, seeds.TODAY).lines
    assert (lines.nonblank, lines.record, lines.boilerplate, lines.unplaced) == (7, 4, 3, 0)


def test_a_call_for_nominations_is_a_notice():
    notice = only(NOTICE)
    assert notice.kind == "notice"
    assert (notice.details.opens.isoformat(), notice.details.closes.isoformat()) == (
        "2019-05-02",
        "2019-05-31",
    )
    assert notice.details.how_to_submit == "By e-mail"


def test_a_notice_without_a_period_line_is_flagged():
    notice = only(NOTICE.replace("Period: May 2, 2019 ~ May 31, 2019", "Until the end of May, 2019"))
    assert (notice.details.opens, notice.details.closes) == (None, None)
    assert "missing_period" in notice.reasons


ISSUE = (seeds.SEEDS / f"{seeds.NAMES[0]}.txt").read_text("utf-8")


def test_popular_titles_without_a_count_stay_unplaced_or_whole():
    found = parse(ISSUE.replace("Popular top news 5", "Popular top news"), seeds.TODAY)
    issue = found.records[0]
    assert issue.details.popular_titles == ()
    assert "unsure_cut" in issue.reasons


def test_text_without_a_cut_stays_whole_and_is_flagged():
    found = parse(ISSUE.replace("The Seoul Metropolitan Government", "The City Government"), seeds.TODAY)
    issue = found.records[0]
    assert issue.children == ()
    assert "Bosingak bell" in issue.details.lead
    assert "unsure_cut" in issue.reasons
    assert found.lines.unplaced == 0


@pytest.mark.parametrize("title", ["Vol.48 (2010 March)", "2010 March (Vol. 48)", "2010년 3월 제48호"])
def test_other_names_of_issues(title):
    issue = parse(ISSUE.replace("2021 November (No.201)", title), seeds.TODAY).records[0]
    assert (issue.details.number, issue.details.year, issue.details.month) == (48, 2010, 3)

import pytest

from seoulsolution.content import excerpts


def test_an_excerpt_is_the_summary_when_there_is_one():
    assert excerpts.make("Title", " Two \n words ", "<p>Body</p>") == "Two words"


def test_an_excerpt_skips_a_title_repeated_by_the_body():
    body = "<p>4th Awards, Now Open : FEB 24   The award is a competition.</p>"
    assert excerpts.make("4th Awards, Now Open: FEB 24", "", body) == "The award is a competition."


def test_headlines_are_left_out_of_the_excerpt_of_an_imported_text_alone():
    headlines = "Seoul opens ten new libraries by 2030 Inclusion of them in the budget"
    body = f"<p>{headlines} The City announced it today.</p>"
    assert excerpts.make("", "", body, is_imported=True) == "The City announced it today."
    assert excerpts.make("", "", body).startswith("Seoul opens")


def test_an_excerpt_has_no_marks_and_runs_no_two_items_together():
    body = "<p>□ 추진 배경 ○ 도서관을 짓기로 함 ○ 예산을 확보함</p>"
    assert excerpts.make("", "", body) == "추진 배경 · 도서관을 짓기로 함 · 예산을 확보함"
    assert excerpts.make("", "", "<p>가. 신청은 오늘까지입니다.</p>") == "가. 신청은 오늘까지입니다."


def test_an_excerpt_ends_with_an_ellipsis_when_there_is_more():
    made = excerpts.make("Title", "", f"<p>{'word ' * 100}</p>")
    assert made.endswith("…")
    assert len(made) <= excerpts.STORED_LENGTH + 1


def test_a_text_is_cut_between_words():
    assert excerpts.shorten("one two three four", 12) == "one two…"


def test_a_text_without_spaces_is_cut_all_the_same():
    assert excerpts.shorten("가" * 20, 10) == "가" * 10 + "…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("First heat, then water for all", "First heat…"),
        ("First heat. Then water for all", "First heat…"),
        ("First heat; then water for all", "First heat…"),
        ("First heat: then water for all", "First heat…"),
        ("First heat – then water for all", "First heat…"),
        ("First heat - then water for all", "First heat…"),
        ("First heats then water for all", "First heats…"),
        ("First-heat then water for all", "First-heat…"),
    ],
)
def test_a_cut_leaves_no_punctuation_at_the_end(text, shown):
    assert excerpts.shorten(text, 13) == shown


@pytest.mark.parametrize(
    ("length", "shown"), [(19, "one two three four."), (18, "one two three…"), (13, "one two…")]
)
def test_a_text_that_fits_stays_whole(length, shown):
    assert excerpts.shorten("one two three four.", length) == shown


def test_an_excerpt_ends_with_a_whole_word():
    words = "The city of Seoul opens a line around the whole city, and trains run day and night. " * 5
    made = excerpts.make("Title", "", f"<p>{words}</p>")
    assert words.startswith(made.removesuffix("…"))
    assert words[len(made) - 1] in " ,."
    assert len(made) > 200

from seoulsolution.content import excerpts


def test_an_excerpt_is_the_summary_when_there_is_one():
    assert excerpts.make("Title", " Two \n words ", "<p>Body</p>") == "Two words"


def test_an_excerpt_skips_a_title_repeated_by_the_body():
    body = "<p>4th Awards, Now Open : FEB 24   The award is a competition.</p>"
    assert excerpts.make("4th Awards, Now Open: FEB 24", "", body) == "The award is a competition."


def test_an_excerpt_ends_with_an_ellipsis_when_there_is_more():
    made = excerpts.make("Title", "", f"<p>{'word ' * 100}</p>")
    assert made.endswith("…")
    assert len(made) <= excerpts.STORED_LENGTH + 1


def test_a_text_is_cut_between_words():
    assert excerpts.shorten("one two three four", 12) == "one two…"


def test_a_text_without_spaces_is_cut_all_the_same():
    assert excerpts.shorten("가" * 20, 10) == "가" * 10 + "…"

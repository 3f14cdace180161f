from seoulsolution.importing.parsing.formats import parse
from seoulsolution.importing.parsing.records import ItemList, Paragraph, Preformatted
from tests.importing import pages, seeds

LAST = ("Seoul Counts Its Bridges and Tunnels", "Seoul has many bridges. It counts them.")


def records(*blocks):
    return parse("\n\n".join(blocks), seeds.TODAY).records


def test_titles_and_bodies():
    one, two = records(pages.LIST)
    assert (one.title, two.title) == (pages.FIRST[0], pages.SECOND[0])
    assert (one.text, one.captions) == (pages.FIRST[1], (pages.FIRST[0],))
    assert (one.date, one.author, one.draft, one.reasons) == (None, "", False, ("lost_picture", "no_date"))


def test_a_title_standing_once_is_flagged():
    one = records(*LAST, pages.LIST)[0]
    assert (one.title, one.reasons) == (LAST[0], ("no_date", "unsure_cut"))


def test_a_bare_title_between_articles_is_a_draft_of_its_own():
    bare = records(pages.LIST, "A Bare Title Without Any Text", pages.print_list(LAST))[2]
    assert (bare.kind, bare.title, bare.draft) == ("title_only", "A Bare Title Without Any Text", True)


def test_pictures_at_the_end_are_no_ghost_article():
    title = pages.FIRST[0]
    one, two = records(title, pages.FIRST[1], title, title, pages.print_list(pages.SECOND))
    assert one.captions == (title, title)
    assert two.title == pages.SECOND[0]


def test_words_glued_below_a_repeated_title_are_captions():
    words = f"{pages.FIRST[0]}\nA view of itAnother view"
    one = records(*pages.FIRST, words, pages.print_list(pages.SECOND, LAST))[0]
    assert one.captions == (pages.FIRST[0], "A view of itAnother view")


def test_short_lines_are_headings_inside():
    one = records(
        pages.print_list((*pages.FIRST, "Next steps", "They follow.")), pages.print_list(pages.SECOND)
    )[0]
    assert [block.text for block in one.blocks] == [pages.FIRST[1], "Next steps", "They follow."]


def test_lists_and_tables_keep_their_form():
    bullets = "  • one\n    • • two\n  • three"
    table = "PlaceSept. 1Sept. 2\nPlazaShow\nMuseumTalk"
    one = records(
        pages.print_list((*pages.FIRST, bullets, "○ Programme", table)), pages.print_list(pages.SECOND)
    )[0]
    paragraph, items, lost = one.blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(items, ItemList)
    assert [item.text for item in items.items[0].children] == ["two"]
    assert lost == Preformatted(f"○ Programme\n{table}")
    assert "Plaza" not in one.text


def test_a_text_that_ends_in_mid_sentence_is_flagged():
    last = records(pages.LIST, "The trees of Seoul. They grow and grow and the")[-1]
    assert (last.draft, "incomplete" in last.reasons) == (True, True)


def test_a_last_line_like_a_title_is_left_unplaced():
    found = parse(f"{pages.LIST}\n\nSeoul Opens One More Line", seeds.TODAY)
    assert len(found.records) == 2
    assert [note.message for note in found.unplaced] == ["Seoul Opens One More Line"]


def test_news_about_honorary_citizens_is_no_notice():
    title = "Seoul Names New Honorary Citizens on Recommendation"
    assert (
        records(pages.print_list((title, "Seoul names them. All are glad."), pages.FIRST))[0].kind
        == "news_post"
    )

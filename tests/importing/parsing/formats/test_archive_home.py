import pytest

from seoulsolution.importing.parsing.formats import parse
from tests.importing import pages, seeds

TITLE = "Seoul Opens a New Line"


def first(*items, **home):
    return parse(pages.home(*items, **home), seeds.TODAY).records[0]


def test_an_item_has_its_parts():
    record = first((TITLE, "2020-06-11"))
    assert (record.kind, record.title, record.author) == ("news_post", TITLE, "seoulsolution")
    assert (record.date.isoformat(), record.lines, record.draft) == ("2020-06-11", (3, 4, 5), False)


@pytest.mark.parametrize("header", ["2020.06.01", "2020/6/1"])
def test_dates_may_be_written_with_stops_and_slashes(header):
    assert first((TITLE, header)).date.isoformat() == "2020-06-01"


@pytest.mark.parametrize("header", ["2020-02-31", "2999-01-01", "0001-01-01", "11-06-2020"])
def test_a_bad_date_makes_a_draft_and_a_warning_with_the_line(header):
    found = parse(pages.home((TITLE, header)), seeds.TODAY)
    record = found.records[0]
    assert (record.date, record.draft, record.reasons) == (None, True, ("impossible_date",))
    assert found.warnings[0].line == 4


def test_an_item_without_an_author():
    text = pages.home((TITLE, "2020-06-11")).replace(" 글쓴이 seoulsolution", "")
    assert parse(text, seeds.TODAY).records[0].author == ""


def test_an_item_without_a_header_is_a_draft_and_no_partner():
    found = parse(pages.home((TITLE, None), ("Another One", "2020-06-11")), seeds.TODAY)
    record = found.records[0]
    assert (record.kind, record.draft, record.reasons) == ("news_post", True, ("no_date",))
    assert found.warnings[0].line == 3


def test_a_bare_title_after_the_items_is_no_partner():
    found = parse(pages.home((TITLE, "2020-06-11"), ("A Bare Title", None, None)), seeds.TODAY)
    assert [record.kind for record in found.records] == ["news_post", "title_only", "partner", "partner"]


def test_a_news_item_without_a_body_is_a_draft():
    record = first((TITLE, "2020-06-11", None))
    assert (record.draft, record.reasons) == (True, ("title_only",))


def test_a_document_without_a_body_is_whole():
    document = first(archives=[("Water (Brochure, 2019)", "2020-05-21", None)])
    assert (document.kind, document.draft, document.reasons) == ("archive_document", False, ("missing_file",))
    assert (document.details.kind, document.details.year) == ("brochure", 2019)


def test_without_headings_a_title_tells_its_kind():
    text = pages.home(("[Video] Smart City", "2020-06-11"), (TITLE, "2020-06-11")).replace("News\n\n", "")
    kinds = [record.kind for record in parse(text.replace("Archives\n", ""), seeds.TODAY).records[:2]]
    assert kinds == ["archive_document", "news_post"]


@pytest.mark.parametrize(
    ("logo", "name"),
    [
        ("KOICA 로고이미지", "KOICA"),
        ("K-Developedia 로고 이미지", "K-Developedia"),
        ("도시공사의 로고", "도시공사"),
        ("KOICA logo image", "KOICA"),
    ],
)
def test_words_for_the_logo_are_taken_off(logo, name):
    found = parse(pages.home((TITLE, "2020-06-11"), logos=[logo, "KOTRA 로고이미지"]), seeds.TODAY)
    assert found.records[1].details.name == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("서울대학교", "university"),
        ("국민은행", "public_institution"),
        ("건설협회", "association"),
        ("법무부", "ministry"),
        ("교통연구원", "research"),
        ("Asian Development Bank", "international_organization"),
        ("Metropolis", ""),
    ],
)
def test_kind_of_a_partner_by_general_words(name, kind):
    found = parse(
        pages.home((TITLE, "2020-06-11"), logos=[f"{name} 로고이미지", "KOTRA 로고이미지"]), seeds.TODAY
    )
    assert found.records[1].details.kind == kind


def test_markup_is_text():
    record = first((f"{TITLE} <b>", "2020-06-11", "Text <script>alert(1)</script> of < 6 areas … >."))
    assert record.title.endswith("<b>")
    assert record.blocks[0].text == "Text <script>alert(1)</script> of < 6 areas … >."


def test_a_file_that_ends_in_a_title_or_header_leaves_it_unplaced():
    for text in ("News\n\n  • A\n    등록일 2020-06-11 글쓴이 s\n    Text.\n  • Sunli",):
        found = parse(text, seeds.TODAY)
        assert [note.line for note in found.unplaced] == [6]
        assert len(found.records) == 1


def test_lines_before_the_first_item_are_unplaced():
    found = parse("Something else\n" + pages.home((TITLE, "2020-06-11")), seeds.TODAY)
    assert [(note.line, note.message) for note in found.unplaced] == [(1, "Something else")]


@pytest.mark.parametrize("views", [" 조회수 12 READS", " Hits 5", " 1,077", " 조회수: 1,077회", " (12)"])
def test_views_are_no_part_of_the_author_or_the_date(views):
    text = pages.home((TITLE, "2020-06-11")).replace("글쓴이 seoulsolution", f"글쓴이 jkim{views}")
    assert parse(text, seeds.TODAY).records[0].author == "jkim"
    dated = pages.home((TITLE, "2020-06-11")).replace(" 글쓴이 seoulsolution", f" 조회수 {views}")
    assert parse(dated, seeds.TODAY).records[0].date.isoformat() == "2020-06-11"


def test_items_of_the_press_keep_their_paper_and_the_address():
    item = (
        "[라마바일보] 서울시, 가로등을 파랗게",
        "2016-08-01",
        "서울시가 칠했다.\n    원문보기►(https://news.example/1)",
    )
    record = parse(pages.home(item).replace("News\n", "언론보도\n"), seeds.TODAY).records[0]
    assert (record.title, record.text) == ("서울시, 가로등을 파랗게", "서울시가 칠했다.")
    assert (record.source_name, record.source_url) == ("라마바일보", "https://news.example/1")

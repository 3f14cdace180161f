"""The shape of a body, told from its lines alone."""

import pytest

from seoulsolution.importing.loading.writers.base import rich_text
from seoulsolution.importing.parsing.page import SourcePage
from seoulsolution.importing.parsing.parsers.body import body_of


def body(text, title=""):
    page = SourcePage.from_text(text)
    return body_of(page.blocks(page.nonblank()), title=title)


def html(text, title=""):
    return rich_text(body(text, title).blocks)


def items(*texts):
    return f"<ul>{''.join(f'<li><p>{text}</p></li>' for text in texts)}</ul>"


def facts(**values):
    return items(*(f"<strong>{label.replace('_', ' ')}:</strong> {value}" for label, value in values.items()))


QUESTIONS = {
    "a question in a story": "He knocked twice.\n\nWas anybody at home?\n\nNobody was.",
    "a question in Korean": "시민에게 물었다.\n\n이 길을 자주 걸으십니까?\n\n매일 걷는다고 했다.",
    "two questions": "What is it?\n\nWhy is it here?\n\nNobody can tell.",
    "a question at the end": "The gate is open.\n\nWill you come?",
}


@pytest.mark.parametrize("text", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_a_sentence(text):
    assert html(text) == "".join(f"<p>{part}</p>" for part in text.split("\n\n"))


def test_a_question_without_a_verb_is_a_heading():
    text = "'공유 우산'을 시작한 까닭은?\n\n비가 와도 우산이 없는 시민이 많았다."
    assert html(text).startswith("<h2>'공유 우산'을 시작한 까닭은?</h2><p>비가")


WRAPPED = {
    "English": (
        "The library opened its doors on Monday morning to\nthe sound of two hundred school children "
        "who had\nwaited since seven. Books were free.",
        "The library opened its doors on Monday morning to the sound of two hundred school children "
        "who had waited since seven. Books were free.",
    ),
    "names at the ends": (
        "On Friday the city welcomed guests from Ulaanbaatar,\nHanoi and Jakarta, and showed them the "
        "pumps at Guui\nStation. They stayed for lunch.",
        "On Friday the city welcomed guests from Ulaanbaatar, Hanoi and Jakarta, and showed them the "
        "pumps at Guui Station. They stayed for lunch.",
    ),
    "Korean": (
        "서울시는 올해 안에 강변 산책로 네 곳을 새로\n정비하고 야간 조명을 두 배로 늘릴 계획이라고\n밝혔다.",
        "서울시는 올해 안에 강변 산책로 네 곳을 새로 정비하고 야간 조명을 두 배로 늘릴 계획이라고 밝혔다.",
    ),
    "Japanese": (
        "市は今年中に川沿いの遊歩道を四か所新しく整備し、\n夜間の照明を二倍に増やす計画であると発表した。",
        "市は今年中に川沿いの遊歩道を四か所新しく整備し、夜間の照明を二倍に増やす計画であると発表した。",
    ),
    "a hyphen": ("A long-\nlasting paint covers it.", "A long-lasting paint covers it."),
}


@pytest.mark.parametrize(("text", "whole"), WRAPPED.values(), ids=WRAPPED)
def test_wrapped_prose_is_one_paragraph(text, whole):
    assert html(text) == f"<p>{whole}</p>"


def test_short_lines_keep_their_breaks():
    address = "Seoul City Hall\n110 Sejong-daero\nJung-gu"
    assert html(address) == "<p>Seoul City Hall<br>110 Sejong-daero<br>Jung-gu</p>"


TABLES = {
    "wide spaces": "District     Pumps   Wells\nGangnam      12      3\nMapo         7       1",
    "tabs": "구\t펌프\t우물\n강남\t12\t3\n마포\t7\t1",
    "bars": "Line | Stops\nOne | 10\nTwo | 43",
    "slashes": "Day / Show\nMon / Drums\nTue / Kites",
    "numbers": "Gangnam 12 30\nMapo 7 15\nJung 9 12",
    "glued cells": "PlaceMayJune\nMain HallDrumsKites\nYardChess",
    "right below a heading": "○ Fares\nAdults | 3,000 won\nGroups | 2,000 won\nPupils | none",
    "below a heading": "○ 행사 일정\n\n첫째 날 개막식\n둘째 날 공연\n셋째 날 폐막식",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_columns_and_separators_make_a_table(table):
    found = body(f"It is here.\n\n{table}\n\nIt was there.")
    assert rich_text(found.blocks).count("<pre>") == 1
    assert found.text == "It is here.\nIt was there."
    assert [note.reason for note in found.reviews] == ["flattened_table"]


LISTS = {
    "arrows": "▶ Bring a cup\n▶ Bring a friend",
    "pointing hands": "☞ Bring a cup\n☞ Bring a friend",
    "shadowed circles": "❍ Bring a cup\n❍ Bring a friend",
    "dashes": "– Bring a cup\n– Bring a friend",
    "dashes glued to their words": "–Bring a cup\n–Bring a friend",
    "bullets before dashes": "• –Bring a cup\n• –Bring a friend",
    "hyphens": "- Bring a cup\n- Bring a friend",
    "circles without a space": "○Bring a cup\n○Bring a friend",
    "blank lines": "• Bring a cup\n\n• Bring a friend",
    "many blank lines": "▶ Bring a cup\n\n\n\n▶ Bring a friend",
    "a wrapped item": "• Bring\n  a cup\n• Bring a friend",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_marked_lines_are_a_list(text):
    assert html(f"Come along.\n\n{text}\n\nIt is fun.") == (
        f"<p>Come along.</p>{items('Bring a cup', 'Bring a friend')}<p>It is fun.</p>"
    )


def test_a_list_right_below_its_introduction():
    assert html("준비물은 다음과 같다.\n▶ 컵\n▶ 우산\n많이 오길 바란다.") == (
        f"<p>준비물은 다음과 같다.</p>{items('컵', '우산')}<p>많이 오길 바란다.</p>"
    )


NESTED = {
    "indents": "• One\n    – A\n    – B\n• Two",
    "indents over blank lines": "• One\n\n    – A\n\n    – B\n\n• Two",
    "a Korean outline": "□ One\n○ A\n○ B\n□ Two",
    "marks on one margin": "○ One\n- A\n- B\n○ Two",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_lists_keep_their_depth(text):
    assert html(text) == f"<ul><li><p>One</p>{items('A', 'B')}</li><li><p>Two</p></li></ul>"


def test_numbers_that_count_are_an_ordered_list():
    assert html("1. Apply\n\n2. Wait\n\n3. Come").startswith("<ol><li><p>Apply</p></li><li><p>Wait")
    assert html("① 신청\n② 심사").startswith("<ol><li><p>신청")
    assert html("Rules:\n\n1) Walk\n2) Talk\n\n1) Sing\n2) Dance").count("<ol>") == 2


NO_LISTS = ("– The city", "- The city", "* The city", "3. The city", "-5 degrees", "2017. It was warm.")


@pytest.mark.parametrize("text", NO_LISTS)
def test_a_mark_that_may_mean_something_else_stays(text):
    assert html(text) == f"<p>{text}</p>"


DESCRIPTIONS = {
    "lines": "Place: City Hall\nTime: 10:00 to 17:00",
    "full width": "Place：City Hall\nTime：10:00 to 17:00",
    "blank lines": "Place: City Hall\n\nTime: 10:00 to 17:00",
    "a wrapped value": "Place: City\nhall\nTime: 10:00 to 17:00",
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_labels_with_values_are_descriptions(name):
    hall = "City hall" if name == "a wrapped value" else "City Hall"
    expected = facts(Place=hall, Time="10:00 to 17:00")
    assert html(f"Come in.\n\n{DESCRIPTIONS[name]}") == f"<p>Come in.</p>{expected}"


def test_korean_labels_below_a_title():
    assert html("행사 개요\n일시 : 2019. 5. 1.(수)\n장소 : 서울광장") == (
        f"<p>행사 개요</p>{facts(일시='2019. 5. 1.(수)', 장소='서울광장')}"
    )


SPEECH = {
    "an interview": "Reporter: Why here?\n\nKim: Because it is near.",
    "quotations": "The mayor said: “Come.”\nThe guests said: “We will.”",
    "one label": "Note: bring a coat.",
    "times": "It lasts from 9:30\nand ends at 10:45.",
}


@pytest.mark.parametrize("text", SPEECH.values(), ids=SPEECH)
def test_speech_is_no_description(text):
    assert "<li>" not in html(text)
    assert "<strong>" not in html(text)


PROSE = "Everybody in the city knows it well and goes there on Sundays."
NUMBERED = {
    "ranks": ("No.1 The River (12 votes)", "No.2 The Tower (9 votes)"),
    "ranks in Korean": ("1위 한강의 다리 (12표)", "2위 남산의 길 (9표)"),
    "parts": ("Part 1: The River", "Part 2: The Tower"),
    "numbers": ("1. The River", "2. The Tower"),
}
LABELS = {
    "labels": ("Safety: lights on every street", "Health: a doctor in every quarter"),
    "labels in Korean": ("안전: 골목마다 밝은 조명", "건강: 동네마다 주치의"),
}


def headed(pair, gap):
    return html("\n\n".join(f"{heading}{gap}{PROSE}" for heading in pair))


@pytest.mark.parametrize("pair", [*NUMBERED.values(), *LABELS.values()], ids=[*NUMBERED, *LABELS])
def test_lines_of_a_kind_over_paragraphs_are_headings(pair):
    assert headed(pair, "\n\n") == "".join(f"<h2>{heading}</h2><p>{PROSE}</p>" for heading in pair)


@pytest.mark.parametrize("pair", NUMBERED.values(), ids=NUMBERED)
def test_numbered_headings_may_be_right_above_their_text(pair):
    assert headed(pair, "\n") == headed(pair, "\n\n")


def test_one_such_line_is_a_paragraph():
    assert "<h2>" not in html("Safety: lights on every street\n\nEverybody in the city likes it a lot.")


def test_a_section_of_an_outline_heads_its_text():
    assert html("■ 추진 배경\n\n시민이 바랐다.\n\n■ 계획\n\n내년에 한다.") == (
        "<h2>추진 배경</h2><p>시민이 바랐다.</p><h2>계획</h2><p>내년에 한다.</p>"
    )


CAPTIONS = {
    "a triangle": "▲ The bridge at night",
    "a word": "Photo: The bridge at night",
    "brackets": "[사진] The bridge at night",
    "inside brackets": "[Photo 1: The bridge at night]",
    "twice": "The bridge at night\nThe bridge at night",
}


@pytest.mark.parametrize("caption", CAPTIONS.values(), ids=CAPTIONS)
def test_captions_are_not_in_the_text(caption):
    found = body(f"It is lit.\n\n{caption}\n\nCome and see.")
    assert found.text == "It is lit.\nCome and see."
    assert set(found.captions) == {"The bridge at night"}
    assert [note.reason for note in found.reviews] == ["lost_picture"]


TITLE = "Ten “Best” Pumps of Seoul"


@pytest.mark.parametrize(
    "above", [f"{TITLE}\n\n", f"{TITLE}\n", 'Ten "Best"\nPumps of Seoul\n\n', "TEN “BEST”  PUMPS OF SEOUL\n"]
)
def test_a_title_repeated_above_the_text_goes(above):
    assert html(f"{above}They are blue.", TITLE) == "<p>They are blue.</p>"


def test_a_text_that_is_its_title_stays():
    assert html(TITLE, TITLE) == f"<p>{TITLE}</p>"
    assert html(f"They are blue.\n\n{TITLE}", TITLE).endswith(f"<p>{TITLE}</p>")


def test_addresses_are_links():
    found = html("See http://example.com/a?b=1&c=2.\n\n▶ Write to a@example.com")
    assert '<a href="http://example.com/a?b=1&amp;c=2"' in found
    assert '<a href="mailto:a@example.com"' in found

"""Whether a body breaks off, whatever its last block is."""

import pytest

from tests.importing.parsing.parsers.test_body import body

WHOLE = {
    "a month at the end of a list": "It opens:\n\n• for ten at most\n• on Saturdays in May",
    "a sentence": "It opens today.",
    "a sentence in quotes": "He said: “It opens today.”",
    "Korean": "오늘 문을 연다.",
    "Korean without a full stop": "서울시는 올해 강변 산책로 네 곳을 새로 정비하고 조명을 늘릴 예정임",
    "Japanese": "本日開館した。",
    "items without full stops": "It has:\n\n• two floors\n• a garden",
    "items with and without": "It has:\n\n• two floors.\n• a garden",
    "one item": "It opens today.\n\n▶ Questions about it",
    "names at the end of items": "• the Han River\n• a new bridge over it",
    "a table": "Line | Stops\nOne | 10\nTwo | 43",
    "a telephone": "It opens today.\n\nInquiries: 02-120",
    "a telephone in prose": "It opens today.\n\nCall the office at +82-2-2133-5000",
    "mail": "It opens today.\n\nFor more, write to choir@example.com",
    "an address": "It opens today.\n\nhttp://example.com/pump",
    "a place": "It opens today.\n\nPlace: the hall behind the old gate",
    "Korean facts": "오늘 문을 연다.\n\n일시: 5월 1일\n장소: 서울광장",
    "the name of a form": "It opens today.\n\nApplication Form",
    "a signature": "It opens today.\n\nPark Won-soon, Mayor of Seoul",
    "a signature in Korean": "오늘 문을 연다.\n\n서울특별시장",
    "a company": "It is run by Pumps Co., Ltd.",
    "initials": "They come from the U.S.",
    "nouns like particles": "• 가을\n• 마을",
}
CUT = {
    "a paragraph": "It opens today. The doors of the old",
    "a paragraph in capitals": "It opens today.\n\nThe Mayor of Seoul and",
    "an abbreviation": "It was opened by Mr.",
    "a number's abbreviation": "It goes to station No.",
    "a bracket": "It opens today (and",
    "Korean": "오늘 문을 연다. 서울시는 앞으로 산책로 네 곳을",
    "Korean before a noun": "서울시는 올해 안에 강변 산책로를 새로 정비하고 시민의 안전을 위한",
    "Japanese": "本日開館した。市は今後も",
    "a word in an item": "It has:\n\n• two floors\n• a garden that was thrown aw",
    "an item": "It has:\n\n• two floors and\n• a garden designed by the",
    "a letter": "It has:\n\n• two floors\n• a garden designed by t",
    "an item below others": "• One\n    – A garden\n    – A room for",
    "a full stop missing": "• It has two floors.\n• It has a garden.\n• It was built by school",
    "a Korean item": "• 두 개의 층이 있다\n• 정원은 시민을 위해",
    "a row": "Line | Stops | Pumps\nOne | 10 | 3\nTwo | 43",
    "a label": "Place: City Hall\nInquiries: the office of the",
    "a label without its value": "It opens today.\n\nInquiries:",
    "a comma": "It has:\n\n• two floors,",
    "a dash": "It has:\n\n• two floors –",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_a_whole_text(text):
    assert body(text).cut == ""


@pytest.mark.parametrize("text", CUT.values(), ids=CUT)
def test_a_text_that_breaks_off(text):
    cut = body(text).cut
    assert cut
    assert text.endswith(cut[-5:])

"""What is a title in a print list and what is not, and when such a list is the city's."""

import pytest

from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.formats import parse
from tests.importing import pages, seeds

LAST = ("Seoul Counts Its Bridges and Tunnels", "Seoul has many bridges. It counts them.")


def records(*blocks):
    return parse("\n\n".join(blocks), seeds.TODAY).records


def titles(*blocks):
    return [record.title for record in records(*blocks)]


LABELS = [
    "• What each of the rafts holds",
    "Opening hours: every day from 18:00 to 23:00",
    "Place: the stream between bridge one and two",
    "Getting there: exit 5 of the station on Line 1",
    "Website: http://example.com/lanterns-along-the-stream",
    "How to get there: bus 101 to the last stop",
    "Admission fee: free of charge for all citizens",
    "Date and time: October 5 to October 7",
    "Inquiries: Dasan Call Center (+82-2-120)",
    "[Venue] : Seoul Plaza in front of City Hall",
    "Lantern map: https://example.com/lantern-map of the stream",
    "장소: 청계광장에서 장통교까지 이어지는 물길",
    "운영 시간: 매일 오후 여섯 시부터 열한 시까지",
    "場所：清渓川の第一橋から第四橋までの間",
    "开放时间：每天晚上六点到十一点之间开放",
]


@pytest.mark.parametrize("line", LABELS)
def test_labels_with_their_value_are_no_titles(line):
    found = records(*pages.FIRST[:1] * 2, pages.FIRST[1], line, "It is free.", pages.print_list(LAST))
    assert [record.title for record in found] == [pages.FIRST[0], LAST[0]]
    assert line in found[0].text


@pytest.mark.parametrize(
    "title",
    [
        "Water Supply: Clean Water for Everybody",
        "Open Data Square: Numbers for Citizens",
        "Night Bus: Seoul Drives Until Morning",
        "Seoul 2030: Ten Years of Open Streets",
        "Come and See the Lanterns of the Stream!",
        "Who Owns the Streets of the Old City?",
        "ソウルの小川に灯籠が戻ってくる",
        "首尔清溪川的灯笼节再次举行",
        "청계천 등불 축제가 다시 열린다",
    ],
)
def test_a_title_that_is_not_repeated_is_one_when_its_neighbours_say_so(title):
    text = "Seoul lights four hundred lanterns along the stream every evening. The walk takes an hour."
    found = records(pages.LIST, title, text, pages.print_list(LAST))
    assert [record.title for record in found] == [pages.FIRST[0], pages.SECOND[0], title, LAST[0]]
    assert "unsure_cut" in found[2].reasons


@pytest.mark.parametrize(
    "line",
    [
        "Who would have thought that it sings?",
        "Come and see it with your family!",
        "“Is it cold enough for you?”",
    ],
)
def test_a_question_in_a_text_is_no_title(line):
    found = records(
        *pages.FIRST[:1] * 2, pages.FIRST[1], line, "Nobody knew it before. It sings.", pages.print_list(LAST)
    )
    assert [record.title for record in found] == [pages.FIRST[0], LAST[0]]
    assert line in found[0].text


def test_a_question_may_be_a_title_below_labels():
    title = "Want to Row Across the Han River?"
    text = "Seoul lends boats from May. One boat carries four."
    found = titles(*pages.FIRST[:1] * 2, pages.FIRST[1], LABELS[1], LABELS[2], title, text)
    assert found == [pages.FIRST[0], title]


def test_a_call_that_may_be_a_title_is_flagged():
    line = "Come and See the Lanterns of Our City!"
    one, _two = records(*pages.FIRST[:1] * 2, "Seoul opens a", line, "It is long.", pages.print_list(LAST))
    assert line in [review.detail for review in one.reviews if review.reason == "unsure_cut"]


CITY = "The city's government plans it for all citizens. It is good."
LISTS = {
    "one article": pages.print_list(pages.FIRST),
    "no repeated title": "\n\n".join(
        [
            *("Trees for Every Street of Town", f"The Seoul Metropolitan Government plants trees. {CITY}"),
            *LAST,
        ]
    ),
    "places of the city": pages.print_list(
        ("A New Bridge for Walkers in Jamsil", CITY), ("A Library Opens Beside Yeouido Park", CITY)
    ),
    "no place at all": pages.print_list(
        ("A New Bridge for Everybody Who Walks", CITY),
        ("A Library Opens Beside the River", CITY),
        ("Trees for Every Street of Town", CITY),
    ),
    "Japanese": pages.print_list(
        ("小川に灯籠が戻ってくる秋の夜", "ソウル市は灯籠をともす。市民は歩く。"),
        ("古い郵便局が図書館になる", "ソウル市は図書館を開く。朝九時に開く。"),
    ),
    "Chinese": pages.print_list(
        ("清溪川的灯笼节再次举行", "首尔市点亮灯笼。市民散步。"),
        ("老邮局变成了一座图书馆", "首尔市开放图书馆。早上九点开门。"),
    ),
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
def test_lists_of_the_city(text):
    found = parse(text, seeds.TODAY)
    assert found.layout == "print list of a category"
    assert found.unplaced == ()
    assert [record.kind for record in found.records] == ["news_post"] * len(found.records)


RICE = ("Kimchi Fried Rice for Two People", "Fry the kimchi in a pan. Add the rice and stir.")
OTHERS = {
    "one recipe": pages.print_list(RICE),
    "three recipes": pages.print_list(
        RICE, ("Bread That Rises Over Night", "Bake it."), ("Soup of the Day Again", "Cook.")
    ),
    "a recipe that names the city": pages.print_list((RICE[0], "Fry it as in Seoul. Add the rice.")),
    "a traveller": "Four Days in the Capital of Korea\n\nWe flew to Seoul. It rained.\n\n"
    "What We Ate on the First Day\n\nRice in Seoul. It was good.",
    "cafes": pages.print_list(
        ("Top Ten Cafes in Seongsu You Must Visit", "We tried them all. Our favourite has a cat."),
        ("Where to Stay in Myeongdong for Less", "Hotels in Seoul are cheap. Book early and save."),
    ),
    "a shop": pages.print_list(
        ("Best Sellers of the Whole Week", "Order two and pay for one. We ship to Seoul."),
        ("New Arrivals for Autumn Days", "Warm coats for our customers. Seoul loves them."),
    ),
    "another city": pages.print_list(
        ("Busan Opens a Library on the Beach", f"Busan is by the sea. {CITY}"),
        ("Busan Plants Trees Along the Harbour", f"Seoul came to Busan. {CITY}"),
    ),
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_lists_are_refused(text):
    with pytest.raises(Refused, match="print list of a category: "):
        parse(text, seeds.TODAY)

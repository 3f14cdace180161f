"""How walls of text are set: with literals, and on the seeds."""

import re

import pytest

from news.models import Document, Post, Story
from seoulsolution.content import layout, richtext
from tests.factories import make_post
from tests.importing.helpers import import_all_seeds

WORDS = "The city announced that it will open a new line for the people of the south, and soon."


def test_sentences_are_cut_behind_their_full_stops_alone():
    text = "Mr. Oh met J. Kim on Tue, Jan. 3. “It is open.” Next, at 9 a.m. Seoul time, 3.5 km (Fri.) by bus."
    assert [*layout.sentences(text)] == [
        "Mr. Oh met J. Kim on Tue, Jan. 3.",
        "“It is open.”",
        "Next, at 9 a.m. Seoul time, 3.5 km (Fri.) by bus.",
    ]


def test_korean_sentences_are_cut_and_dates_are_not():
    assert [*layout.sentences("2023. 11. 24. 서울시가 발표했습니다. 이어 2030년까지 확대합니다.")] == [
        "2023. 11. 24. 서울시가 발표했습니다.",
        "이어 2030년까지 확대합니다.",
    ]


@pytest.mark.parametrize(("count", "sizes"), [(5, [5]), (6, [3, 3]), (7, [4, 3]), (10, [4, 3, 3])])
def test_a_long_paragraph_is_broken_after_a_few_sentences(count, sizes):
    html = layout.broken(f"<p>{' '.join([WORDS] * count)}</p>")
    assert [len([*layout.sentences(part)]) for part in re.findall("<p>(.*?)</p>", html)] == sizes


def test_a_wall_in_strong_letters_is_broken_and_no_other_tag_is_cut():
    strong = f"<p><strong>{' '.join([WORDS] * 6)}</strong></p>"
    assert layout.broken(strong).count(f"<p><strong>{' '.join([WORDS] * 3)}</strong></p>") == 2
    link = f'<p>See <a href="/">{" ".join([WORDS] * 7)}</a></p>'
    assert layout.broken(link) == link


def test_a_quotation_and_the_number_of_a_paragraph_are_not_cut_off():
    text = "“We will act. We will not stop.” So it is."
    assert [*layout.sentences(text)] == ["“We will act. We will not stop.”", "So it is."]
    assert [*layout.sentences("가. 신청은 오늘까지입니다. 나. 문의는 120입니다.")] == [
        "가. 신청은 오늘까지입니다.",
        "나. 문의는 120입니다.",
    ]
    assert [*layout.sentences("1. The city acts.")] == ["1. The city acts."]


def test_circled_numbers_begin_paragraphs():
    assert layout.broken("<p>It offers: ① Reports ② Clinics ③ Rules</p>") == (
        "<p>It offers:</p><p>① Reports</p><p>② Clinics</p><p>③ Rules</p>"
    )
    assert layout.broken('<p><a href="/">It</a> offers: <strong>① Reports</strong> ② Clinics</p>') == (
        '<p><a href="/">It</a> offers:</p><p><strong>① Reports</strong></p><p>② Clinics</p>'
    )


def test_a_number_named_in_an_item_is_not_the_next_item():
    text = "As follows: ① Fill in the form. See ② for more. ② Send it."
    assert layout.marked_items(text) == [
        "As follows:",
        "① Fill in the form. See ② for more.",
        "② Send it.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "As said in ① above.",
        "Parking in zones ① and ② is free on Sundays. Zone ③ is not.",
        "신청 자격은 ① 또는 ② 중 하나",
        "다음 중 하나: ① ② 모두",
        "서류를 냅니다. ①과 ② 중 하나를 고릅니다.",
        "답은 ○ 또는 × 로 표시. 홍○○ 과장 ○○구",
        "서울 - 부산 노선을 운행함 - 매일",
    ],
)
def test_marks_in_a_sentence_do_not_tear_it(text):
    assert layout.broken(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_marks_of_korean_offices_begin_paragraphs():
    text = "□ 추진 배경 ○ 시는 도서관을 짓겠다고 밝혔다 ○ 예산을 확보함 - 시비 10억 원 ※ 문의: ❶ 120 ❷ 누리집"
    assert re.findall("<p>(.*?)</p>", layout.broken(f"<p>{text}</p>")) == [
        "□ 추진 배경",
        "○ 시는 도서관을 짓겠다고 밝혔다",
        "○ 예산을 확보함",
        "- 시비 10억 원",
        "※ 문의:",
        "❶ 120",
        "❷ 누리집",
    ]


HEADLINES = [
    "Forum to share the performance of current policies of other cities",
    "Inclusion in the budget allows for focusing on low-income earners",
]


def test_headlines_run_into_the_first_sentence_are_found():
    text = f"{' '.join(HEADLINES)} The City (SMG) announced that it held a session."
    assert layout.split_headlines(text) == (HEADLINES, "The City (SMG) announced that it held a session.")
    wall = f'<p>{text} {" ".join([WORDS] * 6)} <a href="/">More</a></p>'
    assert layout.without_headlines(wall)[0] == HEADLINES


def test_one_headline_is_known_by_the_title_and_two_by_a_year_between_them():
    one = "The city shares its performance of current policies with other cities"
    assert layout.split_headlines(f"{one} The City announced a plan today.", one)[0] == [one]
    two = ["Seoul to Build Ten New Libraries by 2030", "Inclusion of the plan in the budget of next year"]
    assert layout.split_headlines(f"{' '.join(two)} The Seoul Metropolitan Government said so.")[0] == two


@pytest.mark.parametrize(
    "text",
    [
        "Seoul City will hold the festival of friendship this year, its representative The global event.",
        "The mayor of Seoul met people of the cities of the world in The Hague on a cold Monday in March.",
        "Citizens who want to visit the top of Namsan and see the city The Seoul Tower offers should book.",
        f"{HEADLINES[0]} The City (SMG) announced that it held a session.",
        "A text of one headline without any sentence that follows it The end",
    ],
)
def test_what_is_not_certain_stays(text):
    assert layout.split_headlines(text) == ([], text)


@pytest.mark.parametrize(
    "dateline",
    [
        "12/04/2019",
        "SEOUL, Nov. 24 –",
        "(24 November 2023)",
        "SEOUL, South Korea – Nov. 5, 2026 –",
        "Seoul, November 5, 2026 —",
        "(Seoul = Yonhap)",
        "[서울=뉴시스] 홍길동 기자 =",
        "2026. 11. 5.(목)",
    ],
)
def test_a_dateline_is_left_out(dateline):
    assert layout.without_dateline(f"{dateline} Seoul won.") == "Seoul won."


def test_a_sentence_that_begins_with_a_date_stays():
    text = "November 5, 2026, was the day of the opening."
    assert layout.without_dateline(text) == text


@pytest.mark.django_db
def test_the_seeds_have_no_wall_of_text(client):
    import_all_seeds()
    records = [*Post.objects.visible(), *Document.objects.visible(), *Story.objects.all()]
    for record in records:
        body = record.body_en or ""
        points, html = layout.without_headlines(body, record.title_en)
        html = richtext.render(html)
        shown = richtext.to_text(html)
        assert " ".join([*map(richtext.to_text, points), shown]).split() == richtext.to_text(body).split()
        assert all(len(line.split()) <= 140 for line in shown.splitlines()), record
    posts = Post.objects.visible()
    assert sum(len(layout.without_headlines(post.body_en, post.title_en)[0]) for post in posts) == 10


@pytest.mark.django_db
def test_excerpts_of_the_seeds_are_whole_sentences(client):
    import_all_seeds()
    shown = [post.excerpt_en for post in Post.objects.visible() if "safest" not in post.title_en]
    assert [text for text in shown if not text.endswith((".", ".”", ".’", "…"))] == []
    assert sum(text.endswith("…") for text in shown) <= 3
    assert not any("cities Inclusion" in text or text.startswith("12/04") for text in shown)


@pytest.mark.django_db
def test_key_points_of_staff_are_shown_instead(client, imported_post):
    imported_post.key_points_en = "One point\n\n- Another & more\n• See www.seoul.go.kr"
    imported_post.save()
    page = client.get(imported_post.get_absolute_url("en")).content.decode()
    shown = re.sub(r">\s+<", "><", page)
    assert '<li>One point</li><li>Another &amp; more</li><li>See <a href="https://www.seoul.go.kr"' in shown


@pytest.mark.django_db
def test_a_headline_is_not_markup(client):
    text = f"<p>&lt;b&gt; {' '.join(HEADLINES)} The City announced it in May. {' '.join([WORDS] * 5)}</p>"
    page = client.get(make_post(body_en=text, import_key="1").get_absolute_url("en")).content.decode()
    assert "<li>&lt;b&gt; Forum" in page


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("See www.sifsi.org.", "https://www.sifsi.org"),
        ("(ebook.seoul.go.kr), or", "https://ebook.seoul.go.kr"),
        ("mail (jmk0222@seoul.go.kr). ", "mailto:jmk0222@seoul.go.kr"),
        ("*http://english.seoul.go.kr/covid/?cat=126/", "http://english.seoul.go.kr/covid/?cat=126/"),
        ("누리집 https://www.seoul.go.kr/a?b=1&amp;c=2에서", "https://www.seoul.go.kr/a?b=1&amp;c=2"),
        ("https://seoul.go.kr/에서", "https://seoul.go.kr/"),
        ("https://ko.wikipedia.org/wiki/서울특별시 참조", "https://ko.wikipedia.org/wiki/서울특별시"),
        ("(https://a.org/Seoul_(city)), or", "https://a.org/Seoul_(city)"),
        ("https://a.kr/?y=[1]&amp;z=.", "https://a.kr/?y=[1]&amp;z="),
        ("INFO@SEOUL.GO.KR", "mailto:INFO@SEOUL.GO.KR"),
        ("WWW.SEOUL.GO.KR", "https://WWW.SEOUL.GO.KR"),
    ],
)
def test_addresses_are_links(text, href):
    shown = href.removeprefix("mailto:")
    shown = shown if shown in text else shown.removeprefix("https://")
    link = f'<a href="{href}" rel="noopener noreferrer">{shown}</a>'
    assert richtext.render(f"<p>{text}</p>") == f"<p>{text.replace(shown, link)}</p>"


@pytest.mark.parametrize("text", ["3.5 km", "e.g. this", "U.S.A. today", "a.b", "No.201", "1.com2"])
def test_other_dots_are_no_addresses(text):
    assert richtext.render(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_links_and_code_stay():
    html = '<p><a href="https://a.kr" rel="noopener noreferrer">www.a.kr</a> <code>b.kr</code></p>'
    assert layout.linked(html) == html


def test_tables_and_columns_scroll_with_the_keyboard():
    html = richtext.render(
        "<table><tbody><tr><td><p>2026</p></td></tr></tbody></table><pre><code>a  b</code></pre>"
    )
    assert html.startswith('<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>')
    assert '<pre tabindex="0" role="group" aria-label="Preformatted text"><code>a  b</code></pre>' in html
    assert "tabindex" not in richtext.clean(html)

"""How walls of text are set: with literals, and on the seeds."""

import re

import pytest

from news.models import Document, Post, Story
from seoulsolution.content import layout, richtext
from tests.factories import make_post
from tests.importing.helpers import run_import

WORDS = "The city announced that it will open a new line for the people of the south, and soon."


def test_sentences_are_cut_behind_their_full_stops_alone():
    text = "Mr. Oh met J. Kim on Tue, Jan. 3. “It is open.” Next, at 9 a.m. Seoul time, 3.5 km (Fri.) by bus."
    assert layout.sentences(text) == [
        "Mr. Oh met J. Kim on Tue, Jan. 3.",
        "“It is open.”",
        "Next, at 9 a.m. Seoul time, 3.5 km (Fri.) by bus.",
    ]


def test_korean_sentences_are_cut_and_dates_are_not():
    assert layout.sentences("2023. 11. 24. 서울시가 발표했습니다. 이어 2030년까지 확대합니다.") == [
        "2023. 11. 24. 서울시가 발표했습니다.",
        "이어 2030년까지 확대합니다.",
    ]


@pytest.mark.parametrize(("count", "sizes"), [(5, [5]), (6, [3, 3]), (7, [4, 3]), (10, [4, 3, 3])])
def test_a_long_paragraph_is_broken_after_a_few_sentences(count, sizes):
    html = layout.broken(f"<p>{' '.join([WORDS] * count)}</p>")
    assert [len(layout.sentences(part)) for part in re.findall("<p>(.*?)</p>", html)] == sizes


def test_no_tag_is_cut():
    html = f"<p><strong>{' '.join([WORDS] * 7)}</strong></p>"
    assert layout.broken(html) == html


def test_circled_numbers_begin_paragraphs():
    assert layout.broken("<p>It offers: ① Reports ② Clinics ③ Rules</p>") == (
        "<p>It offers:</p><p>① Reports</p><p>② Clinics</p><p>③ Rules</p>"
    )
    assert layout.broken("<p>As said in ① above.</p>") == "<p>As said in ① above.</p>"


HEADLINES = [
    "Forum to share the performance of current policies of other cities",
    "Inclusion in the budget allows for focusing on low-income earners",
]


def test_headlines_run_into_the_first_sentence_are_found():
    text = f"{' '.join(HEADLINES)} The city (SMG) announced that it held a session."
    assert layout.split_headlines(text) == (HEADLINES, "The city (SMG) announced that it held a session.")


@pytest.mark.parametrize(
    "text",
    [
        "Seoul City will hold the festival of friendship this year, its representative The global event.",
        "The mayor of Seoul met people of the cities of the world in The Hague on a cold Monday in March.",
        "A text of one headline without any sentence that follows it The end",
    ],
)
def test_what_is_not_certain_stays(text):
    assert layout.split_headlines(text) == ([], text)


@pytest.mark.parametrize(
    "text", ["12/04/2019 Seoul won.", "SEOUL, Nov. 24 – Seoul won.", "(24 November 2023) Seoul won."]
)
def test_a_dateline_is_left_out(text):
    assert layout.without_dateline(text) == "Seoul won."


@pytest.mark.django_db
def test_the_seeds_have_no_wall_of_text(client, tmp_path):
    assert run_import(tmp_path)[0]
    records = [*Post.objects.visible(), *Document.objects.visible(), *Story.objects.all()]
    for record in records:
        body = record.body_en or ""
        points, html = richtext.render_apart(body)
        shown = richtext.to_text(html)
        assert " ".join([*map(richtext.to_text, points), shown]).split() == richtext.to_text(body).split()
        assert all(len(line.split()) <= 140 for line in shown.splitlines()), record
    assert sum(len(richtext.render_apart(post.body_en)[0]) for post in Post.objects.visible()) == 10


@pytest.mark.django_db
def test_excerpts_of_the_seeds_are_whole_sentences(client, tmp_path):
    assert run_import(tmp_path)[0]
    shown = [post.excerpt_en for post in Post.objects.visible() if "safest" not in post.title_en]
    assert [text for text in shown if not text.endswith((".", ".”", ".’", "…"))] == []
    assert sum(text.endswith("…") for text in shown) <= 3
    assert not any("cities Inclusion" in text or text.startswith("12/04") for text in shown)


@pytest.mark.django_db
def test_key_points_of_staff_are_shown_instead(client, imported_post):
    imported_post.key_points_en = "One point\nAnother & more"
    imported_post.save()
    page = client.get(imported_post.get_absolute_url("en")).content.decode()
    assert "<li>One point</li><li>Another &amp; more</li>" in re.sub(r">\s+<", "><", page)


@pytest.mark.django_db
def test_a_headline_is_not_markup(client):
    text = f"<p>&lt;b&gt; {' '.join(HEADLINES)} The city announced it in May. {' '.join([WORDS] * 5)}</p>"
    page = client.get(make_post(body_en=text).get_absolute_url("en")).content.decode()
    assert "<li>&lt;b&gt; Forum" in page


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("See www.sifsi.org.", "https://www.sifsi.org"),
        ("(ebook.seoul.go.kr), or", "https://ebook.seoul.go.kr"),
        ("mail (jmk0222@seoul.go.kr). ", "mailto:jmk0222@seoul.go.kr"),
        ("*http://english.seoul.go.kr/covid/?cat=126/", "http://english.seoul.go.kr/covid/?cat=126/"),
        ("누리집 https://www.seoul.go.kr/a?b=1&amp;c=2에서", "https://www.seoul.go.kr/a?b=1&amp;c=2"),
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
    assert html.startswith('<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>')
    assert '<pre tabindex="0" role="region" aria-label="Table"><code>a  b</code></pre>' in html
    assert "tabindex" not in richtext.clean(html)

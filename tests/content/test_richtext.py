import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulsolution.content import richtext


def test_a_script_is_removed():
    assert richtext.clean("<p>Hi<script>alert(1)</script></p>") == "<p>Hi</p>"


def test_event_handlers_and_javascript_links_are_removed():
    cleaned = richtext.clean('<p onclick="x()"><a href="javascript:x()">a</a></p>')
    assert "onclick" not in cleaned
    assert "javascript" not in cleaned


def test_an_empty_document_of_the_editor_is_empty():
    assert richtext.clean("<p></p>") == ""
    assert richtext.clean(None) == ""


def test_render_cleans_whatever_the_database_holds():
    rendered = richtext.render("<img src=x onerror=alert(1)><p>ok</p>")
    assert str(rendered) == "<p>ok</p>"
    assert hasattr(rendered, "__html__")


def test_text_is_escaped_and_cut_into_paragraphs():
    html = richtext.from_text("One\n\n< Encompassing 6 areas >\nand <script>")
    assert html == "<p>One</p><p>&lt; Encompassing 6 areas &gt;<br>and &lt;script&gt;</p>"
    assert richtext.clean(html) == html


def test_text_comes_back_from_rich_text():
    assert richtext.to_text("<h2>A &amp; B</h2><ul><li><p>one</p></li><li><p>two</p></li></ul>") == (
        "A & B\none\ntwo"
    )


def test_tables_and_lists_of_the_editor_survive():
    html = '<table><tbody><tr><th colspan="2"><p>a</p></th></tr></tbody></table>'
    assert richtext.clean(html) == html


@given(st.text())
def test_text_survives_the_way_into_html_and_back(text):
    words = "".join(c for c in text if c.isprintable()).split()
    assert richtext.to_text(richtext.from_text(" ".join(words))).split() == words


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    once = richtext.clean(text)
    assert richtext.clean(once) == once


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("seoul.go.kr", "https://seoul.go.kr"),
        ("abc@seoul.go.kr", "mailto:abc@seoul.go.kr"),
        ("/en/about/", "/en/about/"),
        ("map.html", "map.html"),
    ],
)
def test_a_link_typed_without_its_scheme_gets_it(typed, href):
    assert f'href="{href}"' in richtext.clean(f'<a href="{typed}">x</a>')

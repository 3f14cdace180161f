"""Pictures in rich text, as it is cleaned, read and cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulsolution.content import excerpts, pictures, richtext

KEY = "0b5a47aa-1111-4111-8111-111111111111"
BRIDGE = f'<site-picture key="{KEY}" alt="A bridge" caption="Over the Han" credit="Kim"></site-picture>'


def test_a_picture_between_paragraphs_stays_as_it_is():
    text = f"<p>Before</p>{BRIDGE}<p>After</p>"
    assert richtext.clean(text) == text


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        (f"<p>One <strong>two {BRIDGE}</strong></p>", f"<p>One <strong>two </strong></p>{BRIDGE}"),
        (f"<p>{BRIDGE}</p>", BRIDGE),
        (f"<h2>Head {BRIDGE}</h2><p>x</p>", f"<h2>Head </h2>{BRIDGE}<p>x</p>"),
        (f"<blockquote>{BRIDGE}</blockquote>", f"<blockquote>{BRIDGE}</blockquote>"),
    ],
)
def test_a_picture_in_a_paragraph_comes_behind_it(html, cleaned):
    assert richtext.clean(html) == cleaned


def test_text_inside_a_picture_is_not_lost():
    cleaned = richtext.clean(f'<p>a</p><site-picture key="{KEY}">inside</site-picture><p>b</p>')
    assert cleaned == f'<p>a</p><site-picture key="{KEY}"></site-picture>inside<p>b</p>'


@pytest.mark.parametrize("key", ["", "42", "../etc", 'x" onload="y'])
def test_what_names_no_picture_is_dropped(key):
    assert richtext.clean(f'<site-picture key="{key}" alt="x">text</site-picture>') == "text"


def test_nothing_but_what_a_text_says_of_a_picture_is_kept():
    html = f'<site-picture onload="x()" style="y" key="{KEY.upper()}" decorative="yes" alt="&lt;b&gt;&quot;">'
    assert richtext.clean(html) == f'<site-picture key="{KEY}" alt="&lt;b&gt;&quot;"></site-picture>'


def test_a_text_with_nothing_but_a_picture_is_not_empty():
    assert richtext.clean(BRIDGE) == BRIDGE


MARKUP = [BRIDGE, "<p>", "</p>", "<ul><li>", "</li></ul>", "<td>", "<strong>", "x", "<a>x</a>"]


@given(st.lists(st.sampled_from(MARKUP)))
def test_cleaning_twice_changes_nothing_wherever_pictures_are(parts):
    once = richtext.clean("".join(parts))
    assert richtext.clean(once) == once
    assert len(pictures.find(once)) == parts.count(BRIDGE)


def test_search_reads_the_alternative_and_the_caption():
    assert richtext.to_text(f"<p>One</p>{BRIDGE}") == "One\nA bridge\nOver the Han"
    decorative = f'<site-picture key="{KEY}" alt="A line" decorative="true"></site-picture>'
    assert richtext.to_text(decorative) == ""


def test_an_excerpt_leaves_pictures_out():
    assert excerpts.make("", "", f"{BRIDGE}<p>The city announced a plan.</p>") == "The city announced a plan."


def test_without_anybody_who_has_pictures_a_text_shows_none(monkeypatch):
    monkeypatch.setattr(pictures, "_make_figures", None)
    assert richtext.render(f"<p>One</p>{BRIDGE}") == "<p>One</p>"

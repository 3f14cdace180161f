"""Unplaced lines by keyboard, from the file to a draft; and the pages on all screens."""

import pytest
from playwright.sync_api import expect

from news.models import Post
from seoulsolution.importing.models import SourceFile, UnplacedLine
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, TALL
from tests.browser.test_reviews import access, press
from tests.importing import pages
from tests.importing.helpers import run_import, write

LOST = "What became of the old line?\nIt is a park now.\n"


@pytest.fixture
def source(transactional_db, tmp_path):
    """A file with two lines that have no place."""
    run_import(tmp_path, write(tmp_path, "a.txt", LOST + pages.home(("Seoul Opens a New Line",))))
    return SourceFile.objects.get()


def test_lines_become_a_draft_by_keyboard(edit, source):
    page = edit(f"/admin/importing/sourcefile/{source.pk}/change/")
    page.get_by_label("choose line 1").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    access(page, "p")
    page.locator(":focus").wait_for()
    press(page, "Enter")
    expect(page.locator("body")).to_contain_text("A draft was made: What became of the old line?")
    draft = Post.objects.get(title_en="What became of the old line?")
    assert draft.body_en == "<p>It is a park now.</p>"
    assert page.url.endswith(f"/admin/importing/review/news.post/{draft.pk}/")


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", DESKTOP, "light"), ("ko", PHONE, "dark")])
@pytest.mark.parametrize("name", ["file", "place"])
def test_the_pages_are_accessible(edit, source, name, language, width, scheme):
    ids = "&".join(f"line={pk}" for pk in UnplacedLine.objects.values_list("pk", flat=True))
    path = {
        "file": f"/admin/importing/sourcefile/{source.pk}/change/",
        "place": f"/admin/importing/unplacedline/place/?{ids}",
    }[name]
    page = edit(path, language, width=width, scheme=scheme)
    page.set_viewport_size({"width": width, "height": TALL})
    assert findings(page, "#content", preload=False) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

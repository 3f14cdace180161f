"""What the head of a page says to machines, under the strict policy of a real browser."""

import json

import pytest


@pytest.mark.parametrize("kind", ["home", "article", "document", "issue", "partner", "notice", "plain page"])
def test_structured_data_is_read_and_the_policy_is_silent(visit, archive, kind):
    page = visit(archive[kind].format(language="en"))  # fails at the end if the console said anything
    block = page.locator('script[type="application/ld+json"]')
    assert json.loads(block.text_content())["@context"] == "https://schema.org"


def test_the_calendar_of_a_notice_can_be_downloaded(visit, archive):
    page = visit(archive["notice"].format(language="en"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Add to calendar").click()
    assert download.value.suggested_filename.startswith("notice-")

"""What the head of a page says to machines, under the strict policy of a real browser."""

import json


def test_structured_data_is_read_and_the_policy_is_silent(visit, archive, live_server):
    page = visit("/en/")  # fails at the end if the console said anything
    for kind in ("home", "article", "document", "issue", "partner", "notice", "plain page"):
        page.goto(live_server.url + archive[kind].format(language="en"))
        block = page.locator('script[type="application/ld+json"]')
        assert json.loads(block.text_content())["@context"] == "https://schema.org", kind


def test_the_calendar_of_a_notice_can_be_downloaded(visit, archive):
    page = visit(archive["notice"].format(language="en"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Add to calendar").click()
    assert download.value.suggested_filename.startswith("notice-")

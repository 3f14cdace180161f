"""Files on pages and in forms, and a video that waits for a click."""

import pytest
from playwright.sync_api import expect

from seoulsolution.admin.urls import form_url
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, SIDEWAYS, TALL, looks
from tests.factories import attach, make_document, make_file, make_notice, make_post
from tests.media.documents import docx, hwp, pdf

BOTH = {"title_ko": "지열에너지 공급", "body_ko": "<p>서울시는 계획을 밝혔다.</p>"}
SUBJECTS = ["Catchment", "Distribution", "Quality"]


@pytest.fixture
def files(transactional_db):
    """Return a PDF, a HWP that it stands for, and a DOCX."""
    words = make_file(
        pdf("Water of Seoul", "Second page"), title_ko="서울의 물", title_en="Water of Seoul", language="en"
    )
    plan = make_file(
        hwp(),
        "상수도 종합계획.hwp",
        title_ko="상수도 종합계획",
        title_en="Waterworks plan",
        alternative_file=words,
        language="ko",
        licence="kogl-1",
    )
    text = make_file(docx(*SUBJECTS), "통계.docx", title_ko="통계", title_en="Statistics", language="ko")
    return [words, plan, text]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_pages_with_files_are_accessible_and_fit(visit, files, live_server, language):
    post = attach(make_post(**BOTH), *files)
    notice = attach(make_notice(title_ko="추천 공고", intro_ko="<p>추천</p>"), *files)
    text = f"/{language}/files/{files[2].key}/text/"
    page = visit(text)
    for address in (text, post.get_absolute_url(language), notice.get_absolute_url(language)):
        page.goto(live_server.url + address)
        for look in looks(page, [DESKTOP, PHONE, 320]):
            expect(page.locator(".file-details").first).to_be_visible()
            assert findings(page) == [], look
            assert page.evaluate(SIDEWAYS) <= 0, look


def test_a_file_is_downloaded_under_its_name(visit, files):
    post = attach(make_post(), files[1])
    page = visit(post.get_absolute_url("en"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Waterworks plan").click()
    assert download.value.suggested_filename == "상수도 종합계획.hwp"


def test_a_video_is_asked_for_only_after_a_click(visit, transactional_db):
    film = make_document(
        kind="video", video_url="https://youtu.be/dQw4w9WgXcQ", duration=245, transcript_en="Hi"
    )
    page = visit(film.get_absolute_url("en"))
    asked = []
    page.route(
        "https://www.youtube-nocookie.com/**", lambda route: (asked.append(route.request.url), route.abort())
    )
    button = page.get_by_role("button", name="Play the video here")
    expect(button).to_be_visible()
    assert findings(page) == []
    assert asked == []


def test_without_scripts_a_video_is_a_link(chromium, live_server, transactional_db):
    film = make_document(kind="video", video_url="https://youtu.be/dQw4w9WgXcQ")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + film.get_absolute_url("en"))
    expect(page.get_by_role("link", name="Watch at YouTube")).to_be_visible()
    expect(page.get_by_role("button", name="Play the video here")).to_be_hidden()
    context.close()


def test_the_player_takes_the_place_of_the_picture(chromium, live_server, transactional_db):
    film = make_document(kind="video", video_url="https://youtu.be/dQw4w9WgXcQ")
    context = chromium.new_context()
    context.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: route.fulfill(body="<p>Player</p>", content_type="text/html"),
    )
    page = context.new_page()
    page.goto(live_server.url + film.get_absolute_url("en"))
    page.get_by_role("button", name="Play the video here").click()
    expect(page.frame_locator("iframe.player").locator("p")).to_have_text("Player")
    expect(page.get_by_title("Video: Seoul Tap Water (Brochure)")).to_be_focused()
    expect(page.locator("[data-offer]")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_forms_are_accessible_and_fit(edit, files, live_server, language):
    post = attach(make_post(**BOTH), *files)
    page = edit("/admin/media/file/", language)
    page.set_viewport_size({"width": DESKTOP, "height": TALL})
    for address in ("/admin/media/file/", "/admin/media/file/add/", form_url(post), form_url(files[1])):
        page.goto(live_server.url + address)
        expect(page.locator("#content h1")).to_be_visible()
        for width, _scheme in looks(page, schemes=["light"]):
            assert findings(page, "#content", preload=False) == [], (address, width)
            assert page.evaluate(SIDEWAYS) <= 0, (address, width)


def test_rows_are_moved_by_keys_and_by_dragging(edit, files):
    post = attach(make_post(), *files)
    page = edit(form_url(post))
    first = page.locator("#attachments-0 .admin-handle")
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_attachments-0-position")).to_have_value("2")
    expect(page.locator("#id_attachments-1-position")).to_have_value("1")
    expect(first).to_be_focused()
    expect(page.locator("[data-ordering-status]")).to_have_text("Now in place 2 of 3")
    handle, target = page.locator("#attachments-2 .admin-handle"), page.locator("#attachments-1")
    handle.scroll_into_view_if_needed()
    box, end = handle.bounding_box(), target.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 5, end["y"] + 2, steps=8)
    page.mouse.up()
    expect(page.locator("#id_attachments-2-position")).to_have_value("1")


def test_a_file_is_attached_from_the_form(edit, transactional_db):
    post = make_post(state="draft")
    page = edit(form_url(post))
    page.locator("#attachments-group .add-row a").click()
    page.set_input_files(
        "#id_attachments-0-upload", {"name": "물.pdf", "mimeType": "", "buffer": pdf("Water")}
    )
    page.locator("input[name=_continue]").last.click()
    expect(page.locator("#attachments-0 .field-about")).to_contain_text("PDF")
    expect(page.locator("#select2-id_attachments-0-file-container")).to_contain_text("물")

"""Pictures in the hands of editors: the library, the picker, texts, covers, and the focal point."""

import base64
import io

import pytest
from PIL import Image as Picture
from playwright.sync_api import expect

from news.models import Post
from seoulsolution.media.models import Image
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, SIDEWAYS, TALL, looks
from tests.browser.test_admin import editor
from tests.factories import make_image, make_post

LIST = "/admin/media/image/"
#: Drops files, given as {name: base64}, on an element.
DROP = """(zone, files) => {
    const transfer = new DataTransfer();
    for (const [name, content] of Object.entries(files)) {
        const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
    }
    zone.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


def png(colour="navy", size=(640, 400)):
    out = io.BytesIO()
    Picture.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def element(image, **said):
    attributes = "".join(f' {name}="{value}"' for name, value in said.items())
    return f'<site-picture key="{image.key}"{attributes}></site-picture>'


def form_of(post):
    return f"/admin/news/post/{post.pk}/change/"


def picker(page):
    return page.get_by_role("dialog")


def press_publish(page):
    with page.expect_navigation():
        page.locator("input[name=_publish]").last.click()


def open_picker(page, name="body_en"):
    """Open the picker from inside a text."""
    page.locator(f".prose-editor:has(#id_{name})").get_by_role("button", name="Picture").click()
    expect(picker(page)).to_be_visible()


@pytest.fixture
def image(transactional_db):
    return make_image(title="River bus", alt_ko="수상버스", credit="City")


def test_a_form_that_is_opened_and_saved_changes_no_picture(edit, image):
    numbers = element(image, alt="1234", caption="A &lt;b&gt; &amp; &quot;c&quot;", decorative="true")
    body = (
        f"<p>One</p>{element(image)}<blockquote>{element(image)}</blockquote>{numbers}"
        f"<ul><li><p>Item</p>{element(image, alt='A', credit='Kim')}</li></ul>"
        f"<table><tbody><tr><th>{element(image)}</th></tr></tbody></table>"
    )
    post = make_post(body_en=body, body_ko=element(image, alt="다리"), title_ko="한강")
    page = edit(form_of(post))
    expect(page.locator(".editor-picture")).to_have_count(6)
    expect(page.locator(".editor-picture img").first).to_be_visible()
    assert not page.evaluate("window.unsavedForm.differs()")
    page.fill("#id_title_en", "Ferries")
    press_publish(page)
    post.refresh_from_db()
    assert (post.title_en, post.body_en, post.body_ko) == ("Ferries", body, element(image, alt="다리"))


def test_a_picture_is_uploaded_inside_a_text_and_readers_see_it(edit, visit, transactional_db):
    post = make_post()
    page = edit(form_of(post))
    editor(page, "body_en").click()
    open_picker(page)
    picker(page).get_by_label("Upload pictures").set_input_files(
        {"name": "river_bus.png", "mimeType": "image/png", "buffer": png()}
    )
    expect(page.get_by_text("Those who cannot see it learn nothing of it")).to_be_visible()
    picker(page).get_by_label("Text alternative", exact=True).fill("A boat on the river")
    expect(page.get_by_text("Those who cannot see it learn nothing of it")).to_have_count(0)
    picker(page).get_by_label("Caption").fill("At dawn")
    picker(page).get_by_role("button", name="Put into the text").click()
    expect(picker(page)).to_have_count(0)
    expect(editor(page, "body_en").locator(".editor-picture")).to_contain_text("A boat on the river")
    press_publish(page)
    image = Image.objects.get()
    reader = visit(post.get_absolute_url("en"))
    expect(reader.get_by_role("img", name="A boat on the river")).to_be_visible()
    expect(reader.locator("figcaption")).to_have_text("At dawn")
    assert image.title == "river bus"


def test_by_keyboard_a_picture_is_changed_removed_and_brought_back(edit, image):
    post = make_post(body_en=f"<p>One</p>{element(image, alt='A boat')}")
    page = edit(form_of(post))
    text = editor(page, "body_en")
    expect(text.locator(".editor-picture")).to_contain_text("A boat")
    text.click(position={"x": 5, "y": 5})
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    expect(text.locator(".editor-picture.ProseMirror-selectednode")).to_be_visible()
    page.keyboard.press("Enter")
    alt = picker(page).get_by_label("Text alternative", exact=True)
    expect(alt).to_be_focused()
    expect(alt).to_have_value("A boat")
    alt.fill("Two boats")
    page.keyboard.press("Enter")
    expect(text.locator(".editor-picture")).to_contain_text("Two boats")
    page.wait_for_timeout(600)  # what follows at once is undone together
    page.keyboard.press("Delete")
    expect(text.locator(".editor-picture")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(text.locator(".editor-picture")).to_contain_text("Two boats")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+End")
    press_publish(page)
    post.refresh_from_db()
    assert post.body_en.count(element(image, alt="Two boats")) == 1


def test_one_writes_on_behind_a_picture_and_puts_in_the_next(edit, image):
    other = make_image(title="Other")
    page = edit(form_of(make_post(body_en="<p>One</p>")))
    text = editor(page, "body_en")
    text.click()
    page.keyboard.press("Control+End")
    for name in ("River bus", "Other"):
        open_picker(page)
        picker(page).get_by_role("button", name=name).click()
        picker(page).get_by_role("button", name="Put into the text").click()
    page.keyboard.type("Two")
    press_publish(page)
    body = Post.objects.get().body_en
    assert body == f"<p>One</p>{element(image)}{element(other)}<p>Two</p>"


def test_another_picture_does_not_take_over_the_words_of_the_first(edit, image):
    make_image(title="Other")
    page = edit(form_of(make_post(body_en=f"<p>One</p>{element(image, alt='A boat')}")))
    editor(page, "body_en").locator(".editor-picture").dblclick()
    picker(page).get_by_role("button", name="Choose another").click()
    picker(page).get_by_role("button", name="Other").click()
    expect(picker(page).get_by_label("Text alternative", exact=True)).to_have_value("")


def test_a_button_that_is_pressed_twice_opens_one_picker(edit, image):
    page = edit(form_of(make_post()))
    choose = page.get_by_role("button", name="Choose a picture")
    choose.evaluate("(button) => { button.click(); button.click(); }")
    picker(page).get_by_role("button", name="River bus").click()
    expect(page.locator("dialog.picker")).to_have_count(1)
    expect(picker(page)).to_have_count(0)


def test_a_cover_is_found_in_the_picker(edit, image):
    make_image(title="Other")
    page = edit(form_of(make_post()))
    cover = page.get_by_role("group", name="Cover")
    cover.get_by_role("button", name="Choose a picture").click()
    expect(picker(page).locator(".picker-picture")).to_have_count(2)
    picker(page).get_by_role("searchbox").fill("수상버스")
    page.keyboard.press("Enter")
    expect(picker(page).locator(".picker-picture")).to_have_count(1)
    picker(page).get_by_role("button", name="River bus").click()
    expect(picker(page)).to_have_count(0)
    expect(cover.get_by_role("link", name="River bus")).to_be_visible()
    press_publish(page)
    assert Post.objects.get().cover == image


def test_an_earlier_answer_of_the_library_does_not_replace_a_later_one(edit, image):
    make_image(title="Other")
    page = edit(form_of(make_post()))
    held = []
    page.route("**/*part=1*", lambda route: held.append(route), times=1)
    page.get_by_role("group", name="Cover").get_by_role("button", name="Choose a picture").click()
    picker(page).get_by_role("searchbox").fill("수상버스")
    page.keyboard.press("Enter")
    pictures = picker(page).locator(".picker-picture")
    expect(pictures).to_have_count(1)
    with page.expect_response(lambda response: "part=1" in response.url):
        held[0].continue_()
    page.wait_for_timeout(200)  # what came too late is not shown afterwards either
    expect(pictures).to_have_count(1)


def test_two_files_are_dropped_and_one_is_refused(edit, transactional_db):
    page = edit(LIST)
    files = {
        "a.png": base64.b64encode(png()).decode(),
        "b.png": base64.b64encode(b"<svg onload='x()'></svg>").decode(),
    }
    page.locator("#content").evaluate(DROP, files)
    rows = page.locator(".upload-answers li")
    expect(rows.nth(0)).to_have_text("a: Saved.")
    expect(rows.nth(1)).to_contain_text("SVG drawings can hold programs")
    page.locator("#content").evaluate(DROP, {"a.png": files["a.png"]})
    expect(rows.nth(2)).to_contain_text("in the library already")
    rows.nth(2).get_by_role("button", name="Save it all the same").click()
    expect(rows.nth(2)).to_contain_text("Saved.")
    page.get_by_role("link", name="Show them in the list").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(2)


def test_the_way_to_the_list_opens_when_all_files_are_through(edit, transactional_db):
    page = edit(LIST)
    names = iter("ab")
    asked = []
    page.route("**/upload/", lambda route: route.continue_() if next(names) == "a" else asked.append(route))
    files = {f"{colour}.png": base64.b64encode(png(colour)).decode() for colour in ("red", "navy")}
    page.locator("#content").evaluate(DROP, files)
    expect(page.locator(".upload-answers li").first).to_contain_text("Saved.")
    expect(page.locator(".upload-reload")).to_be_hidden()
    expect(page.locator(".upload-answers li").last).to_contain_text("Saving")
    asked[0].continue_()
    expect(page.locator(".upload-reload")).to_be_visible()


def test_the_focal_point_is_set_by_keyboard_and_by_a_click(edit, image):
    page = edit(f"{LIST}{image.pk}/change/")
    picture = page.get_by_role("button", name="Focal point")
    picture.focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.get_by_text("61 % from the left, 49 % from the top")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Crops")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#id_focal_x")).to_have_value("60")
    page.keyboard.press("Escape")
    expect(picture).to_be_focused()
    box = picture.locator("img").bounding_box()
    picture.click(position={"x": box["width"] * 0.1, "y": box["height"] * 0.9})
    expect(page.locator("#id_focal_y")).to_have_value("90")
    crop = page.locator(".focal-frame img").nth(1)
    expect(crop).to_have_css("object-position", "0% 50%")
    with page.expect_navigation():
        page.locator("input[name=_save]").click()
    image.refresh_from_db()
    assert image.focal == (10, 90)


@pytest.mark.parametrize(
    ("language", "widths", "scheme"), [("en", [320, DESKTOP], "light"), ("ko", [PHONE, DESKTOP], "dark")]
)
def test_axe_finds_nothing_and_leaves_nothing_open(edit, image, language, widths, scheme):
    make_image(title="Without words", alt_en="")
    post = make_post(
        cover=image,
        body_en=f"<p>One</p>{element(image)}",
        title_ko="한강",
        body_ko=f"<p>배</p>{element(image)}",
    )
    found = []

    def look(page, what):
        for width, _scheme in looks(page, widths, [scheme]):
            found.extend(f"{what}, {width}: {one}" for one in findings(page, preload=False))
            if page.evaluate(SIDEWAYS) > 0:
                found.append(f"{what} scrolls sideways at {width}")

    page = edit(LIST, language, scheme=scheme)
    page.set_viewport_size({"width": DESKTOP, "height": TALL})
    look(page, "library")
    host = page.url.split("/admin/")[0]
    page.goto(f"{host}{LIST}{image.pk}/change/")
    look(page, "picture")
    page.locator(".focal-picture").press("Enter")
    expect(page.locator(".focal-dialog")).to_be_visible()
    look(page, "crops")
    page.goto(host + form_of(post))
    expect(page.locator(f".language-{language} .editor-picture img")).to_be_visible()
    look(page, "post")
    page.locator(f".language-{language} .prose-menubar button[data-name=sitePicture]").click()
    expect(picker(page).locator(".picker-picture")).to_have_count(2)
    # Where a text wraps, axe cannot tell whether the page behind the dialog covers it.
    page.locator("#container").evaluate("(page) => page.style.display = 'none'")
    look(page, "picker")
    picker(page).locator(".picker-picture").first.click()
    expect(picker(page).locator("#picker-alt")).to_be_focused()
    look(page, "use")
    page.goto(host + form_of(make_post(cover=Image.objects.get(alt_en=""))))
    press_publish(page)
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "warned")
    assert not found

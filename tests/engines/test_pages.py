"""Every kind of page, and a form of the admin, in engines other than Chromium."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from news.models import Post
from tests.engines.conftest import DESKTOP, PHONE

#: What is wrong with the page: pills of two lines, edges cut off, links that look like text.
FAULTS = """
const found = [];
const lines = (element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const tops = [...range.getClientRects()].filter((box) => box.width > 1).map((box) => box.bottom);
  return Math.max(...tops) - Math.min(...tops) > 12 ? 2 : 1;
};
for (const pill of document.querySelectorAll(".pill")) {
  if (pill.offsetParent && lines(pill) > 1) found.push("two lines: " + pill.textContent.trim());
}
if (document.documentElement.scrollWidth > innerWidth) {
  found.push("wider than the window: " + document.documentElement.scrollWidth);
}
const underlined = ".links a > [lang], .prose a, .more, .meta a, .crumbs a, .languages [aria-current]";
for (const element of document.querySelectorAll(underlined)) {
  let line = "";
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    line += getComputedStyle(at).textDecorationLine;
  }
  if (element.offsetParent && !line.includes("underline")) {
    found.push("no underline: " + element.textContent.trim());
  }
}
for (const input of document.querySelectorAll("input[type=search]")) {
  if (!input.hasAttribute("role")) found.push("the script of the search box did not run");
}
return found;
"""


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_public_pages(engine, archive, live_server, language, width):
    engine.set_width(width)
    faults = {}
    for name, address in archive.items():
        engine.driver.get(live_server.url + address.format(language=language))
        assert width <= engine.run("return innerWidth") < width + 100
        faults[name] = engine.run(FAULTS)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_form_of_the_admin(engine, archive, live_server, staff, width):
    engine.set_width(width)
    engine.driver.get(live_server.url + "/admin/login/")
    for name in ("username", "password"):
        engine.driver.find_element(By.ID, f"id_{name}").send_keys("staff")
    engine.driver.find_element(By.CSS_SELECTOR, "input[type=submit]").click()
    # A click does not wait for the page that it leads to.
    WebDriverWait(engine.driver, 20).until(lambda driver: driver.find_elements(By.ID, "user-tools"))
    post = Post.objects.order_by("pk").first()
    engine.driver.get(f"{live_server.url}/admin/news/post/{post.pk}/change/")
    title = engine.driver.find_element(By.ID, "id_title_en")
    assert title.get_attribute("value") == post.title_en
    assert engine.run("return document.documentElement.scrollWidth <= innerWidth")
    assert engine.driver.find_elements(By.CSS_SELECTOR, ".ProseMirror[contenteditable=true]")

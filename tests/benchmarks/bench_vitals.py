"""LCP, CLS and INP of each kind of page in Chromium, on a slow 4G line and a processor four times slower.

    .venv/bin/python tests/benchmarks/bench_vitals.py

Run by hand: times depend on the machine. Prints the median of each page over --runs cold visits, and the
bytes that came over the line. INP is the slowest of what a reader does: Tab, opening what opens, typing into
the search box and walking through its suggestions.
"""

import argparse
import shutil
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table
from serving import KINDS, served_site, settled

#: Lighthouse's "slow 4G": bytes a second, milliseconds there and back.
LINE = {"offline": False, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8, "latency": 150}
SLOWER = 4
#: Milliseconds between two movements of a hand.
PACE = 80
BARS = {"lcp": 1800, "cls": 0.02, "inp": 100}
OBSERVE = """
window.vitals = {lcp: 0, cls: 0, inp: 0};
function observe(type, note, options) {
    const each = list => list.getEntries().forEach(note);
    new PerformanceObserver(each).observe({type, buffered: true, ...options});
}
observe('largest-contentful-paint', entry => { vitals.lcp = entry.startTime; });
observe('layout-shift', entry => { if (!entry.hadRecentInput) vitals.cls += entry.value; });
observe('event', entry => { vitals.inp = Math.max(vitals.inp, entry.duration); }, {durationThreshold: 16});
"""


def read_on(page):
    """Open what opens, then walk on by keyboard, at the pace of a hand.

    The mouse is moved and pressed as a device does it: a click of Playwright's own adds its checks to the
    page and would be measured too.
    """
    for opener in page.locator("button[popovertarget=menu]:visible, summary:visible").all()[:2]:
        opener.scroll_into_view_if_needed()
        box = opener.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(PACE)
        page.mouse.down()
        page.wait_for_timeout(PACE)
        page.mouse.up()
        page.wait_for_timeout(300)
        page.keyboard.press("Escape")
    for _ in range(5):
        page.wait_for_timeout(PACE)
        page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    type_words(page)


def type_words(page):
    """Type into the search box that is seen, wait for its suggestions and walk through them."""
    box = page.locator("input[data-suggestions]:visible").first
    if not box.count():
        return
    box.focus()
    page.keyboard.press("Control+a")  # on the page of results it has the query
    for key in "seoul":
        page.wait_for_timeout(PACE)
        page.keyboard.press(key)
    page.wait_for_timeout(1000)
    for key in ("ArrowDown", "ArrowDown", "Escape"):
        page.wait_for_timeout(PACE)
        page.keyboard.press(key)
    page.wait_for_timeout(300)


def visit(browser, address, width):
    """Return {lcp, cls, inp, bytes} of one cold visit."""
    context = browser.new_context(viewport={"width": width, "height": 844}, device_scale_factor=2)
    context.add_init_script(OBSERVE)
    page = context.new_page()
    line = context.new_cdp_session(page)
    received = []
    line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    painted = page.evaluate("vitals.lcp")  # nothing counts as largest after the first key
    read_on(page)
    vitals = page.evaluate("vitals") | {"lcp": painted, "bytes": sum(received)}
    context.close()
    return vitals


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--width", type=int, default=390)
    options = parser.parse_args()
    table = Table(
        "page", "language", "LCP s", "CLS", "INP ms", "kB", title=f"{options.width} px, slow 4G, CPU ÷ 4"
    )
    with served_site() as site, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for kind, path in KINDS.items():
            for language in ("en", "ko"):
                address = settled(site + path.format(language=language))
                visits = [visit(browser, address, options.width) for _ in range(options.runs)]
                median = {name: statistics.median(v[name] for v in visits) for name in visits[0]}
                over = "*" if any(median[name] > bar for name, bar in BARS.items()) else ""
                table.add_row(
                    kind + over,
                    language,
                    f"{median['lcp'] / 1000:.2f}",
                    f"{median['cls']:.3f}",
                    f"{median['inp']:.0f}",
                    f"{median['bytes'] / 1000:.0f}",
                )
        browser.close()
    Console(width=100).print(table)
    Console(width=100).print("* over a bar: LCP 1.8 s, CLS 0.02, INP 100 ms")


if __name__ == "__main__":
    main()

"""What pictures cost: time and memory of making renditions, bytes of a page of photographs.

    .venv/bin/python tests/benchmarks/bench_media.py

Run by hand: times depend on the machine. Each picture is uploaded, and then all its renditions are made from
its master, in a process of its own; its peak of resident memory includes Django (some 65 MB). The page is a
list of 20 photographs, scrolled to its end, on a screen with one and with two dots a pixel.
"""

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from photographs import encoded, photograph
from rich.console import Console
from rich.table import Table
from serving import served_site, settled

HERE = Path(__file__).resolve().parent
#: {what: (size, format, options of the encoder)}.
PICTURES = {
    "12 MP JPEG": ((4000, 3000), "JPEG", {"quality": 90}),
    "40 MP JPEG": ((7300, 5470), "JPEG", {"quality": 90}),
    "40 MP JPEG, progressive 4:4:4": (
        (7300, 5470),
        "JPEG",
        {"quality": 90, "progressive": True, "subsampling": 0},
    ),
    "40 MP PNG": ((7300, 5470), "PNG", {"compress_level": 1}),
    "16 MP WebP": ((4600, 3470), "WEBP", {"method": 0}),
    "16 MP AVIF": ((4600, 3470), "AVIF", {"speed": 10}),
    "40 MP WebP": ((7300, 5470), "WEBP", {"method": 0}),
}
#: Seconds and MB at most: of the first picture, and MB of the others.
BARS = {"12 MP JPEG": (2.0, 300)}
BAR_OF_OTHERS = (float("inf"), 350)


def make_one(path):
    """Print seconds and peak of memory in MB of the picture at ``path``, and what became of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulsolution.settings")
    import django

    django.setup()
    from seoulsolution.media import renditions
    from seoulsolution.media.decoding import UnusablePictureError

    start = time.perf_counter()
    try:
        with Path(path).open("rb") as file:
            uploaded = renditions.prepare(file, (50, 50))
        made = renditions.prepare_all(io.BytesIO(uploaded.master), (50, 50)).made
        said = f"{len(made)} renditions, {sum(map(len, made.values())) // 1000} kB"
    except UnusablePictureError:
        said = "refused"
    seconds = time.perf_counter() - start
    [peak] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(f"{seconds:.2f} {int(peak) // 1000} {said}")


def measure_pictures(folder):
    table = Table("picture", "seconds", "MB at most", "", title="From the upload to all renditions")
    for name, (size, format, options) in PICTURES.items():
        path = folder / "picture"
        path.write_bytes(encoded(photograph(*size), format, **options))
        command = [sys.executable, __file__, "--one", str(path)]
        environment = os.environ | {"VAR_DIR": str(folder)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        seconds, peak, said = done.stdout.strip().split(" ", 2)
        bar = BARS.get(name, BAR_OF_OTHERS)
        over = "*" if float(seconds) > bar[0] or int(peak) > bar[1] else ""
        table.add_row(name + over, seconds, peak, said)
    Console(width=100).print(table, "* over a bar: 2 s and 300 MB for 12 megapixels, 350 MB for the others")


def bytes_of(browser, address, width, dots):
    """Return (pictures, their kB, kB of all) of a cold visit that scrolls to the end of the page."""
    context = browser.new_context(viewport={"width": width, "height": 844}, device_scale_factor=dots)
    page = context.new_page()
    line = context.new_cdp_session(page)
    types, received = {}, {}
    line.on("Network.responseReceived", lambda event: types.update({event["requestId"]: event["type"]}))
    line.on(
        "Network.loadingFinished",
        lambda event: received.update({event["requestId"]: event["encodedDataLength"]}),
    )
    line.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    for _step in range(40):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
    pictures = page.evaluate(
        "[...document.images].filter(each => each.currentSrc.includes('/media/')).length"
    )
    context.close()
    images = sum(size for request, size in received.items() if types.get(request) == "Image")
    return pictures, images // 1000, sum(received.values()) // 1000


def measure_pages():
    from playwright.sync_api import sync_playwright

    os.environ["GUNICORN_CMD_ARGS"] = f"--config {HERE / 'photographs.py'}"
    put = f"shell -c exec(open('{HERE / 'photographs.py'}').read());put()"
    table = Table("page", "px", "dots", "photographs", "kB of pictures", "kB", title="Lists, cold")
    with served_site(("import_seeds", put)) as site, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for path in ("/en/news/", "/en/archive/"):
            address = settled(site + path)
            for width in (390, 1280):
                for dots in (1, 2):
                    row = bytes_of(browser, address, width, dots)
                    table.add_row(path, *map(str, (width, dots, *row)))
        browser.close()
    Console(width=100).print(table)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--one", metavar="FILE", help="measure this picture alone, in this process")
    options = parser.parse_args()
    if options.one:
        return make_one(options.one)
    with tempfile.TemporaryDirectory() as folder:
        measure_pictures(Path(folder))
    return measure_pages()


if __name__ == "__main__":
    main()

"""Generate many similar files in all formats, for tests and benchmarks."""

from pathlib import Path

from tests.importing import pages

PER_FOLDER = 1_000


def write_files(folder: Path, number: int) -> Path:
    """Write ``number`` small files below ``folder``, some with the same records, and return the folder."""
    for position in range(number):
        place = folder / f"{position // PER_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{position:06}.txt").write_text(text(position), "utf-8")
    return folder


def text(position: int) -> str:
    """Return a page: in turn one of the English site, a home page, a post of the archive, a print list."""
    title = f"Seoul Opens Line Number {position} Around the City"
    body = f"The city of Seoul opens line {position}. It goes around the city and its rivers."
    shared = f"Seoul Opens Line Number {position // 8} for Everybody"
    if position % 4 == 0:
        return pages.PAGE.replace("Seoul Opens a New Line Around the City", title)
    if position % 4 == 1:
        return pages.home((title, "2020-06-11", body), (shared, "2020-06-12"), logos=("KOTRA 로고이미지",))
    if position % 4 == 2:
        return f"Policies\n\n{title}\n\nDate 2019-05-{position % 28 + 1:02} Writer seoulsolution\n\n{body}\n"
    return pages.print_list((title, body), (f"{title} Again", f"{body} And again."))

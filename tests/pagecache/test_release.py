"""The release: another one where the same content would make another page."""

import re

from django.conf import settings

from seoulsolution.pagecache.release import SHOWN_SETTINGS, release

#: Rooms whose code makes pages for readers.
ROOMS = ("news", "notices", "partners", *(f"seoulsolution/{room}" for room in ("content", "pages", "search")))
#: Named there, and shown on no page.
NOT_SHOWN = {
    "ALLOWED_HOSTS",
    "AUTH_USER_MODEL",
    "BASE_DIR",
    "DATA_UPLOAD_MAX_MEMORY_SIZE",
    "MEDIA_MAX_MEGABYTES",
    "SEEDS_DIR",
    "SESSION_COOKIE_NAME",
    "SITE_URL_IS_SET",
    "STATIC_URL",
    "VAR_DIR",
}


def test_the_name_of_the_site_is_part_of_it(settings):
    before = release.__wrapped__()
    settings.SITE_NAME = {"en": "Other", "ko": "다른"}
    assert release.__wrapped__() != before


def test_the_code_is_part_of_it(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "page.html"
    releases = set()
    for text in ("one", "two"):
        page.write_text(text)
        releases.add(release.__wrapped__())
    page.rename(page.with_name("other.html"))
    assert len(releases | {release.__wrapped__()}) == 3


def test_every_setting_that_pages_read_is_part_of_it():
    files = (path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py"))
    named = {name for path in files for name in re.findall(r"\bsettings\.([A-Z_]+)", path.read_text("utf-8"))}
    assert named - NOT_SHOWN <= set(SHOWN_SETTINGS)

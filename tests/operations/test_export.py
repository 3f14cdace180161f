"""The public site as files: all of it, in both languages, and never what is no longer public."""

import datetime
import gzip
import io
import json
import re
from urllib.parse import quote

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from seoulsolution.content.models import State
from seoulsolution.operations.export import writing
from seoulsolution.operations.export.crawling import Page
from seoulsolution.operations.export.places import PLAIN, Folder
from seoulsolution.operations.export.writing import STATE, export
from seoulsolution.pagecache import version
from tests.factories import make_post

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
HOME = Page("/en/", {"Content-Type": "text/html"}, b"<p>Home</p>")
KOREAN = {"title_ko": "수돗물", "body_ko": "<p>글</p>"}


def files(folder):
    """Return {address: path} of what was exported."""
    found = {}
    for path in folder.rglob("*.*"):
        if path.suffix != ".gz" and path.name != STATE:
            query, *parts = path.relative_to(folder).parts
            address = re.sub(r"/index\.(html|json)$", "/", quote(f"/{'/'.join(parts)}"))
            found[address if query == PLAIN else f"{address}?{query}"] = path
    return found


def test_the_files_are_what_the_site_answers(client, tmp_path, settings):
    for number in range(13):
        post = make_post(title_en=f"Post {number}", **({} if number < 12 else KOREAN))
    export(Folder(tmp_path))
    found = files(tmp_path)
    for address, path in found.items():
        assert client.get(address).getvalue() == path.read_bytes(), address
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == path.read_bytes()
    sitemaps = "".join(found[name].read_text() for name in found if name.startswith("/sitemap-"))
    listed = {each.removeprefix(settings.SITE_URL) for each in re.findall("<loc>(.*?)</loc>", sitemaps)}
    more = {"/en/news/?page=2", "/en/news/feed.atom", "/ko/news/feed.rss", "/api/news/", "/api/news.csv"}
    assert {post.get_absolute_url("en"), post.get_absolute_url("ko")} < listed
    assert (
        listed | more | {f"/api/news/{post.pk}/", "/ko/notices/calendar.ics", "/robots.txt"} <= found.keys()
    )


def test_another_run_writes_what_changed_and_removes_what_is_gone(tmp_path):
    post = make_post(**KOREAN)
    export(Folder(tmp_path))
    pages = [files(tmp_path)[post.get_absolute_url(code)] for code in ("en", "ko")]
    again = export(Folder(tmp_path))
    assert (again.written, again.removed) == (0, 0)
    post.state = State.WITHDRAWN
    post.save()
    after = export(Folder(tmp_path))
    assert 0 < after.written < after.addresses
    assert after.removed >= 6  # in each language a page, in the API one for both; with those compressed
    assert not any(page.parent.exists() for page in pages)


def test_nothing_is_looked_at_until_something_can_have_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(version, "read", lambda: version.Version("epoch", 1))
    monkeypatch.setattr(writing, "pages", lambda: iter([HOME]))
    said = io.StringIO()
    for _run in range(2):
        call_command("export_site", tmp_path, stdout=said)
    with time_machine.travel(timezone.now() + DAY):
        call_command("export_site", tmp_path, stdout=said)
    assert said.getvalue().splitlines() == [
        "1 addresses: 1 written, 0 files removed.",
        "Nothing has changed.",
        "1 addresses: 0 written, 0 files removed.",
    ]


def test_a_timer_brings_texts_at_their_time_and_takes_them_away(tmp_path, monkeypatch):
    monkeypatch.setattr(version, "read", lambda: version.Version("of this test", 1))
    now = timezone.now().replace(hour=3)  # no midnight in Seoul comes between
    coming, going = make_post(go_live_at=now + HOUR), make_post(expires_at=now + 2 * HOUR)
    addresses, seen = [post.get_absolute_url("en") for post in (coming, going)], []
    with time_machine.travel(now, tick=False) as clock:
        for seconds in (0, 3599, 1, 3600):
            clock.shift(seconds)
            has_run = export(Folder(tmp_path)) is not None
            seen.append((has_run, *(address in files(tmp_path) for address in addresses)))
    assert seen == [(True, False, True), (False, False, True), (True, True, True), (True, True, False)]


def test_a_site_that_fails_loses_no_file(tmp_path, monkeypatch):
    (tmp_path / "plain/en/news").mkdir(parents=True)
    (tmp_path / "plain/en/news/index.html").touch()
    monkeypatch.setattr("seoulsolution.pages.views.home_context", lambda language: 1 / 0)
    with pytest.raises(CommandError, match="The site answers 500 at /en/"):
        call_command("export_site", tmp_path)
    assert list(files(tmp_path)) == ["/en/news/"]
    assert "until" not in json.loads((tmp_path / STATE).read_text())


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_site", tmp_path / "file")

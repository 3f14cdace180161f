"""A real Chromium against a live server that holds one record of everything.

Without Chromium these tests are skipped and say what to install; where ``CI`` is set they fail instead.
"""

import datetime
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from news.models import Topic
from notices.models import SelectionStep
from tests.database_copies import as_before
from tests.factories import (
    make_document,
    make_issue,
    make_notice,
    make_partner,
    make_post,
    make_topic,
)

#: The shell has no windows around its pages, which take a third of a test's time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)
INSTALL = "Chromium is missing: install Debian's packages chromium-headless-shell and fonts-noto-cjk."
#: One process draws all pages of a context: to start one takes longer than to draw a page.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--renderer-process-limit=1"]
#: A page of the live server that asks no database.
STATIC_PAGE = "/static/admin/img/icon-yes.svg"
PHONE, DESKTOP = 390, 1280
#: The height of a window that needs no scrolling: axe cannot tell the contrast at its edge.
TALL = 4000
#: By how many pixels a page scrolls sideways.
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG = "<p>" + "The city announced a plan that takes more than one line to tell. " * 12 + "</p>"


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            # Playwright runs an event loop of its own in this thread, and the server another thread.
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(INSTALL)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # a machine under load answers late

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        # Django refuses the database to a thread with a running event loop; Playwright's is only a pump.
        before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield browser
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        browser.close()


@pytest.fixture(scope="session")
def kept_contexts(chromium, django_db_setup):
    """Return contexts that tests use one after another: they have style sheets, scripts and fonts already."""
    contexts = []
    yield contexts
    for each in contexts:
        each.context.close()  # before the database goes: the server has a connection to it for each of theirs


class KeptContext:
    """A context whose next page finds nothing of those before but what is cached.

    One page of it stays open, so that the next ones need no process of their own to draw them.
    """

    def __init__(self, chromium, host):
        self.context = chromium.new_context(viewport={"width": DESKTOP, "height": 844})
        self._pending = set()
        self.context.on("request", lambda request: self._pending.add(request))
        for end in ("requestfinished", "requestfailed"):
            self.context.on(end, lambda request: self._pending.discard(request))
        self._first = self.context.new_page()
        self._first.goto(host + STATIC_PAGE)

    def wait(self):
        """Wait until the server has answered all requests."""
        for _time in range(40):
            if self._pending:
                self._first.wait_for_timeout(50)

    def leave(self):
        """Close the pages of a test. Whatever they ask for from here on fails."""
        self.context.set_offline(True)
        for page in self.context.pages[1:]:
            page.close()
        self._pending.clear()
        self.context.clear_cookies()
        self.context.clear_permissions()
        self._first.evaluate("localStorage.clear()")
        self.context.set_offline(False)


@pytest.fixture
def visit(chromium, kept_contexts, live_server):
    """Return a function that opens a page: ``visit(path, width=…, scheme=…, user=…, language=…)``.

    Each page of a test is in a browser of its own: that of ``user``, who is signed in to the admin in
    ``language``, or else of a reader. Every page must be silent (no console message, no failed request) and
    stay on its host.
    """
    problems, used = [], []

    def open_page(path="/en/", *, width=DESKTOP, scheme="light", may_fail=False, user=None, language="en"):
        if len(used) == len(kept_contexts):
            kept_contexts.append(KeptContext(chromium, live_server.url))
        used.append(kept_contexts[len(used)])
        context = used[-1].context
        if user:
            context.add_cookies(cookies_of(user, language, live_server.url))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        page.on("pageerror", lambda error: problems.append(f"{path}: {error}"))
        if not may_fail:
            page.on("console", lambda message: problems.append(f"{path}: {message.text}"))
        page.on("request", lambda request: _stay(request.url))
        page.goto(live_server.url + path, wait_until="load")
        return page

    def _stay(url):
        if not url.startswith((live_server.url, "data:")):
            problems.append(f"request left the host: {url}")

    yield open_page
    for each in used:
        # Forms of the admin talk to the server while they are open: no request may outlive the database.
        each.wait()
    # What a page says of requests that fail from here on is no fault of the page.
    found = list(problems)
    for each in used:
        each.leave()
    assert not found


def cookies_of(user, language, url):
    """Return the cookies of a browser in which ``user`` has signed in to the admin."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
    return [{"name": name, "value": value, "url": url} for name, value in cookies.items()]


@pytest.fixture
def archive(transactional_db):
    """One of everything, with long and untranslated texts; returns the addresses of each page kind.

    Nothing else may be in the database yet.
    """
    return as_before("archive", make_archive)


def make_archive():
    today = timezone.localdate()
    topics = [make_topic(), Topic.objects.get(slug="transport")]
    both = {
        "title_ko": "지열에너지 1GW 공급, 세계적인 지열에너지 도시로",
        "body_ko": "<p>서울시는 계획을 밝혔다.</p>",
    }
    post = make_post(
        topics, **both, summary_en="What the plan says.", summary_ko="계획의 요지", author="Energy Division"
    )
    for number in range(14):
        make_post(
            topics[:1], title_en=f"Post number {number} with a title of some length", body_en=LONG, date=None
        )
    document = make_document(topics, year=2019, body_en=LONG)
    make_document(title_ko="서울의 대중교통", kind="video")
    make_issue(stories=4)
    partner = make_partner(url="https://citynet.example.org/", description_en=LONG)
    make_partner(name_en="", name_ko="해외건설협회", kind="association")
    make_partner(name_en="", name_ko="공유도시 서울", kind="programme", description_ko="<p>함께 쓴다.</p>")
    notice = make_notice(
        parts=7,
        submission_opens=today - datetime.timedelta(days=5),
        submission_closes=today + datetime.timedelta(days=11),
        citizens_required=30,
        where_to_submit_en="City Hall",
    )
    make_notice(title_en="Last year's notice")
    SelectionStep.objects.create(notice=notice, position=1, title_en="Review", year=2026, month=8)
    return {
        "home": "/{language}/",
        "list": "/{language}/news/",
        "filtered list": "/{language}/news/?topic=water&page=2",
        "article": f"/{{language}}/news/{post.pk}/",
        "untranslated article": f"/{{language}}/news/{post.pk + 1}/",
        "archive": "/{language}/archive/",
        "document": f"/{{language}}/archive/{document.pk}/",
        "newsletter": "/{language}/newsletter/",
        "issue": "/{language}/newsletter/201/",
        "partners": "/{language}/partners/",
        "partner": f"/{{language}}/partners/{partner.pk}/",
        "notices": "/{language}/notices/",
        "notice": f"/{{language}}/notices/{notice.pk}/",
        "plain page": "/{language}/about/",
        "open data": "/{language}/open-data/",
        "search": "/{language}/search/?q=plan",
        "search not asked": "/{language}/search/",
        "filtered search": "/{language}/search/?q=plan&kind=news",
        "nothing found": "/{language}/search/?q=zzzzqq",
        "nothing found under a filter": "/{language}/search/?q=plan&kind=news&year=1999",
        "other spelling": "/{language}/search/?q=geothremal+energy",
        "topics": "/{language}/topics/",
        "topic": "/{language}/topics/water/",
        "site map": "/{language}/site-map/",
        "accessibility": "/{language}/accessibility/",
    }


def looks(page, widths=(PHONE, DESKTOP), schemes=("light", "dark")):
    """Yield each (width, scheme) while the open page is that wide and in that scheme.

    Style sheets alone decide by these, no script, so that a page need not be loaded for each: with axe, most
    of the time goes into its first run on a page.
    """
    for width in widths:
        page.set_viewport_size({**page.viewport_size, "width": width})
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            yield width, scheme


def sign_in(page, name, language="en"):
    """Fill in the form to sign in, which the page shows, for the user ``name`` with that password."""
    if language == "ko":
        with page.expect_navigation():
            page.click("button[lang=ko]")
    # The form takes the focus when it is drawn; if something has it by then, the browser says so aloud.
    page.locator("#id_username:focus").wait_for()
    page.fill("#id_username", name)
    page.fill("#id_password", name)
    with page.expect_navigation():
        page.click("input[type=submit]")


@pytest.fixture
def edit(visit, staff):
    """Return a function that opens a page of the admin as a member of staff."""

    def open_page(path="/admin/", language="en", **options):
        return visit(path, user=staff, language=language, **options)

    return open_page

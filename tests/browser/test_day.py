"""A day of a text: written in Korean, returned, approved, published by the clock, corrected, and taken away.

Each person has a browser of their own and works in Korean or in English; a reader without an account looks at
the public pages in between.
"""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import expect

from news.models import Post
from seoulsolution.revisions.models import Revision
from tests.browser.test_admin import editor
from tests.factories import make_user

MORNING = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))
ADD, LIST = "/admin/news/post/add/", "/admin/news/post/"


class Colleague:
    """A member of staff in a browser."""

    def __init__(self, page):
        self.page = page
        self.host = page.url.split("/admin/")[0]
        page.set_default_timeout(10_000)

    def open(self, path=None):
        """Open an address of the admin, or the form of the one post."""
        self.page.goto(self.host + (path or f"{LIST}{Post.objects.get().pk}/change/"))

    def choose(self, language):
        self.page.get_by_role("tab", name=language).first.click()

    def write(self, name, text):
        editor(self.page, name).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def press(self, label, last=False):
        buttons = self.page.get_by_role("button", name=label, exact=True)
        with self.page.expect_navigation():
            (buttons.last if last else buttons.first).click()

    def do(self, label, **fields):
        """Open the box of a button above the form, fill it in and press the button in it."""
        box = self.page.locator(
            ".admin-actions details", has=self.page.locator(f"summary:text-is('{label}')")
        )
        box.locator("summary").click()
        for name, text in fields.items():
            box.locator(f"[name={name}]").fill(text)
        with self.page.expect_navigation():
            box.get_by_role("button", name=label, exact=True).last.click()

    def follow(self, label):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=label, exact=True).first.click()

    @property
    def told(self):
        return " ".join(self.page.locator(".messagelist").all_inner_texts())

    @property
    def state(self):
        """What the box above the form says."""
        return self.page.locator(".admin-public").inner_text()


class Reader:
    """Somebody without an account, who looks at the page of the one post."""

    def __init__(self, page):
        self.page = page
        self.host = page.url.split("/en/")[0]
        self.path = ""

    def sees(self, language="ko"):
        """Return the status of the page, and its text."""
        if not self.path:
            self.path = f"news/{Post.objects.get().pk}/"
        answer = self.page.goto(f"{self.host}/{language}/{self.path}")
        return answer.status, self.page.locator("main").inner_text()


@pytest.fixture
def clock(settings):
    settings.SESSION_IDLE_MINUTES = 12 * 60  # their hands are on the keyboard, also where hours are left out
    with time_machine.travel(MORNING) as traveller:
        yield lambda hour, minute, second=0: traveller.move_to(
            MORNING.replace(hour=hour, minute=minute, second=second)
        )


@pytest.fixture
def start_work(visit, clock, transactional_db):
    """Return a function that makes a user with a role and signs them in, in the language of their choice."""

    def start(name, role, language):
        user = make_user(name, **{role: "news"})
        # May fail: a form says so when its record is deleted.
        return Colleague(visit("/admin/", user=user, language=language, may_fail=True))

    return start


@pytest.fixture
def author(start_work):
    return start_work("minji", "Author", "ko")


@pytest.fixture
def colleague(start_work):
    return start_work("lee", "Editor", "en")


@pytest.fixture
def publisher(start_work):
    return start_work("park", "Publisher", "ko")


@pytest.fixture
def reader(visit, clock):
    return Reader(visit("/en/", may_fail=True))  # Chromium says aloud that a page is missing


def test_a_day(author, colleague, publisher, reader, clock):
    write_and_submit(author)
    assert reader.sees()[0] == 404
    return_with_a_remark(colleague)
    correct_and_submit_again(author)
    approve(colleague)
    publish_from_half_past_ten(publisher, clock)
    goes_live_at_its_minute(publisher, reader, clock)
    correct_in_a_draft(author, reader)
    collide_and_merge(author, colleague, reader)
    publish_the_draft_at_two(publisher, reader, clock)
    restore_and_publish(publisher, reader)
    withdraw(publisher, reader)
    for each in (author, colleague):
        each.open("/admin/")
    delete_and_recover(publisher, reader)


def write_and_submit(author):
    author.open(ADD)
    author.choose("한국어")
    author.page.fill("#id_title_ko", "한강 수상버스 운행 시작")
    author.write("body_ko", "수상버스가 여의도와 잠실을 오간다.")
    author.press("저장하고 계속")
    assert "사이트에 보이지 않음" in author.state
    author.do("검토 요청", note="검토 부탁드립니다.")
    assert "검토를 요청했습니다." in author.told


def return_with_a_remark(colleague):
    colleague.open("/admin/")
    waiting = colleague.page.locator("section", has_text="Waiting for your review")
    expect(waiting).to_contain_text("검토 부탁드립니다.", use_inner_text=True)
    waiting.get_by_text("한강 수상버스 운행 시작").click()
    colleague.do("Return with remarks", note="Nearly there.", remark_title_ko="Name the district, please.")
    assert "Returned" in colleague.state


def correct_and_submit_again(author):
    author.open("/admin/")
    author.page.locator("section", has_text="나에게 반려된 글").get_by_text("한강 수상버스").click()
    expect(author.page.locator(".field-title_ko .admin-remark")).to_have_text("Name the district, please.")
    author.page.fill("#id_title_ko", "여의도에서 잠실까지, 한강 수상버스")
    with author.page.expect_navigation():
        author.page.locator("#id_title_ko").press("Control+s")
    assert Post.objects.get().title_ko == "여의도에서 잠실까지, 한강 수상버스"
    author.do("검토 요청")
    expect(author.page.locator(".admin-remark")).to_have_count(0)


def approve(colleague):
    colleague.open()
    colleague.do("Approve", note="Good.")
    assert "Approved" in colleague.state


def publish_from_half_past_ten(publisher, clock):
    clock(10, 0)
    publisher.open()
    publisher.page.fill("#id_go_live_at_0", "2026-06-01")
    publisher.page.fill("#id_go_live_at_1", "10:30")
    with publisher.page.expect_navigation():
        publisher.page.locator("#id_go_live_at_1").press("Control+s")  # saves, and publishes nothing
    assert Post.objects.get().state == "draft"
    publisher.do("공개")
    assert "사이트에 보이지 않음" in publisher.state
    assert "10:30" in publisher.state


def goes_live_at_its_minute(publisher, reader, clock):
    clock(10, 29, 50)
    assert reader.sees()[0] == 404
    clock(10, 30)
    status, text = reader.sees()
    assert (status, "여의도와 잠실을 오간다" in text) == (200, True)
    publisher.open()
    assert "사이트에 공개 중" in publisher.state


def correct_in_a_draft(author, reader):
    author.open()
    author.choose("한국어")
    author.write("body_ko", "수상버스가 마곡과 잠실을 오간다.")
    author.press("초안 저장")
    assert "초안" in author.state
    assert "여의도와 잠실" in reader.sees()[1]
    author.open(LIST)
    expect(author.page.locator("#result_list .admin-draft")).to_contain_text("minji", use_inner_text=True)


def collide_and_merge(author, colleague, reader):
    author.open()
    colleague.open()
    colleague.choose("English")
    colleague.page.fill("#id_title_en", "River buses from Magok to Jamsil")
    colleague.write("body_en", "The river bus runs between Magok and Jamsil.")
    colleague.press("Save draft")
    author.choose("한국어")
    author.page.fill("#id_title_ko", "마곡에서 잠실까지, 한강 수상버스")
    author.press("초안 저장")
    theirs = author.page.locator(".revision-conflict").inner_text()
    assert "lee" in theirs
    assert "River buses from Magok to Jamsil" in theirs
    author.press("초안 저장")
    expect(author.page.locator(".revision-conflict")).to_have_count(0)
    draft = Revision.objects.of(Post.objects.get()).first()
    assert draft.data["fields"]["title_en"] == "River buses from Magok to Jamsil"
    assert draft.data["fields"]["title_ko"] == "마곡에서 잠실까지, 한강 수상버스"
    assert "여의도에서 잠실까지" in reader.sees()[1]


def publish_the_draft_at_two(publisher, reader, clock):
    clock(11, 0)
    publisher.open()
    publisher.do("공개 예약", at_0="2026-06-01", at_1="14:00")
    assert "14:00" in publisher.state
    clock(13, 59, 50)
    assert "여의도에서 잠실까지" in reader.sees()[1]
    clock(14, 0)
    assert "마곡에서 잠실까지" in reader.sees()[1]
    assert "River buses from Magok" in reader.sees("en")[1]
    last = Revision.objects.of(Post.objects.get()).first()
    assert (last.event, last.due_at) == ("published", MORNING.replace(hour=14))


def restore_and_publish(publisher, reader):
    first = Revision.objects.of(Post.objects.get()).filter(event="published").last()
    publisher.open()
    publisher.follow("변경 이력")
    publisher.follow(str(first.number))
    publisher.press("이 수정본으로 되돌리기")
    assert "초안" in publisher.state
    assert "마곡에서 잠실까지" in reader.sees()[1]
    publisher.do("공개", note="노선 변경 취소")
    assert "여의도에서 잠실까지" in reader.sees()[1]


def withdraw(publisher, reader):
    publisher.follow("게시 중단")
    publisher.page.fill("[name=reason_ko]", "운행 계획이 취소되었습니다.")
    publisher.page.fill("[name=reason_en]", "The service was cancelled.")
    publisher.press("게시 중단")
    for language, reason in (("ko", "운행 계획이 취소되었습니다."), ("en", "The service was cancelled.")):
        status, text = reader.sees(language)
        assert (status, reason in text) == (410, True)
        assert "수상버스" not in reader.page.content()


def delete_and_recover(publisher, reader):
    publisher.follow("삭제")
    publisher.page.locator("input[type=submit]").last.click()
    publisher.page.wait_for_url(re.compile(LIST + "$"))
    assert not Post.objects.exists()
    assert reader.sees()[0] == 404
    publisher.follow("삭제된 자료")
    publisher.page.get_by_role("button", name=re.compile("^복구")).click()
    publisher.page.wait_for_url(re.compile("/change/$"))
    assert "사이트에 보이지 않음" in publisher.state
    assert reader.sees()[0] == 404
    publisher.do("공개")
    assert "여의도와 잠실을 오간다" in reader.sees()[1]

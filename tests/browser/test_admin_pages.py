"""Every page that a text meets on its way in the admin, with everything on it: nothing for axe to find."""

import uuid

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from news.models import Post
from notices.models import SelectionStep
from seoulsolution.accounts.models import RoleAssignment
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import drafts, editing, history, workflow
from seoulsolution.revisions.models import Comment
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, SIDEWAYS, TALL, looks
from tests.browser.test_admin import editor
from tests.factories import make_notice, make_post, make_user

TEXTS = {
    "title_ko": "여의도에서 잠실까지, 한강 수상버스",
    "body_ko": "<p>수상버스가 여의도와 잠실을 오간다.</p>",
    "title_en": "River buses from Yeouido to Jamsil",
    "body_en": "<p>The river bus runs between Yeouido and Jamsil.</p>",
}


def keep_draft(post, user, **values):
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, values), user=user)


@pytest.fixture
def pages(staff, transactional_db):
    """Return the addresses of the pages by what they are."""
    author = make_user("minji", Author="news")
    post, returned, deleted = make_post(**TEXTS), make_post(**TEXTS), make_post(**TEXTS)
    plain, planned = make_post(**TEXTS), make_post(**TEXTS, state="draft")
    for one in (post, returned):
        keep_draft(one, author, title_en="River buses to Jamsil", title_ko="잠실까지 수상버스로")
        workflow.submit(one, user=author, note="검토 부탁드립니다.")
    remarks = {"title_ko": "출발지도 적어 주세요.", "body_en": "Which district?"}
    workflow.send_back(returned, user=staff, note="Nearly there.", remarks=remarks)
    workflow.submit(planned, user=author)
    workflow.approve(planned, user=staff)
    keep_draft(plain, staff, title_en="River buses", summary_en="Every half hour.")
    history.delete([deleted], user=author)
    RoleAssignment.objects.create(user=author, role=Group.objects.get(name="Translator"), section="notices")
    editing.keep(staff, Post, plain.pk, {"title_en": ["Boats"]}, key=uuid.uuid4(), continues=None, number=2)
    remark = Comment.objects.create(record=post, field="title_ko", text="여의도부터?", created_by=staff)
    remark.answer("Since 2025.", author)
    Comment.objects.create(record=returned, text="Done.", created_by=author).resolve(staff)
    Review.objects.create(record=returned, reason="no_date", detail="2023")
    notice = make_notice(parts=2, title_ko="명예시민 추천 공고")
    SelectionStep.objects.create(
        notice=notice, position=1, year=2026, month=8, title_en="Screening", title_ko="심사"
    )
    number = history.latest_number(post)
    at = f"/admin/news/post/{post.pk}"
    return {
        "dashboard": "/admin/",
        "list": "/admin/news/post/",
        "form with a submission": f"{at}/change/",
        "form with remarks": f"/admin/news/post/{returned.pk}/change/",
        "form with unsaved text": f"/admin/news/post/{plain.pk}/change/",
        "form with rows": f"/admin/notices/notice/{notice.pk}/change/",
        "history": f"{at}/history/",
        "revision": f"{at}/history/{number}/?with=1",
        "older revision": f"{at}/history/1/",
        "both languages": f"{at}/history/languages/",
        "translations": "/admin/translations/",
        "preview": f"{at}/preview/",
        "withdrawal": f"{at}/withdraw/",
        "erasing": f"/admin/news/post/erase/{post.pk}/",
        "deleting": f"{at}/delete/",
        "deleted": "/admin/news/post/deleted/",
        "roles": f"/admin/auth/user/{author.pk}/change/",
        "sign-in of an account": f"/admin/auth/user/{author.pk}/security/",
        "audit log": "/admin/accounts/auditentry/",
        "search": "/admin/search/?q=Jamsil",
        "broken links": "/admin/broken-links/",
        "notices": "/admin/notices/notice/",
    }


#: Opens all boxes of actions and remarks, of which only one at a time is open otherwise.
UNFOLD = """() => {
    const folded = document.querySelectorAll('.admin-actions details, .admin-comments > details');
    folded.forEach(details => { details.removeAttribute('name'); details.open = true; });
    return folded.length;
}"""


def problems(page, what):
    part = {"exclude": ["iframe"]}  # test_preview.py looks at the pages in the frames
    found = [f"{what}: {one}" for one in findings(page, part, preload=False)]
    return found + ([f"{what} scrolls sideways"] if page.evaluate(SIDEWAYS) > 0 else [])


def problems_at_both_widths(page, what, scheme):
    return [one for width, _ in looks(page, schemes=[scheme]) for one in problems(page, f"{what}, {width}")]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ko", "dark")])
def test_axe_finds_nothing_and_leaves_nothing_open(edit, pages, language, scheme):
    page = edit("/admin/", language, scheme=scheme)
    page.set_viewport_size({"width": DESKTOP, "height": 2 * TALL})
    host, found = page.url.split("/admin/")[0], []
    for what, path in pages.items():
        page.goto(host + path)
        found += problems_at_both_widths(page, what, scheme)
        if page.evaluate(UNFOLD):
            found += problems_at_both_widths(page, f"{what}, all open", scheme)
    page.goto(host + pages["list"])
    page.locator("#action-toggle").click()
    page.locator("select[name=action]").select_option("publish")
    with page.expect_navigation():
        page.locator(".actions [type=submit]").first.click()
    found += problems_at_both_widths(page, "publishing many", scheme)
    assert not found


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", DESKTOP, "light"), ("ko", PHONE, "dark")])
def test_axe_finds_nothing_in_a_conflict(edit, pages, language, width, scheme):
    page = edit(pages["form with remarks"], language, width=width, scheme=scheme, may_fail=True)
    page.set_viewport_size({"width": width, "height": TALL})
    post = Post.objects.get(pk=page.url.split("/")[-3])
    keep_draft(post, None, title_en="Ferries", title_ko="나룻배")
    page.get_by_role("tab", name="English").click()
    page.fill("#id_title_en", "Boats")
    editor(page, "body_en").click()
    page.keyboard.type("Boats, too. ")
    with page.expect_navigation():
        page.locator("input[name=_continue]").last.click()
    expect(page.locator(".revision-conflict")).not_to_have_count(0)
    assert not problems(page, "conflict")

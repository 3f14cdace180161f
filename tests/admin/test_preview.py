"""Previews in the admin: the page of a draft, of an old revision, of what was withdrawn, and links to it."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Post
from seoulsolution.admin.urls import form_url, preview_url
from seoulsolution.revisions import drafts, history, preview_links, publishing
from seoulsolution.revisions.models import PreviewLink, Revision
from tests.factories import (
    allow,
    make_draft,
    make_image,
    make_issue,
    make_notice,
    make_partner,
    make_post,
    make_topic,
)
from tests.marks import MADE_AND_IMPORTED
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db
BOTH = {"title_ko": "전차", "body_ko": "<p>전차가 다닌다.</p>"}
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture(params=MADE_AND_IMPORTED)
def post(request, db):
    """A published post in both languages: one of our own, and one of the seeds."""
    if request.param == "made":
        return make_post([make_topic()], title_en="Trams", **BOTH)
    post = request.getfixturevalue("imported_post")
    Post.objects.filter(pk=post.pk).update(**BOTH)
    return Post.objects.get(pk=post.pk)


def frames(response):
    return [frame["src"] for frame in elements(response, "iframe")]


def framed(client, record, **query):
    """Return the page in the frames of the preview of ``record``."""
    return client.get(frames(client.get(preview_url(record, **query)))[0])


# The page in the frames ------------------------------------------------------------------------------


def test_the_draft_is_shown_as_its_page_will_be(staff_client, post):
    make_draft(post, title_en="A new title")
    preview = framed(staff_client, post)
    assert texts(preview, "h1") == ["A new title"]
    publishing.publish(post)
    public = staff_client.get(Post.objects.get(pk=post.pk).get_absolute_url("en"))
    [shared] = texts(public, "section", **{"class": "box share"})  # a draft has no address to share
    [shown], [expected] = texts(preview, "main"), texts(public, "main")
    assert shown.split() == expected.replace(shared, "").split()


def test_phone_and_desktop_show_the_same_page(staff_client, post):
    one, other = frames(staff_client.get(preview_url(post)))
    assert one == other == preview_url(post) + "en/"


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft"},
        {"state": "withdrawn"},
        {"go_live_at": NOW + DAY},
        {"expires_at": NOW - DAY},
        {},
    ],
)
def test_whatever_its_state_a_record_has_a_preview(staff_client, fields):
    with time_machine.travel(NOW, tick=False):
        post = make_post(**fields)
        assert texts(framed(staff_client, post), "h1") == ["Up to 1 GW of geothermal energy"]


@pytest.mark.parametrize("make", [make_post, make_issue, make_notice, make_partner])
def test_every_kind_has_a_preview(staff_client, make):
    record = make(state="draft")
    assert framed(staff_client, record).status_code == 200
    assert elements(framed(staff_client, record), "h1")


def test_children_are_those_of_the_draft(staff_client):
    issue = make_issue(stories=2)
    history.write([issue])
    with history.change([issue]) as [locked]:
        drafts.save(locked, drafts.without_child(locked, locked.stories.first()))
    page = framed(staff_client, issue)
    assert texts(page, "section", class_="story") == ["Story 2 Text 2."]


def test_an_old_revision_is_shown_as_it_was(staff_client, post):
    title = post.title_en
    history.write([post])
    number = history.latest_number(post)
    make_draft(post, title_en="A new title")
    revision = staff_client.get(form_url(post).removesuffix("change/") + f"history/{number}/")
    assert preview_url(post, revision=number) in links(revision)
    page = staff_client.get(preview_url(post, revision=number))
    assert f"Revision {number}" in " ".join(texts(page, "p"))
    assert texts(framed(staff_client, post, revision=number), "h1") == [title]
    other = framed(staff_client, post, revision=number, language="ko")
    assert any(f"en/?revision={number}" in href for href in links(other))


@pytest.mark.parametrize("revision", ["0", "999", "-1", "x", "", "9" * 30, "²"])
def test_a_revision_that_is_not_there_is_404(staff_client, post, revision):
    history.write([post])
    assert staff_client.get(preview_url(post, revision=revision)).status_code == 404


@pytest.mark.parametrize("end", ["fr/", "EN/", "xx/"])
def test_a_language_that_the_site_does_not_have_is_404(staff_client, post, end):
    assert staff_client.get(preview_url(post) + end).status_code == 404


def test_the_title_of_another_language_does_not_need_a_body(staff_client):
    post = make_post(state="draft", title_ko="전차")
    page = staff_client.get(preview_url(post, language="ko"))
    assert "Not complete: Body missing." in " ".join(texts(page, "p"))
    assert texts(framed(staff_client, post, language="ko"), "h1") == ["전차"]


def test_a_withheld_language_is_shown_and_said(staff_client):
    post = make_post(withheld_ko=True, **BOTH)
    page = staff_client.get(preview_url(post, language="ko"))
    assert "Withheld." in " ".join(texts(page, "p"))
    assert texts(framed(staff_client, post, language="ko"), "h1") == ["전차"]


def test_a_language_without_text_is_not_offered(staff_client):
    post = make_post()
    page = staff_client.get(preview_url(post, language="ko"))
    assert frames(page)[0].endswith("/en/")
    assert staff_client.get(preview_url(post) + "ko/").status_code == 404


def test_a_record_without_any_text_has_a_page_that_says_so(staff_client):
    post = make_post(title_en="", body_en="", foreign_title="عنوان", foreign_language="ar")
    page = staff_client.get(preview_url(post))
    assert not frames(page)
    assert "There is no text yet" in " ".join(texts(page, "p"))


def test_links_in_the_frame_open_elsewhere_and_the_switch_stays(staff_client, post):
    page = framed(staff_client, make_draft(post, source_url="https://example.org/"))
    by_address = {link["href"]: link for link in elements(page, "a") if "href" in link}
    assert by_address["https://example.org/"]["target"] == "_blank"
    assert "target" not in by_address[preview_url(post) + "ko/"]
    assert not elements(page, "script")
    assert all("inert" in form for form in elements(page, "form"))


def test_the_picture_of_a_draft_is_shown_to_staff(staff_client):
    picture = make_image()
    page = framed(staff_client, make_draft(make_post(), cover=picture.pk))
    sources = [img["src"] for img in elements(page, "img")]
    assert picture.url(format="jpeg") in sources
    answer = staff_client.get(picture.url())
    assert answer.status_code == 200
    answer.getvalue()


# Headers --------------------------------------------------------------------------------------------


def test_only_previews_are_framed_and_only_by_our_admin(staff_client, post):
    outer, inner = staff_client.get(preview_url(post)), framed(staff_client, post)
    assert inner["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in inner["Content-Security-Policy"]
    assert outer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in outer["Content-Security-Policy"]
    assert "frame-src 'self'" in outer["Content-Security-Policy"]
    for path in (form_url(post), "/admin/", post.get_absolute_url("en"), preview_url(post) + "fr/"):
        response = staff_client.get(path)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert "frame-src" not in response["Content-Security-Policy"]


def test_the_framed_page_is_kept_nowhere(staff_client, post):
    inner = framed(staff_client, post)
    assert inner["X-Robots-Tag"] == "noindex, nofollow"
    assert {"no-store", "private"} <= set(inner["Cache-Control"].split(", "))
    assert inner["Referrer-Policy"] == "no-referrer"
    assert "script-src 'none'" in inner["Content-Security-Policy"]


def test_the_form_is_sent_with_the_address_it_came_from(staff_client, post):
    """Without a referrer browsers send no origin, and the check of forms would refuse it."""
    assert staff_client.get(preview_url(post))["Referrer-Policy"] != "no-referrer"


# Who may see it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["", "en/", "?revision=1"])
def test_a_preview_asks_for_the_right_to_see_the_record(clerk_client, clerk, client, post, end):
    history.write([post])
    assert clerk_client.get(preview_url(post) + end).status_code == 403
    allow(clerk, "view_document", "change_document")
    assert clerk_client.get(preview_url(post) + end).status_code == 403
    allow(clerk, "view_post")
    assert clerk_client.get(preview_url(post) + end).status_code == 200
    client.logout()
    assert client.get(preview_url(post) + end).status_code == 302


@pytest.mark.parametrize("pk", ["0", "999999", "x", "9" * 30, "%00"])
def test_a_record_that_is_not_there(staff_client, pk):
    for end in ("", "en/"):
        assert staff_client.get(f"/admin/news/post/{pk}/preview/{end}").status_code == 404


def test_the_preview_of_a_revision_of_another_record_is_404(staff_client):
    first, second = make_post(), make_post()
    history.write([first])
    number = history.latest_number(first)
    assert staff_client.get(preview_url(second, revision=number)).status_code == 404


# Sharing -----------------------------------------------------------------------------------------------


def share(client, record, days="7"):
    return client.post(preview_url(record), {"days": days})


def test_a_link_is_shown_once_with_who_made_it_and_when_it_ends(staff_client, client):
    with time_machine.travel(NOW, tick=False):
        post = make_post(state="draft")
        page = share(staff_client, post, days="3")
        [field] = elements(page, "input", id="preview-link")
        again = staff_client.get(preview_url(post))
        client.logout()
        address = field["value"].removeprefix("http://127.0.0.1:8000")
        assert client.get(address + "en/").status_code == 200
    assert not elements(again, "input", id="preview-link")
    assert field["value"] not in again.content.decode()
    [line] = texts(again, "li")[-1:]
    assert "staff" in line
    assert "2 Mar 2026 18:00" in line
    assert "5 Mar 2026 18:00" in line


@pytest.mark.parametrize("days", ["0", "31", "-1", "x", "", "9" * 30, "1.5"])
def test_a_wrong_number_of_days_makes_no_link(staff_client, days):
    page = share(staff_client, make_post(state="draft"), days)
    assert page.status_code == 200
    assert texts(page, "ul", class_="errorlist")
    assert not PreviewLink.objects.exists()


def test_the_days_proposed_are_a_setting(staff_client, settings):
    settings.PREVIEW_LINK_DAYS = 4
    [field] = elements(staff_client.get(preview_url(make_post(state="draft"))), "input", name="days")
    assert field["value"] == "4"


def test_a_published_text_has_nothing_to_share(staff_client, post):
    page = staff_client.get(preview_url(post))
    assert not elements(page, "input", name="days")
    assert texts(share(staff_client, post), "ul", class_="messagelist")
    assert not PreviewLink.objects.exists()
    assert elements(staff_client.get(preview_url(make_draft(post, title_en="New"))), "input", name="days")


def test_a_revoked_link_ends_at_once(staff_client, client):
    post = make_post(state="draft")
    token, link = preview_links.create(post, user=None, days=7)
    [form] = [
        one for one in elements(staff_client.get(preview_url(post)), "form") if "revoke" in one["action"]
    ]
    assert staff_client.get(form["action"]).status_code == 405
    assert staff_client.post(form["action"]).status_code == 302
    assert client.get(f"/preview/{token}/en/").status_code == 404
    link.refresh_from_db()
    revoked_at = link.revoked_at
    assert staff_client.post(form["action"]).status_code == 302  # pressed twice
    link.refresh_from_db()
    assert link.revoked_at == revoked_at


def test_links_are_made_and_revoked_by_who_may_change_the_record(clerk_client, clerk):
    post = make_post(state="draft")
    _token, link = preview_links.create(post, user=None, days=7)
    allow(clerk, "view_post")
    assert not elements(clerk_client.get(preview_url(post)), "input", name="days")
    revoke = f"{preview_url(post)}links/{link.pk}/revoke/"
    assert share(clerk_client, post).status_code == 403
    assert clerk_client.post(revoke).status_code == 403
    allow(clerk, "change_post")
    assert share(clerk_client, post).status_code == 200
    assert clerk_client.post(revoke).status_code == 302
    assert PreviewLink.objects.usable().get().created_by == clerk


def test_the_link_of_another_record_is_not_revoked_here(staff_client):
    first, second = make_post(state="draft"), make_post(state="draft")
    _token, link = preview_links.create(first, user=None, days=7)
    assert staff_client.post(f"{preview_url(second)}links/{link.pk}/revoke/").status_code == 404
    assert PreviewLink.objects.usable().exists()


# It writes nothing --------------------------------------------------------------------------------------


def test_a_preview_writes_nothing(staff_client, post):
    make_draft(post, title_en="New")
    revisions = Revision.objects.count()
    with CaptureQueriesContext(connection) as queries:
        staff_client.get(preview_url(post))
        staff_client.get(preview_url(post) + "ko/")
    assert not [one for one in queries if re.match("INSERT|UPDATE|DELETE", one["sql"])]
    assert Revision.objects.count() == revisions


def test_the_number_of_queries_does_not_grow(staff_client):
    post = make_draft(make_post(), title_en="New")
    preview_links.create(post, user=None, days=7)
    paths = [preview_url(post), preview_url(post) + "en/"]
    make_post()
    few = [query_count(staff_client, path) for path in paths]
    for _number in range(8):
        make_post()
        preview_links.create(post, user=None, days=7)
    assert [query_count(staff_client, path) for path in paths] == few


# The bar on the public page ------------------------------------------------------------------------------


def bar(response):
    return texts(response, "aside", class_="top-bar")


def test_staff_see_that_there_is_a_draft(staff_client, staff, post):
    address = post.get_absolute_url("en")
    with time_machine.travel(NOW, tick=False):
        make_draft(post, user=staff, title_en="A new title")
    response = staff_client.get(address)
    assert bar(response) == ["A draft exists. Last saved by staff at 2 Mar 2026 18:00 Edit Preview"]
    assert {form_url(post), preview_url(post)} <= set(links(response))
    assert "A new title" not in response.content.decode()


def test_staff_see_the_way_to_the_form_where_there_is_no_draft(staff_client, post):
    response = staff_client.get(post.get_absolute_url("ko"))
    assert len(bar(response)) == 1
    assert form_url(post) in links(response)
    assert preview_url(post) not in links(response)


def test_a_page_with_the_bar_is_kept_nowhere(staff_client, client, post):
    address = post.get_absolute_url("en")
    tag = client.get(address)["ETag"] if not client.cookies else ""
    response = staff_client.get(address, headers={"accept-encoding": "gzip", "if-none-match": tag})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]
    assert "ETag" not in response
    assert "Content-Encoding" not in response


def test_nobody_else_sees_the_bar(client, django_user_model, clerk, post):
    make_draft(post, title_en="New")
    address = post.get_absolute_url("en")
    anonymous = client.get(address)
    assert not bar(anonymous)
    reader = django_user_model.objects.create_user("reader")
    gone = django_user_model.objects.create_superuser("gone", is_active=False)
    for user in (reader, clerk, gone):
        client.force_login(user)
        response = client.get(address)
        assert response.content == anonymous.content, user
        assert response["ETag"] == anonymous["ETag"]


def test_readers_do_not_pay_for_the_bar(client, post):
    address = post.get_absolute_url("en")
    response = client.get(address)
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "no-cache"
    before = query_count(client, address)
    make_draft(post, title_en="New")
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address)
    assert len(queries) == before
    assert again["ETag"] == response["ETag"]
    assert not [one for one in queries if re.search("session|auth_user|revisions_revision", one["sql"])]


def test_a_forged_session_sees_what_readers_see(client, post):
    plain = client.get(post.get_absolute_url("en"))
    client.cookies["sessionid"] = "forged"
    assert client.get(post.get_absolute_url("en")).content == plain.content


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_the_public_address_of_an_unpublished_record_shows_staff_no_more(staff_client, state):
    post = make_post(state=state)
    response = staff_client.get(post.get_absolute_url("en"))
    assert response.status_code in (404, 410)
    assert post.title_en not in texts(response, "main")[0]
    assert not bar(response)


def test_lists_and_the_admin_have_no_bar(staff_client, post):
    for path in (
        "/en/",
        "/en/news/",
        "/en/topics/",
        form_url(post),
        preview_url(post),
        preview_url(post) + "en/",
    ):
        assert not bar(staff_client.get(path))


def test_a_preview_link_opened_by_staff_has_its_own_bar_alone(staff_client):
    post = make_post(state="draft")
    token, _link = preview_links.create(post, user=None, days=7)
    [text] = bar(staff_client.get(f"/preview/{token}/en/"))
    assert text.startswith("Preview of a text")

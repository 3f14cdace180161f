"""The report of broken links, and the chooser of pages to link to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_issue, make_notice, make_post, make_topic, make_user
from tests.reading import body_of

pytestmark = pytest.mark.django_db
REPORT, CHOOSER = "/admin/broken-links/", "/admin/links/"


def link(address):
    return f'<p><a href="{address}">Plan</a></p>'


def test_each_broken_link_leads_to_the_input_that_has_it(staff_client):
    hidden = make_post(state="draft", title_en="Hidden")
    issue = make_issue(1, title_en="Autumn")
    issue.stories.update(body_ko=link("/ko/nowhere/"))
    post = make_post(
        body_en=link(hidden.get_absolute_url("en")) + link("/en/news/") + link("/en/news/999999/"),
        title_en="Rivers",
    )
    rows = staff_client.get(REPORT).context["rows"]
    story = issue.stories.get()
    assert [(str(row["title"]), row["url"], row["reason"]) for row in rows] == [
        ("Rivers", f"/admin/news/post/{post.pk}/change/#id_body_en", "its page is not public"),
        ("Rivers", f"/admin/news/post/{post.pk}/change/#id_body_en", "no page has this address"),
        ("Autumn", f"/admin/news/story/{story.pk}/change/#id_body_ko", "no page has this address"),
    ]
    assert "3 links lead to no page" in staff_client.get("/admin/").content.decode()


def test_an_imported_text_is_in_the_report(staff_client, imported_post):
    imported_post.body_en += link("/en/gone/")
    imported_post.save()
    assert "/en/gone/" in staff_client.get(REPORT).content.decode()


def test_the_report_says_that_nothing_is_broken_and_only_what_one_may_see(client, staff_client):
    assert "No link is broken." in staff_client.get(REPORT).content.decode()
    make_post(body_en=link("/en/gone/"))
    make_notice(intro_en=link("/en/gone-too/"))
    client.force_login(make_user(Editor="notices"))
    page = client.get(REPORT).content.decode()
    assert "gone-too" in page
    client.force_login(make_user("nobody"))
    assert client.get(REPORT).status_code == 403


def test_the_report_takes_as_many_queries_for_one_link_as_for_many(staff_client):
    counts = []
    for number in (1, 9):
        for each in range(number):
            make_post(body_en=link(f"/en/gone-{number}-{each}/"), title_en=f"{number} {each}")
        with CaptureQueriesContext(connection) as queries:
            body_of(staff_client.get(REPORT))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_chooser_finds_public_pages_of_every_kind_in_the_language_of_the_text(staff_client):
    post = make_post(title_en="Water plan", title_ko="물 계획", body_ko="<p>물</p>")
    make_post(state="draft", title_en="Water draft")
    make_topic(slug="harbour", name_en="Waterfront", name_ko="수변")
    rows = staff_client.get(CHOOSER, {"q": "water", "part": "1", "language": "ko"}).context["rows"]
    assert [(row["title"], row["address"]) for row in rows] == [("물 계획", post.get_absolute_url("ko"))]
    page = staff_client.get(CHOOSER).content.decode()
    assert f'data-address="{post.get_absolute_url("en")}"' in page
    assert "<dialog" in page

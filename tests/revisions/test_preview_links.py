"""Links to previews for people without an account: what they show, to whom, and when they end."""

import datetime
import hashlib
import re

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Post
from seoulsolution.admin.urls import form_url
from seoulsolution.revisions import drafts, history, preview_links, publishing, snapshots
from seoulsolution.revisions.models import PreviewLink
from tests.factories import (
    make_draft,
    make_image,
    make_issue,
    make_notice,
    make_partner,
    make_post,
    make_topic,
)
from tests.forms import submit
from tests.marks import MADE_AND_IMPORTED
from tests.reading import elements, links, query_count, texts

pytestmark = pytest.mark.django_db
BOTH = {"title_ko": "전차", "body_ko": "<p>전차가 다닌다.</p>"}
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(params=MADE_AND_IMPORTED)
def post(request, db):
    """A published post in both languages: one of our own, and one of the seeds."""
    if request.param == "made":
        return make_post([make_topic()], title_en="Trams", **BOTH)
    post = request.getfixturevalue("imported_post")
    Post.objects.filter(pk=post.pk).update(**BOTH)
    return Post.objects.get(pk=post.pk)


def share(record, days=7):
    """Return the address of a new link to previews of ``record``."""
    token, _link = preview_links.create(record, user=None, days=days)
    return f"/preview/{token}/"


def heading(response):
    return texts(response, "h1")[0]


def test_a_link_shows_the_draft_as_it_is_now_to_anybody(client, post):
    address = share(make_draft(post, title_en="Draft one"))
    assert heading(client.get(address + "en/")) == "Draft one"
    make_draft(post, title_en="Draft two")
    assert heading(client.get(address + "en/")) == "Draft two"
    assert heading(client.get(address + "ko/")) == "전차"
    assert heading(client.get(post.get_absolute_url("en"))) == post.title_en


def test_a_link_leads_to_the_language_of_the_reader(client, post):
    address = share(make_draft(post, title_en="Draft"))
    for language in ("en", "ko"):
        response = client.get(address, headers={"accept-language": language})
        assert response["Location"] == f"{address}{language}/"


def test_a_language_without_text_has_no_preview(client):
    address = share(make_post(state="draft", title_en="Trams"))
    assert client.get(address, headers={"accept-language": "ko"})["Location"] == f"{address}en/"
    response = client.get(address + "en/")
    assert f"{address}ko/" not in response.content.decode()
    for wrong in ("ko/", "fr/"):
        assert client.get(address + wrong).status_code == 404


@pytest.mark.parametrize(
    ("make", "changes", "text"),
    [
        (lambda: make_issue(stories=2, state="draft"), {}, "Story 2"),
        (lambda: make_notice(parts=2, state="draft"), {}, "Part 2"),
        (lambda: make_partner(state="draft", description_en="<p>A network.</p>"), {}, "A network."),
        (lambda: make_post(state="withdrawn", body_en="<p>Withdrawn.</p>"), {}, "Withdrawn."),
        (lambda: make_issue(stories=1), {"lead_en": "A new lead"}, "A new lead"),
    ],
)
def test_every_kind_and_state_has_a_preview(client, make, changes, text):
    record = make()
    address = share(make_draft(record, **changes) if changes else record)
    response = client.get(address + "en/")
    assert response.status_code == 200
    assert text in response.content.decode()
    public = client.get(record.get_absolute_url("en"))
    assert text not in public.content.decode()


def test_only_the_digest_of_the_token_is_kept(post):
    token = share(make_draft(post, title_en="Draft")).split("/")[2]
    [row] = PreviewLink.objects.values()
    assert row["digest"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(row)


def test_two_links_have_different_tokens(post):
    make_draft(post, title_en="Draft")
    assert share(post) != share(post)


# How a link ends ------------------------------------------------------------------------------------


def discard(post, address):
    drafts.discard(post)


def publish(post, address):
    publishing.publish(post)


def delete(post, address):
    history.delete([post])


def revoke(post, address):
    preview_links.revoke(PreviewLink.objects.get())


def become_the_public_text(post, address):
    make_draft(post, title_en=post.title_en)


@pytest.mark.parametrize("end", [discard, publish, delete, revoke, become_the_public_text])
def test_a_link_dies_with_the_draft(client, post, end):
    address = share(make_draft(post, title_en="Draft"))
    assert client.get(address + "en/").status_code == 200
    end(post, address)
    for path in (address, address + "en/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("end", [discard, publish, become_the_public_text])
def test_a_dead_link_does_not_come_back_with_the_next_draft(client, post, end):
    address = share(make_draft(post, title_en="Draft"))
    end(post, address)
    make_draft(post, title_en="Another draft")
    assert client.get(address + "en/").status_code == 404


def test_a_link_to_an_unpublished_record_ends_when_it_is_published_by_any_door(client):
    post = make_post(state="draft")
    history.write([post])
    address = share(post)
    with history.change([post]) as [locked]:
        locked.state = "published"
        locked.save()
    assert client.get(address + "en/").status_code == 404
    with history.change([post]) as [locked]:
        locked.state = "withdrawn"
        locked.save()
    assert client.get(address + "en/").status_code == 404


def test_the_form_that_publishes_ends_the_link(staff_client, client):
    post = make_post(state="draft")
    address = share(post)
    assert submit(staff_client, form_url(post), _publish="1").status_code == 302
    assert client.get(address + "en/").status_code == 404


def test_saving_an_unpublished_record_keeps_its_link(staff_client, client):
    post = make_post(state="draft")
    address = share(post)
    assert submit(staff_client, form_url(post), title_en="Other words").status_code == 302
    assert heading(client.get(address + "en/")) == "Other words"


def test_a_link_expires_to_the_second(client):
    with time_machine.travel(NOW, tick=False):
        address = share(make_post(state="draft"), days=3)
    with time_machine.travel(NOW + 3 * DAY - datetime.timedelta(seconds=1), tick=False):
        assert client.get(address + "en/").status_code == 200
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        assert client.get(address + "en/").status_code == 404


def test_a_published_text_is_not_shared(post):
    assert preview_links.create(post, user=None, days=7) is None
    assert not PreviewLink.objects.exists()


def test_publishing_many_ends_their_links_with_one_query_per_kind():
    posts = [make_post(state="draft") for _number in range(3)]
    history.write(posts)
    for post in posts:
        share(post)

    def publish_all(records):
        with CaptureQueriesContext(connection) as queries, history.change(records) as locked:
            for record in locked:
                record.state = "published"
                record.save()
        return sum('DELETE FROM "revisions_previewlink"' in query["sql"] for query in queries)

    assert publish_all(posts[:1]) == publish_all(posts[1:]) == 1
    assert not PreviewLink.objects.exists()


# No link tells why it does not work --------------------------------------------------------------------


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(client, post):
    address = share(make_draft(post, title_en="Draft"))
    token = address.split("/")[2]
    signer = signing.Signer(salt="seoulsolution.revisions.preview_links", sep=".")
    revoked = share(post)
    preview_links.revoke(PreviewLink.objects.first())
    expired = share(post)
    PreviewLink.objects.filter(pk=PreviewLink.objects.first().pk).update(expires_at=NOW - DAY)
    gone = make_post(state="draft")
    of_deleted = share(gone)
    gone.delete()
    wrong = [
        f"/preview/{signer.sign('never made')}/",
        f"/preview/{token[:-1]}/",
        f"/preview/{token.upper()}/",
        "/preview/a%00b/",
        "/preview/전차/",
        "/preview/%ff/",
        "/preview/1/",
        revoked,
        expired,
        of_deleted,
    ]
    answers = {
        (answer.status_code, answer.content, tuple(sorted(answer.headers.items())))
        for path in wrong
        for answer in (client.get(path), client.get(path + "en/"))
        if answer.headers.pop("X-Request-ID")  # of the request, not of the link
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404
    assert client.get(address + "en/").status_code == 200


def test_a_link_that_does_not_work_is_not_named_by_its_page(client):
    response = client.get("/preview/secret-words-of-a-token/")
    assert "secret" not in response.content.decode()


def test_a_link_only_reads(client, post):
    address = share(make_draft(post, title_en="Draft")) + "en/"
    for method in (client.post, client.put, client.delete, client.options):
        assert method(address).status_code == 405
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")


# What keeps it to those who have it ----------------------------------------------------------------------


def test_previews_are_kept_nowhere_and_named_to_nobody(client, post):
    address = share(make_draft(post, title_en="Draft"))
    for path in (address, address + "en/", "/preview/unknown/"):
        response = client.get(path)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert "form-action 'none'" in response["Content-Security-Policy"]
        assert not response.cookies
        assert "ETag" not in response


def test_a_preview_is_not_compressed(client, post):
    address = share(make_draft(post, title_en="Draft"))
    response = client.get(address + "en/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in response


def test_a_preview_is_a_dead_end(client, post):
    make_draft(
        post, body_en='<p><a href="https://example.org/">Away</a></p>', source_url="https://example.com/"
    )
    address = share(post)
    response = client.get(address + "en/")
    assert all(href.startswith(("#", address)) for href in links(response))
    assert f"{address}ko/" in links(response)
    assert [robots["content"] for robots in elements(response, "meta", name="robots")] == [
        "noindex, nofollow"
    ]
    forms = elements(response, "form")
    assert forms
    assert all("inert" in form and "action" not in form for form in forms)
    assert not elements(response, "script")


def test_the_head_of_a_preview_does_not_name_the_public_address(client, post):
    response = client.get(share(make_draft(post, title_en="Draft")) + "en/")
    page = response.content.decode()
    head = page.partition("<body>")[0]
    assert {link["rel"] for link in elements(response, "link")} == {
        "preload",
        "stylesheet",
        "icon",
        "apple-touch-icon",
    }
    assert "og:" not in head
    assert post.get_absolute_url("en") not in page
    assert drafts.shown(post).get_absolute_url("en") not in page


def test_the_bar_says_until_when(client):
    with time_machine.travel(NOW, tick=False):
        address = share(make_post(state="draft", **BOTH), days=2)
        [english] = texts(client.get(address + "en/"), "aside", class_="top-bar")
        [korean] = texts(client.get(address + "ko/"), "aside", class_="top-bar")
    assert "4 Mar 2026 18:00" in english
    assert "18:00" in korean


def test_only_public_records_are_named_beside_a_draft(client):
    topic = make_topic()
    make_post([topic], state="draft", title_en="A secret plan")
    public = make_post([topic], title_en="A public plan")
    hidden = make_post([topic], go_live_at=NOW + 3650 * DAY, title_en="A plan to come")
    page = client.get(share(make_post([topic], state="draft", title_en="A new plan")) + "en/")
    assert public.title_en in page.content.decode()
    assert "secret" not in page.content.decode()
    assert hidden.title_en not in page.content.decode()


def test_a_draft_with_another_date_is_not_its_own_neighbour(client):
    post = make_post(title_en="Trams", date=datetime.date(2020, 1, 1))
    response = client.get(share(make_draft(post, date="2024-01-01")) + "en/")
    assert not elements(response, "a", class_="older")


# Pictures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [lambda logo: make_partner(state="draft", logo=logo), None])
def test_pictures_of_the_draft_answer_under_the_link(client, make):
    picture = make_image()
    record = make(picture) if make else make_draft(make_post(), cover=picture.pk)
    address = share(record)
    page = client.get(address + "en/")
    [shown] = [img for img in elements(page, "img") if img["src"].startswith(address)]
    [source] = elements(page, "source")
    assert shown["srcset"] == f"{shown['src']} 960w"
    for href, kind in ((shown["src"], "image/jpeg"), (source["srcset"].split()[0], "image/webp")):
        response = client.get(href)
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert "no-store" in response["Cache-Control"]
        response.getvalue()
    assert client.get(picture.url()).status_code == 404


def test_no_other_picture_answers_under_the_link(client):
    picture, other = make_image(), make_image()
    make_post(state="draft", cover=other)
    post = make_draft(make_post(), cover=picture.pk)
    address = share(post)
    width = picture.widths()[0]
    assert client.get(f"{address}media/{other.key}/full-{width}.webp").status_code == 404
    assert client.get(f"{address}media/{picture.key}/full-{width + 1}.webp").status_code == 404
    drafts.discard(post)
    assert client.get(f"{address}media/{picture.key}/full-{width}.webp").status_code == 404


# It writes nothing and leaks nowhere -----------------------------------------------------------------------


def test_a_preview_writes_nothing(client, post):
    address = share(make_draft(post, title_en="Draft"))
    before = snapshots.take(Post.objects.get(pk=post.pk))
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        client.get(address + "en/")
    assert not [one for one in queries if re.match("INSERT|UPDATE|DELETE", one["sql"])]
    assert snapshots.take(Post.objects.get(pk=post.pk)) == before


def test_the_number_of_queries_does_not_grow_with_the_archive(client):
    topic = make_topic()
    issue = make_draft(make_issue(stories=1, number=1), lead_en="Lead")
    post = make_draft(make_post([topic]), title_en="Draft")
    addresses = [share(issue) + "en/", share(post) + "en/"]
    make_post([topic])
    few = [query_count(client, address) for address in addresses]
    for number in range(2, 12):
        make_post([topic])
        make_issue(stories=3, number=number)
    many = [query_count(client, address) for address in addresses]
    # With enough records of the same topics, the newest need not be looked at.
    assert all(after <= before for after, before in zip(many, few, strict=True))


def test_a_preview_tells_the_public_site_nothing(client, post):
    paths = [post.get_absolute_url("en"), "/en/news/", "/en/", "/sitemap-news.xml", "/en/search/?q=Zanzibar"]
    make_draft(post, title_en="Zanzibar", body_en="<p>Zanzibar</p>")
    client.get(share(post) + "en/")
    for path in paths[:-1]:
        assert "Zanzibar" not in client.get(path).content.decode()
    assert not texts(client.get(paths[-1]), "h3")

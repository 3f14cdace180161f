"""The form of a post in the admin: both languages, what it refuses, reviews, provenance and history."""

import datetime

import pytest

from news.models import Post
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.revisions import publishing
from seoulsolution.revisions.models import Revision
from tests.factories import make_post, make_topic
from tests.forms import errors_of, restore, submit

ADD = "/admin/news/post/add/"
pytestmark = pytest.mark.django_db


def change_of(post):
    return f"/admin/news/post/{post.pk}/change/"


def test_a_post_is_added_in_both_languages(staff_client):
    topic = make_topic()
    response = submit(
        staff_client,
        ADD,
        title_en="Subway line opens",
        body_en="<p>It opens.</p>",
        title_ko="지하철 개통",
        body_ko="<p>개통한다.</p>",
        date="2023-11-24",
        topics=[topic.pk],
        _publish="1",
    )
    assert response.status_code == 302
    post = Post.objects.get()
    assert (post.title_en, post.title_ko) == ("Subway line opens", "지하철 개통")
    assert post.languages == ("en", "ko")
    assert post.topics.get() == topic
    assert Post.objects.visible("ko").exists()


@pytest.mark.parametrize(("code", "other"), [("ko", "en"), ("en", "ko")])
@pytest.mark.parametrize("interface", ["ko", "en"])
def test_one_language_is_enough(staff_client, code, other, interface):
    staff_client.cookies["django_language"] = interface
    texts = {f"title_{code}": "제목", f"body_{code}": "<p>본문</p>"}
    assert submit(staff_client, ADD, **texts).status_code == 302
    post = Post.objects.get()
    assert post.languages == (code,)
    assert not post.title_in(other)


def test_a_language_can_be_emptied_again(staff_client):
    post = make_post(title_ko="제목", body_ko="<p>본문</p>")
    submit(staff_client, change_of(post), title_en="", body_en="")
    post = Post.objects.get()
    assert post.languages == ("ko",)
    assert not post.title_en
    assert not post.body_en


def test_a_post_without_any_title_is_refused_at_the_field(staff_client):
    response = submit(staff_client, ADD, title_en="", body_en="<p>Text</p>")
    assert errors_of(response) == {"title_en": ["Fill this in for at least one language."]}


def test_expiry_before_going_live_is_refused_at_the_field(staff_client):
    times = {"go_live_at_0": "2026-05-02", "go_live_at_1": "09:00"}
    times |= {"expires_at_0": "2026-05-01", "expires_at_1": "09:00"}
    response = submit(staff_client, ADD, title_en="Title", **times)
    assert errors_of(response) == {"expires_at": ["It cannot expire before it goes live."]}


def test_scripts_are_removed_from_bodies(staff_client):
    body = '<p onclick="x()">Text<script>alert(1)</script> <a href="javascript:x()">here</a></p>'
    submit(staff_client, ADD, title_en="Title", body_en=body)
    assert Post.objects.get().body_en == "<p>Text <a>here</a></p>"


def test_inputs_know_their_language(staff_client):
    page = staff_client.get(ADD).content.decode()
    assert page.count('class="module aligned language language-') == 2
    form = staff_client.get(ADD).context["adminform"].form
    for name in ("title", "summary", "body"):
        assert form[f"{name}_ko"].field.widget.attrs["lang"] == "ko"
        assert form[f"{name}_en"].field.widget.attrs["lang"] == "en"


def test_the_import_identity_cannot_be_edited(staff_client):
    post = make_post(import_key="a" * 64)
    submit(staff_client, change_of(post), import_key="b" * 64)
    post.refresh_from_db()
    assert post.import_key == "a" * 64


def test_the_form_links_to_the_page_in_each_language(staff_client):
    post = make_post(title_ko="제목", body_ko="<p>본문</p>")
    response = staff_client.get(change_of(post))
    assert [link["url"] for link in response.context["language_links"]] == [
        post.get_absolute_url("en"),
        post.get_absolute_url("ko"),
    ]
    assert not response.context["why_not_public"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": "draft"}, "It is a draft."),
        ({"state": "withdrawn"}, "It has been withdrawn."),
        ({"body_en": ""}, "It is not complete in any language."),
        ({"go_live_at": datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)}, "It goes live at "),
        ({"expires_at": datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)}, "It expired at "),
    ],
)
def test_the_form_says_why_a_record_is_not_public(staff_client, fields, reason):
    post = make_post(**fields)
    context = staff_client.get(change_of(post)).context
    assert context["why_not_public"][0].startswith(reason)
    assert not any(link["url"] for link in context["language_links"])


# Reviews and provenance -----------------------------------------------------------------------------


def test_a_review_is_ticked_off_and_opened_again(staff_client, staff):
    post = make_post()
    review = Review.objects.create(record=post, reason="no_date")
    row = "reviews-review-content_type-object_id-0-resolved"
    submit(staff_client, change_of(post), **{row: "on"})
    review.refresh_from_db()
    assert review.resolved_at
    assert review.resolved_by == staff
    submit(staff_client, change_of(post), **{row: None})
    review.refresh_from_db()
    assert review.resolved_at is None
    assert review.resolved_by is None


def test_provenance_is_shown_and_escaped(staff_client):
    post = make_post()
    Provenance.objects.create(
        record=post,
        path="seeds/a.txt",
        sha256="0" * 64,
        encoding="cp949",
        first_line=3,
        last_line=9,
        raw_text="<b>원문</b>",
        run="11111111-1111-1111-1111-111111111111",
    )
    page = staff_client.get(change_of(post)).content.decode()
    assert "seeds/a.txt" in page
    assert "lines 3 to 9" in page
    assert "&lt;b&gt;원문&lt;/b&gt;" in page


# History ------------------------------------------------------------------------------------------


def test_an_earlier_revision_is_brought_back_in_both_languages(staff_client):
    submit(staff_client, ADD, title_en="First", body_en="<p>1</p>", title_ko="처음", body_ko="<p>하나</p>")
    post = Post.objects.get()
    review = Review.objects.create(record=post, reason="no_date")
    submit(staff_client, change_of(post), title_en="Second", title_ko="나중", body_ko="<p>둘</p>")
    assert staff_client.get(f"/admin/news/post/{post.pk}/history/").status_code == 200
    assert Revision.objects.of(post).last().event == "created"
    response = restore(staff_client, post, 1)
    assert response.status_code == 302
    post.refresh_from_db()
    assert (post.title_en, post.title_ko, post.body_ko) == ("First", "처음", "<p>하나</p>")
    assert post.excerpt_ko == "하나"
    assert Review.objects.filter(pk=review.pk).exists()


def test_an_imported_post_can_be_brought_back_as_it_came(staff_client):
    post = make_post(title_en="As imported")
    submit(staff_client, change_of(post), title_en="Edited")
    restore(staff_client, post, 1)
    publishing.publish(post)
    post.refresh_from_db()
    assert post.title_en == "As imported"


def test_a_deleted_post_is_recovered(staff_client):
    submit(staff_client, ADD, title_ko="처음", body_ko="<p>하나</p>")
    post = Post.objects.get()
    staff_client.post(f"/admin/news/post/{post.pk}/delete/", {"post": "yes"})
    assert not Post.objects.exists()
    assert "처음" in staff_client.get("/admin/news/post/deleted/").content.decode()
    revision = Revision.objects.deleted(Post).get()
    response = staff_client.post(f"/admin/news/post/deleted/{revision.object_id}/recover/")
    assert response.url == change_of(post)
    assert Post.objects.get() == post
    assert Post.objects.get().title_ko == "처음"


@pytest.mark.parametrize("date", ["2026. 11. 28.", "2026/11/28", "28 November 2026", "2026. 11. 28.(토)"])
def test_a_date_is_taken_as_the_site_shows_it(staff_client, imported_post, date):
    response = submit(
        staff_client, change_of(imported_post), date=date, go_live_at_0=date, go_live_at_1="오후 3:00"
    )
    assert response.status_code == 302
    post = Post.objects.get(pk=imported_post.pk)
    assert post.date == datetime.date(2026, 11, 28)
    assert post.go_live_at == datetime.datetime(2026, 11, 28, 6, tzinfo=datetime.UTC)


def test_a_date_that_could_be_two_days_is_refused_with_an_example(staff_client, imported_post):
    response = submit(staff_client, change_of(imported_post), date="03/04/2026", go_live_at_0="03/04/2026")
    errors = errors_of(response)
    assert "2023-11-24" in errors["date"][0]
    assert "2023-11-24" in errors["go_live_at"][0]


@pytest.mark.parametrize("title", ["\u200b", "\u00a0\u3164", "\u202e"])
def test_a_title_that_nobody_can_see_is_none(staff_client, title):
    response = submit(staff_client, ADD, title_en=title, body_en="<p>Text</p>")
    assert "title_en" in errors_of(response)
    assert not Post.objects.exists()

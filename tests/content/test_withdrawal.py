"""A withdrawn record: its address says when and why, and everything else forgets it."""

import datetime

import pytest
import time_machine

from news.models import Post
from seoulsolution.pages.models import Page
from tests.factories import make_image, make_issue, make_notice, make_post
from tests.importing.helpers import import_seed_of
from tests.reading import elements, links, texts
from tests.syndication import KINDS, make_in_both

pytestmark = pytest.mark.django_db
#: 00:30 on 2 March in Seoul.
AT = datetime.datetime(2026, 3, 1, 15, 30, tzinfo=datetime.UTC)
REASONS = {"reason_en": "Its figures were wrong.", "reason_ko": "수치에 오류가 있었습니다."}


def withdrawn(record, **reasons):
    with time_machine.travel(AT, tick=False):
        record.withdraw(**reasons)
    return record


def address_of(kind, record, language):
    return f"/{language}/{kind}/{record.number if kind == 'newsletter' else record.pk}/"


@pytest.mark.parametrize("kind", KINDS)
def test_its_address_says_when_and_why_in_the_readers_language(client, kind):
    record = withdrawn(make_in_both(kind, "제목"), **REASONS)
    english, korean = (client.get(address_of(kind, record, code)) for code in ("en", "ko"))
    assert english.status_code == korean.status_code == 410
    assert "withdrawn on 2 March 2026" in english.content.decode()
    assert "2026. 3. 2." in korean.content.decode()
    assert texts(english, "p", class_="summary-points withdrawal") == ["Its figures were wrong."]
    assert texts(korean, "p", class_="summary-points withdrawal") == ["수치에 오류가 있었습니다."]
    assert "수치" not in english.content.decode()
    assert "figures" not in korean.content.decode()


def test_a_plain_page_is_gone_too(client):
    page = Page.objects.create(key="guide", title_en="Guide", body_en="<p>How.</p>", state="published")
    withdrawn(page)
    assert client.get("/en/guide/").status_code == client.get("/ko/guide/").status_code == 410
    assert "/en/guide/" not in links(client.get("/en/"))


def test_a_number_that_looks_like_a_year_is_gone_too(client):
    withdrawn(make_post(pk=2024))
    assert client.get("/en/news/2024/").status_code == 410


def test_a_reason_in_one_language_leaves_a_plain_sentence_in_the_other(client):
    post = withdrawn(make_post(), reason_ko="수치에 오류가 있었습니다.")
    response = client.get(f"/en/news/{post.pk}/")
    assert "수치" not in response.content.decode()
    assert "It is no longer available here." in texts(response, "p", class_="summary-points withdrawal")[0]


@pytest.mark.parametrize("slug", ["", "-up-to-1-gw-of-geothermal-energy", "-other-words"])
def test_it_answers_under_any_slug_without_title_and_for_no_search_engine(client, slug):
    post = withdrawn(make_in_both("news"))
    response = client.get(f"/en/news/{post.pk}{slug}/?from=mail")
    assert response.status_code == 410
    assert response["X-Robots-Tag"] == "noindex"
    assert elements(response, "meta", name="robots", content="noindex")
    assert not elements(response, "link", rel="canonical")
    assert not elements(response, "link", rel="alternate")
    assert "1-gw" not in response.content.decode().lower().replace(" ", "-")
    assert elements(response, "a", hreflang="ko")[0]["href"] == f"/ko/news/{post.pk}/"


def test_a_withheld_language_of_a_withdrawn_record_says_so_too(client):
    post = withdrawn(make_post(withheld_ko=True), **REASONS)
    response = client.get(f"/ko/news/{post.pk}/")
    assert response.status_code == 410
    assert "수치" in response.content.decode()


def test_a_time_that_is_not_known_is_not_made_up(client):
    post = make_post(state="withdrawn")
    Post.objects.filter(pk=post.pk).update(withdrawn_at=None)
    Post.objects.get(pk=post.pk).save()
    response = client.get(f"/en/news/{post.pk}/")
    assert texts(response, "p", class_="lede") == ["The page at this address was withdrawn."]


def test_staff_and_signed_in_readers_get_the_same(client, staff_client):
    post = withdrawn(make_post(), **REASONS)
    assert staff_client.get(f"/en/news/{post.pk}/").status_code == 410


def test_other_formats_are_gone_too(client):
    notice = withdrawn(make_notice())
    assert client.get(f"/en/notices/{notice.pk}-old/calendar.ics").status_code == 410
    response = client.get(f"/api/notices/{notice.pk}/?language=en")
    assert (response.status_code, response.json()["status"]) == (410, 410)
    assert "Honorary" not in response.content.decode()


def test_its_picture_is_gone(client):
    post = make_post(cover=make_image((200, 100)))
    address = post.cover.url()
    shown = client.get(address)
    assert (shown.status_code, bool(shown.getvalue())) == (200, True)
    withdrawn(post)
    assert client.get(address).status_code == 404


def test_a_popular_title_loses_its_link(client):
    post = make_post()
    issue = make_issue()
    issue.popular_titles.create(position=1, title="Once popular", post=post)
    withdrawn(post)
    response = client.get("/en/newsletter/201/")
    assert "Once popular" in response.content.decode()
    assert f"/en/news/{post.pk}/" not in links(response)


# The record --------------------------------------------------------------------------------------


def test_the_state_alone_dates_the_withdrawal():
    post = make_post()
    with time_machine.travel(AT, tick=False):
        post.state = "withdrawn"
        post.save(update_fields=["state", "updated_at"])
    post.refresh_from_db()
    assert post.withdrawn_at == AT


def test_a_new_reason_keeps_the_date():
    post = withdrawn(make_post(), **REASONS)
    with time_machine.travel(AT + datetime.timedelta(days=3)):
        Post.objects.get().withdraw("Another reason.")
    post.refresh_from_db()
    assert (post.withdrawn_at, post.withdrawal_reason_en) == (AT, "Another reason.")
    assert post.withdrawal_reason_ko == ""


def test_a_save_after_somebody_elses_withdrawal_keeps_the_date():
    post = make_post()
    withdrawn(Post.objects.get(), **REASONS)
    post.refresh_from_db()
    post.save()
    post.refresh_from_db()
    assert (post.withdrawn_at, post.withdrawal_reason_en) == (AT, "Its figures were wrong.")


@pytest.mark.parametrize("state", ["published", "draft"])
def test_what_leaves_the_state_forgets_the_reason(state):
    withdrawn(make_post(), **REASONS)
    post = Post.objects.get()
    post.state = state
    post.save()
    post.refresh_from_db()
    assert (post.withdrawn_at, post.withdrawal_reason_en, post.withdrawal_reason_ko) == (None, "", "")


def test_a_bulk_update_keeps_the_same_books():
    post = make_post()
    with time_machine.travel(AT, tick=False):
        Post.objects.update(state="withdrawn")
    post.refresh_from_db()
    assert post.withdrawn_at == AT
    Post.objects.update(state="withdrawn")
    Post.objects.update(author="Nobody")
    post.refresh_from_db()
    assert post.withdrawn_at == AT
    Post.objects.update(state="published")
    post.refresh_from_db()
    assert post.withdrawn_at is None


def test_imported_records_are_withdrawn_like_others(client, tmp_path):
    import_seed_of(Post, tmp_path)
    post = withdrawn(Post.objects.visible().first(), **REASONS)
    title = post.title_ko or post.title_en
    response = client.get(f"/ko/news/{post.pk}/")
    assert response.status_code == 410
    assert title not in response.content.decode()
    assert client.get(f"/api/news/{post.pk}/").status_code == 410

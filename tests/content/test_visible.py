"""visible() is the only door to the public."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import Document, Post
from tests.factories import make_document, make_post

pytestmark = pytest.mark.django_db


def test_a_published_post_is_visible_in_its_language_only():
    make_post()
    assert Post.objects.visible().count() == 1
    assert Post.objects.visible("en").count() == 1
    assert Post.objects.visible("ko").count() == 0


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_drafts_and_withdrawn_posts_are_not_visible(state):
    make_post(state=state)
    assert not Post.objects.visible().exists()


def test_a_post_goes_live_and_expires_to_the_moment():
    now = timezone.now()
    make_post(go_live_at=now, expires_at=now + timedelta(hours=1))
    assert not Post.objects.visible(at=now - timedelta(microseconds=1)).exists()
    assert Post.objects.visible(at=now).exists()
    assert not Post.objects.visible(at=now + timedelta(hours=1)).exists()


def test_a_title_without_text_is_not_a_readable_post():
    make_post(body_en="")
    assert not Post.objects.visible().exists()


def test_an_archive_document_needs_no_text():
    make_document()
    assert Document.objects.visible("en").exists()


def test_staff_can_withhold_a_language():
    post = make_post(title_ko="지열", body_ko="<p>계획</p>", withheld_en=True)
    assert post.languages == ("ko",)
    assert not Post.objects.visible("en").exists()
    assert Post.objects.visible("ko").exists()


def test_availability_follows_a_bulk_update_too():
    post = make_post()
    Post.objects.filter(pk=post.pk).update(body_en="")
    assert not Post.objects.visible().exists()


def test_availability_is_fresh_after_a_save():
    post = make_post()
    assert post.languages == ("en",)
    post.title_ko, post.body_ko = "지열", "<p>계획</p>"
    post.save()
    assert post.languages == ("en", "ko")


def test_undated_posts_come_after_dated_ones():
    undated = make_post(date=None)
    dated = make_post()
    assert list(Post.objects.all()) == [dated, undated]


def test_expiring_before_going_live_is_impossible():
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(go_live_at=now, expires_at=now - timedelta(days=1))


def test_two_records_of_one_import_identity_are_impossible():
    make_post(import_key="a" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(import_key="a" * 64)


def test_saving_cleans_rich_text_on_every_path():
    post = make_post(body_en="<p>ok</p><script>alert(1)</script>")
    post.refresh_from_db()
    assert post.body_en == "<p>ok</p>"


def test_the_excerpt_is_made_by_the_save():
    assert make_post().excerpt_en == "The city announced a plan."

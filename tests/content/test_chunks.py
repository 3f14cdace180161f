"""What migrations fill in for all rows, a few at a time."""

import datetime

import pytest

from news.models import Post
from seoulsolution.content import excerpts, first_public
from seoulsolution.content.chunks import in_chunks
from tests.factories import make_post

pytestmark = pytest.mark.django_db
DAY = datetime.date(2019, 5, 2)
EMPTY = dict.fromkeys(("first_public_en", "first_public_ko", "edited_at_en", "edited_at_ko"))


def test_all_rows_come_once_in_the_order_of_their_keys():
    posts = [make_post(title_en=f"Post {number}") for number in range(5)]
    found = list(in_chunks(Post.objects.order_by("-pk"), size=2))
    assert [len(rows) for rows in found] == [2, 2, 1]
    assert [row.pk for rows in found for row in rows] == sorted(post.pk for post in posts)


def test_moments_are_filled_in_for_rows_that_have_none(imported_post):
    made, draft = make_post(), make_post(state="draft")
    known = make_post()
    Post.objects.exclude(pk=known.pk).update(**EMPTY)
    Post.objects.filter(pk=imported_post.pk).update(date=DAY)
    first_public.fill(Post, lambda record: record.date)
    imported = Post.objects.get(pk=imported_post.pk)
    assert imported.first_public_en.date() == DAY - datetime.timedelta(days=1)  # in UTC
    assert imported.edited_at_en is None
    again = Post.objects.get(pk=made.pk)
    assert again.first_public_en == again.created_at
    assert Post.objects.get(pk=draft.pk).first_public_en is None
    assert Post.objects.get(pk=known.pk).first_public_en == known.first_public_en


def test_excerpts_are_made_again(imported_post):
    right = imported_post.excerpt_en
    Post.objects.update(excerpt_en="Cut in the mid")
    excerpts.make_all_again(Post)
    imported_post.refresh_from_db()
    assert imported_post.excerpt_en == right != ""

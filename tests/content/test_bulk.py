"""Writing many records at once leaves no index behind, and no text in another form."""

import pytest
from django.apps import apps
from django.db import NotSupportedError
from django.db.models.signals import post_save

from news.models import PopularTitle, Post, Story
from notices.models import NoticePart
from seoulsolution.admin.lookup.index import find
from seoulsolution.content import postponing
from seoulsolution.content.bulk import BulkQuerySet, bulk_updated
from seoulsolution.content.models import State
from seoulsolution.search import registry
from seoulsolution.search.index.consistency import find_drift
from tests.factories import make_file, make_issue, make_notice, make_post

pytestmark = pytest.mark.django_db
BODY = "<p>Otters live here.</p>"


def is_followed(model):
    return post_save.has_listeners(model) and bulk_updated.has_listeners(model)


def assert_index_follows():
    assert list(find_drift("default")) == []


def new_posts(number):
    return [
        Post(state=State.PUBLISHED, title_en=f"Otter\u200b {place}", body_en=f"{BODY}<script>no</script>")
        for place in range(number)
    ]


def test_every_model_that_an_index_follows_is_followed_in_bulk():
    sources = registry.sources().values()
    parts = {
        source.model._meta.get_field(name).related_model for source in sources for name in source.search_parts
    }
    for model in {*parts, *(source.model for source in sources)}:
        assert isinstance(model._default_manager.all(), BulkQuerySet)
        assert is_followed(model)
    assert not is_followed(apps.get_model("reviews", "Review"))


def test_records_that_are_created():
    created = Post.objects.bulk_create(new_posts(3))
    assert_index_follows()
    assert set(find(Post, "otter")) == {post.pk for post in created}
    post = Post.objects.get(pk=created[0].pk)
    assert (post.title_en, post.body_en, post.excerpt_en) == ("Otter 0", BODY, "Otters live here.")
    assert None not in (post.first_public_en, post.edited_at_en)


def test_records_are_created_alike_alone_and_in_bulk():
    (one,) = Post.objects.bulk_create(new_posts(1))
    (other,) = new_posts(1)
    other.save()
    for name in ("title_en", "body_en", "excerpt_en", "state", "withdrawn_at", "available_en", "sort_date"):
        assert getattr(one, name) == getattr(other, name)


def test_ids_that_nobody_tells_are_refused():
    with pytest.raises(NotSupportedError):
        Post.objects.bulk_create(new_posts(1), ignore_conflicts=True)
    assert not Post.objects.exists()


def test_records_that_are_updated_one_by_one_in_bulk():
    posts = [make_post(), make_post()]
    for post in posts:
        post.title_en, post.body_en = "Herons\u200b", f"{BODY}<script>no</script>"
    Post.objects.bulk_update(posts, ["title_en", "body_en"])
    assert_index_follows()
    assert len(find(Post, "herons")) == 2
    assert set(Post.objects.values_list("title_en", "body_en", "excerpt_en")) == {
        ("Herons", BODY, "Otters live here.")
    }


def test_a_withdrawal_in_bulk_is_dated_for_those_withdrawn():
    gone, here = make_post(), make_post()
    gone.state = State.WITHDRAWN
    Post.objects.bulk_update([gone, here], ["state"])
    assert Post.objects.get(pk=gone.pk).withdrawn_at
    assert Post.objects.get(pk=here.pk).withdrawn_at is None
    assert_index_follows()


def test_an_update_of_all():
    make_post(), make_post()
    Post.objects.update(title_en="Otters")
    assert_index_follows()
    assert len(find(Post, "otters")) == 2


def test_a_deletion_of_all_is_one_refresh(monkeypatch):
    make_post(), make_post()
    calls = []
    call = postponing.call
    monkeypatch.setattr(postponing, "call", lambda *args: calls.append(args) or call(*args))
    Post.objects.all().delete()
    assert len(calls) > 1
    assert_index_follows()
    assert find(Post, "post") == []


def test_parts_of_records():
    issue, notice = make_issue(), make_notice()
    Story.objects.bulk_create([Story(issue=issue, position=1, title_en="Otters", body_en=BODY)])
    PopularTitle.objects.bulk_create([PopularTitle(issue=issue, position=1, title="Beavers")])
    NoticePart.objects.bulk_create([NoticePart(notice=notice, number=1, kind="others", title_en="Otters")])
    assert_index_follows()
    issue.stories.update(title_en="Herons")
    notice.parts.all().delete()
    assert_index_follows()


def test_a_part_that_moves_to_another_record():
    one, other = make_issue(stories=1), make_issue(number=999)
    Story.objects.filter(issue=one).update(issue=other)
    assert_index_follows()
    story = Story.objects.get()
    story.issue = one
    Story.objects.bulk_update([story], ["issue"])
    assert_index_follows()


def test_the_title_of_a_file():
    file = make_file()
    type(file).objects.filter(pk=file.pk).update(title_en="Otters")
    assert type(file).objects.get().title_en == "Otters"
    assert_index_follows()


def test_changes_inside_another_postponement_are_refreshed_with_it():
    with postponing.postponed():
        posts = Post.objects.bulk_create(new_posts(2))
        with postponing.postponed():
            Post.objects.filter(pk=posts[0].pk).update(title_en="Beaver")
        assert find(Post, "beaver") == []
    assert find(Post, "beaver") == [posts[0].pk]
    assert_index_follows()

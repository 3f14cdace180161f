"""Two snapshots, compared in words."""

import pytest
from django.utils.translation import override

from news.models import Issue, Post
from seoulsolution.revisions import diff, history, snapshots
from seoulsolution.revisions.models import Event
from tests.factories import make_issue, make_post, make_topic

pytestmark = pytest.mark.django_db


def compare(record, change):
    before = snapshots.take(record)
    change()
    return diff.compare(type(record), before, snapshots.take(type(record).objects.get(pk=record.pk)))


def test_a_field_is_named_with_its_language_and_compared_word_by_word():
    post = make_post(body_en="<p>Ten million views.</p>")

    def change():
        post.body_en = "<p>Twenty million views.</p>"
        post.save()

    [found] = compare(post, change)
    assert (found.part, found.label, found.language) == ("", "Body", "en")
    assert found.pieces == [("old", "Ten "), ("new", "Twenty "), ("same", "million views.")]


def test_values_are_written_in_the_language_of_the_reader():
    post = make_post()

    def change():
        Post.objects.update(date="2024-01-02", state="withdrawn", withheld_ko=True)

    with override("ko"):
        found = {one.label: (one.old, one.new) for one in compare(post, change)}
    assert found["날짜"] == ("2023. 11. 24.", "2024. 1. 2.")
    assert ("게시됨", "게시 중단") not in found.values()
    assert ("아니요", "예") in found.values()


def test_children_that_came_went_and_changed_are_told_apart():
    issue = make_issue(stories=2)

    def change():
        first, second = issue.stories.order_by("position")
        first.delete()
        second.title_en = "Another title"
        second.save()

    found = compare(issue, change)
    assert [(one.part, one.label, one.old, one.new) for one in found if one.label == "Title"] == [
        ("Story 1", "Title", "Story 1", ""),
        ("Story 2", "Title", "Story 2", "Another title"),
    ]


def test_a_topic_that_was_deleted_keeps_its_name():
    topic = make_topic(name_en="Water")
    post = make_post(topics=[topic])
    before = snapshots.take(post)
    history.write([topic], event=Event.DELETED)
    topic.delete()
    [found] = diff.compare(Post, before, snapshots.take(Post.objects.get()))
    assert (found.label, found.old, found.new) == ("Topics", "Water (deleted)", "")


def test_a_field_that_is_no_longer_known_is_shown_under_its_name():
    issue = make_issue()
    now = snapshots.take(issue)
    old = {**now, "fields": now["fields"] | {"editor_in_chief": "Kim"}}
    [found] = diff.compare(Issue, old, now)
    assert (found.label, found.old, found.new) == ("editor_in_chief", "Kim", "")

"""Every change makes one revision of the record, its children and both languages."""

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext

from news.models import Issue, Post
from notices.models import Notice
from seoulsolution.revisions import building, history, snapshots
from seoulsolution.revisions.models import Event, Revision
from tests.factories import make_image, make_issue, make_notice, make_post, make_topic

pytestmark = pytest.mark.django_db


def events(record):
    return list(Revision.objects.of(record).order_by("number").values_list("number", "event"))


def test_a_record_without_a_revision_gets_one_before_its_first_change(staff):
    post = make_post(title_en="As found")
    with history.change([post], user=staff, note="A typo.") as [locked]:
        locked.title_en = "Corrected"
        locked.save()
    found, edited = Revision.objects.of(post).order_by("number")
    assert (found.event, found.data["fields"]["title_en"], found.created_by) == ("found", "As found", None)
    assert (edited.event, edited.data["fields"]["title_en"]) == ("edited", "Corrected")
    assert (edited.created_by, edited.note) == (staff, "A typo.")


def test_what_changes_nothing_makes_no_revision():
    post = make_post()
    history.write([post], event=Event.CREATED)
    with history.change([post]) as [locked]:
        locked.save()
    assert events(post) == [(1, "created")]


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_a_change_of_state_says_so(state):
    post = make_post(state="draft")
    with history.change([post]) as [locked]:
        locked.state = state
        locked.save()
    assert events(post) == [(1, "found"), (2, state)]


def test_many_records_get_a_revision_each():
    posts = [make_post(), make_post(), make_post()]
    with history.change(posts) as locked:
        for post in locked[:2]:
            post.author = "SMG"
            post.save()
    assert [len(events(post)) for post in posts] == [2, 2, 1]


def test_children_and_topics_are_part_of_their_record():
    issue, post = make_issue(stories=2), make_post()
    with history.change([issue, post]):
        issue.stories.filter(position=2).delete()
        post.topics.add(make_topic())
    before, after = (
        Revision.objects.of(issue).get(number=number).data["children"]["stories"] for number in (1, 2)
    )
    assert [row["fields"]["title_en"] for row in before] == ["Story 1", "Story 2"]
    assert [row["uid"] for row in after] == [before[0]["uid"]]
    assert Revision.objects.of(post).first().data["relations"]["topics"] == [post.topics.get().pk]


def test_the_history_of_a_deleted_record_stays():
    notice = make_notice(parts=2)
    with history.change([notice]):
        pass
    history.write([notice], event=Event.DELETED)
    pk = notice.pk
    notice.delete()
    assert events(Notice(pk=pk)) == [(1, "found"), (2, "deleted")]


def _save_and_fail(record):
    record.save()
    raise DataError


def test_a_transaction_that_fails_leaves_no_revision():
    post = make_post()
    post.author = "SMG"
    with pytest.raises(DataError), history.change([post]):
        _save_and_fail(post)
    assert not Revision.objects.exists()
    assert Post.objects.get().author == ""


@pytest.mark.parametrize("many", [2, 30])
def test_writing_costs_the_same_for_few_and_many(many):
    issues = [make_issue(stories=1, number=number) for number in range(1, many + 1)]
    history.write(issues)
    Issue.objects.update(author="SMG")
    issues = list(Issue.objects.all())
    with CaptureQueriesContext(connection) as queries:
        history.write(issues)
    assert len(queries) == 6
    assert Revision.objects.count() == many * 2


def test_a_snapshot_holds_what_an_editor_wrote_and_nothing_that_is_computed():
    post = make_post(cover=make_image())
    fields = snapshots.take(post)["fields"]
    assert fields["date"] == "2023-11-24"
    assert fields["cover"] == post.cover_id
    for computed in ("id", "title", "excerpt_en", "updated_at", "created_at", "sort_date", "available_en"):
        assert computed not in fields


def test_a_snapshot_put_on_a_record_is_taken_again_the_same():
    notice = make_notice(parts=1)
    data = snapshots.take(notice)
    other = Notice()
    assert building.apply_columns(other, data["fields"] | {"gone": 1, "date": "no date"}) == ["date", "gone"]
    assert building.apply_columns(other, data["fields"]) == []
    assert snapshots.take(Notice.objects.get())["fields"] == data["fields"]
    assert other.submission_opens == notice.submission_opens

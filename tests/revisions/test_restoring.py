"""What a revision holds is brought back; being public is not part of it."""

import pytest

from news.models import Issue, Post, Topic
from notices.models import Notice
from seoulsolution.importing.models import LedgerEntry
from seoulsolution.revisions import drafts, history, snapshots
from seoulsolution.revisions.models import Draft, Event, Revision
from seoulsolution.revisions.restoring import recover, restore
from tests.factories import make_image, make_issue, make_notice, make_post, make_topic
from tests.importing.helpers import import_all_seeds, run_import

pytestmark = pytest.mark.django_db


def first(record):
    return Revision.objects.of(record).get(number=1)


def test_a_text_comes_back_and_a_withdrawn_record_stays_withdrawn():
    post = make_post(title_en="First", body_ko="<p>첫 글</p>", title_ko="첫 글")
    with history.change([post]) as [locked]:
        locked.title_en, locked.title_ko, locked.state = "Second", "", "withdrawn"
        locked.withheld_ko = True
        locked.save()
    restore(first(post), post)
    post = Post.objects.get()
    assert (post.title_en, post.title_ko, post.state, post.withheld_ko) == (
        "First",
        "첫 글",
        "withdrawn",
        True,
    )
    assert Revision.objects.of(post).first().event == "restored"


def test_the_draft_of_a_withdrawn_record_does_not_end_without_a_revision():
    post = make_post(title_en="First")
    with history.change([post]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"title_en": "Second"}))
    with history.change([post]) as [locked]:
        locked.withdraw()
    restore(first(post), post)
    assert not Draft.objects.exists()
    last = Revision.objects.of(post).first()
    assert (last.event, last.is_draft, last.data["fields"]["title_en"]) == ("restored", False, "First")


def test_children_come_back_under_their_own_identity_and_in_their_order():
    issue = make_issue(stories=3, state="draft")
    uids = [story.uid for story in issue.stories.all()]
    with history.change([issue]):
        issue.stories.filter(position=2).delete()
        issue.stories.filter(position=3).update(title_en="Changed")
    restore(first(issue), issue)
    assert [(s.uid, s.title_en) for s in Issue.objects.get().stories.all()] == list(
        zip(uids, ["Story 1", "Story 2", "Story 3"], strict=True)
    )


def test_parts_that_changed_places_come_back_in_their_old_ones():
    notice = make_notice(parts=2, state="draft")
    one, two = notice.parts.all()
    with history.change([notice]):
        notice.parts.filter(pk=one.pk).update(number=9)
        notice.parts.filter(pk=two.pk).update(number=1)
        notice.parts.filter(pk=one.pk).update(number=2)
    restore(first(notice), notice)
    assert [part.pk for part in Notice.objects.get().parts.order_by("number")] == [one.pk, two.pk]


def test_a_topic_that_is_gone_is_left_out_and_said():
    topic, other = make_topic(), make_topic(slug="air", name_en="Air")
    post = make_post(topics=[topic, other], state="draft")
    with history.change([post]) as [locked]:
        locked.topics.clear()
    topic.delete()
    restored = restore(first(post), post)
    assert restored.left_out == ["topics"]
    assert list(Post.objects.get().topics.all()) == [other]


def test_a_number_that_another_issue_has_by_now_is_left_out():
    issue = make_issue(number=201, state="draft")
    with history.change([issue]) as [locked]:
        locked.number = 300
        locked.title_en = "Renumbered"
        locked.save()
    make_issue(number=201)
    restored = restore(first(issue), issue)
    assert "number" in restored.left_out
    assert (Issue.objects.get(pk=issue.pk).number, Issue.objects.get(pk=issue.pk).title_en) == (
        300,
        "2021 November (No.201)",
    )


@pytest.mark.parametrize("number", [201, 202])
def test_a_deleted_record_is_recovered_as_a_draft_with_its_number_and_children(number):
    issue = make_issue(stories=2, number=number)
    pk, before = issue.pk, snapshots.take(issue)
    history.delete([issue])
    assert not Issue.objects.exists()
    recover(Revision.objects.of(Issue(pk=pk)).first())
    issue = Issue.objects.get(pk=pk)
    after = snapshots.take(issue)
    assert issue.state == "draft"
    assert after["children"] == before["children"]
    assert after["fields"] == before["fields"] | {"state": "draft"}


def test_every_imported_record_can_be_deleted_and_recovered_and_the_next_import_knows_it(tmp_path):
    import_all_seeds()
    records = [entry.record for entry in LedgerEntry.objects.all() if not hasattr(entry.record, "issue")]
    assert len(records) > 50
    origins = {(type(r), r.pk): (r.provenances.count(), r.reviews.count()) for r in records}
    history.delete(records)
    for model, pk in origins:
        recover(Revision.objects.of(model(pk=pk)).first())
        record = model.objects.get(pk=pk)
        assert (record.provenances.count(), record.reviews.count()) == origins[model, pk]
    succeeded, report, _printed = run_import(tmp_path)
    assert succeeded
    outcomes = {row["outcome"] for file in report["files"] for row in file["records"]}
    assert outcomes == {"unchanged"}


def test_a_deleted_topic_is_recovered():
    topic = make_topic()
    pk = topic.pk
    history.delete([topic])
    recover(Revision.objects.of(Topic(pk=pk)).first())
    assert Topic.objects.get(pk=pk).name_ko == "물"


def test_the_last_revision_of_a_deleted_record_is_a_deletion():
    post = make_post()
    history.delete([post], note="A double.")
    last = Revision.objects.first()
    assert (last.event, last.note) == (Event.DELETED, "A double.")


def test_who_named_a_deleted_record_has_a_revision_of_it():
    topic, other = make_topic(), make_topic(slug="air", name_en="Air")
    named, alone = make_post(topics=[topic, other]), make_post()
    history.delete([topic], note="No longer used.")
    before, after = Revision.objects.of(named).order_by("number")
    assert (before.event, after.event, after.note) == ("found", "edited", "No longer used.")
    assert after.data["relations"]["topics"] == [other.pk]
    assert not Revision.objects.of(alone).exists()


def test_an_issue_whose_popular_post_is_deleted_has_a_revision():
    issue, post = make_issue(), make_post()
    issue.popular_titles.create(position=1, title="Trams", post=post)
    history.delete([post])
    rows = Revision.objects.of(issue).first().data["children"]["popular_titles"]
    assert [row["fields"]["post"] for row in rows] == [None]


def test_a_story_that_was_moved_to_another_issue_stays_there():
    old, new = make_issue(stories=2), make_issue(number=202)
    with history.change([old, new]):
        old.stories.filter(position=2).update(issue=new)
    restored = restore(first(old), old)
    assert restored.left_out == ["stories"]
    assert [story.title_en for story in Issue.objects.get(pk=old.pk).stories.all()] == ["Story 1"]
    assert [story.title_en for story in new.stories.all()] == ["Story 2"]


@pytest.mark.parametrize("door", ["restore", "recover"])
def test_a_cover_that_is_gone_is_left_out_and_said(post, door):
    image = make_image()
    with history.change([post]) as [locked]:
        locked.cover = image
        locked.save()
    old = Revision.objects.of(post).first()
    with history.change([post]) as [locked]:
        locked.cover = None
        locked.save()
    history.delete([image])
    if door == "recover":
        history.delete([post])
        applied = recover(old)
    else:
        applied = restore(old, post)
    assert applied.left_out == ["cover"]
    assert drafts.shown(applied.record).cover is None

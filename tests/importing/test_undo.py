"""Undoing a run removes what it created and nobody touched; the rest stays and is listed."""

import io
import json
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from news.models import Issue, Post, Story
from seoulsolution.content.models import State
from seoulsolution.importing.models import Identity, LedgerEntry, Proposal, Run, SourceFile
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.revisions import history
from seoulsolution.search.models import IndexedRecord
from tests.importing import pages, seeds
from tests.importing.helpers import counts, only_file, outcomes, picture, run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"
OTHER = "Seoul Closes a New Line Around the City"


@pytest.fixture
def load(tmp_path):
    def load(name, text):
        return run_import(tmp_path, write(tmp_path, name, text))[1]["run"]

    return load


def undo(run, tmp_path=None, **options):
    """Undo a run; return the titles removed and {title: reason} of those kept."""
    out, report = io.StringIO(), tmp_path / "undo.json"
    call_command("import_seeds", undo=uuid.UUID(str(run)), report=report, stdout=out, **options)
    found = json.loads(report.read_text("utf-8"))
    for row in (*found["removed"], *found["kept"]):
        assert row["title"] in out.getvalue()
    return {row["title"] for row in found["removed"]}, {r["title"]: r["reason"] for r in found["kept"]}


def test_a_whole_run_goes_and_can_come_again(tmp_path, imported_picture):
    indexed = IndexedRecord.objects.count()
    _succeeded, report, _printed = run_import(tmp_path)
    removed, kept = undo(report["run"], tmp_path)
    assert (len(removed) > 50, kept) == (True, {})
    assert set(counts().values()) == {0}
    assert not LedgerEntry.objects.exists()
    assert not SourceFile.objects.exists()
    assert IndexedRecord.objects.count() == indexed
    assert Run.objects.get().status == "undone"
    run_import(tmp_path)
    assert picture() == imported_picture


def touch_text(post):
    Post.objects.filter(pk=post.pk).update(body_en="<p>By staff.</p>")


def touch_translation(post):
    Post.objects.filter(pk=post.pk).update(title_ko="새 노선")


def touch_state(post):
    Post.objects.filter(pk=post.pk).update(state=State.WITHDRAWN)


def touch_topics(post):
    post.topics.clear()


def touch_review(post):
    Review.objects.create(record=post, reason="no_date", resolved_at=timezone.now())


def touch_and_put_back(post):
    for author in ("By staff", post.author):
        with history.change([post]) as [locked]:
            locked.author = author
            locked.save()


@pytest.mark.parametrize(
    "touch", [touch_text, touch_translation, touch_state, touch_topics, touch_review, touch_and_put_back]
)
def test_what_staff_touched_stays(touch, load, tmp_path):
    run = load("a.txt", pages.home((f"{TITLE} for Buses and Trains and Traffic",), (OTHER,), logos=()))
    post = Post.objects.get(title_en__startswith=TITLE)
    touch(post)
    removed, kept = undo(run, tmp_path)
    assert removed == {OTHER}
    assert list(kept) == [f"{TITLE} for Buses and Trains and Traffic"]
    assert Post.objects.get() == post
    assert post.provenances.count() == 1


def test_what_went_comes_again_and_what_stayed_is_left(load, tmp_path):
    text = pages.home((TITLE,), (OTHER,), logos=())
    run = load("a.txt", text)
    touch_text(Post.objects.get(title_en=TITLE))
    undo(run, tmp_path)
    report = run_import(tmp_path, write(tmp_path, "a.txt", text))[1]
    assert (only_file(report)["status"], outcomes(report)) == ("imported", ["unchanged", "created"])
    assert Post.objects.get(title_en=TITLE).body_en == "<p>By staff.</p>"


def test_what_another_run_found_too_stays(load, tmp_path):
    first = load("a.txt", pages.home((TITLE,), (OTHER,), logos=()))
    second = load("b.txt", pages.home((TITLE,), logos=()))
    removed, kept = undo(first, tmp_path)
    assert (removed, kept) == ({OTHER}, {TITLE: "in a file of another run"})
    assert undo(second, tmp_path) == (set(), {})


def test_what_staff_deleted_still_does_not_come_back(load, tmp_path):
    run = load("a.txt", pages.home((TITLE,), logos=()))
    Post.objects.all().delete()
    assert undo(run, tmp_path) == (set(), {})
    load("a.txt", pages.home((TITLE,), logos=()))
    assert not Post.objects.exists()
    assert Identity.objects.exists()


def test_second_texts_of_the_run_go(load, tmp_path):
    load("a.txt", pages.home((TITLE,), logos=()))
    run = load("b.txt", pages.home((TITLE, "2020-06-11", "Quite another text."), logos=()))
    undo(run, tmp_path)
    assert not Proposal.objects.exists()
    assert not Review.objects.filter(reason="second_text").exists()
    assert Post.objects.count() == 1


def test_an_issue_stays_with_its_stories_when_one_was_changed(tmp_path):
    _succeeded, report, _printed = run_import(tmp_path, seeds.SEEDS / f"{seeds.NAMES[0]}.txt")
    Story.objects.filter(position=2).update(title_en="By staff")
    removed, kept = undo(report["run"], tmp_path)
    assert removed == set()
    assert sorted(kept.values()) == ["a story of it stays", "changed by staff", *["its issue stays"] * 3]
    assert Issue.objects.get().stories.count() == 4


def test_a_dry_run_only_says_it(load, tmp_path):
    run = load("a.txt", pages.home((TITLE,), logos=()))
    assert undo(run, tmp_path, dry_run=True) == ({TITLE}, {})
    assert Post.objects.exists()
    assert Provenance.objects.exists()
    assert Run.objects.get().status == "finished"


def test_a_run_is_taken_back_once_and_must_be_known(load, tmp_path):
    run = load("a.txt", pages.home((TITLE,), logos=()))
    undo(run, tmp_path)
    with pytest.raises(CommandError, match="taken back already"):
        undo(run, tmp_path)
    with pytest.raises(CommandError, match="There is no run"):
        undo(uuid.uuid4(), tmp_path)

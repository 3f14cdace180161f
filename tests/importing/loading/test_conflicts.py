"""A text whose record already exists is ignored, proposed, or completes or repairs it; staff always win."""

from pathlib import Path

import pytest

from news.models import Document, Issue, Post, Story
from notices.models import Notice
from partners.models import Partner
from seoulsolution.content.models import State
from seoulsolution.importing.models import LedgerEntry, Proposal, SourceFile
from seoulsolution.revisions import drafts, history
from tests.importing import pages, seeds
from tests.importing.helpers import only_file, outcomes, picture, run_import, write

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TITLE = "Seoul Opens a New Line Around the City"
LONG = "Seoul Opens a New Line Around the City and Invites All Citizens to Ride on It for One Whole Free Day"
CUT = f"{LONG[:80]}.."
OTHER_BODY = "The city of Seoul closes an old line. Nobody rides it any more."


@pytest.fixture
def load(tmp_path):
    """Import a text under a name and return its records' outcomes."""

    def load(name, text):
        return outcomes(run_import(tmp_path, write(tmp_path, name, text))[1])

    return load


def item_outcome(load, name, *item, **home):
    return load(name, pages.home(item, **home))[0]


def test_same_title_on_another_date_is_another_record(load):
    item_outcome(load, "a.txt", TITLE, "2020-06-11")
    assert item_outcome(load, "b.txt", TITLE, "2021-06-11") == "created"
    assert Post.objects.count() == 2


def test_same_title_and_date_of_another_kind_is_another_record(load):
    load("a.txt", pages.home((TITLE,), archives=((TITLE,),)))
    assert (Post.objects.get().title_en, Document.objects.get().title_en) == (TITLE, TITLE)


def test_same_story_in_another_issue_is_another_story(load):
    issue = (SAMPLES / "volume.txt").read_text("utf-8")
    load("a.txt", issue)
    load("b.txt", issue.replace("Vol.48", "Vol.49").replace("March", "April"))
    assert Issue.objects.count() == 2
    assert [story.issue.number for story in Story.objects.order_by("issue__number")] == [48, 49]
    assert len({story.title_en for story in Story.objects.all()}) == 1


def test_an_author_that_is_known_is_no_gap(load):
    page = pages.home((TITLE,))
    load("a.txt", page)
    load("b.txt", page.replace("글쓴이 seoulsolution", "글쓴이 Waterworks"))
    assert Post.objects.get().author == "seoulsolution"


def test_other_text_is_kept_as_a_proposal_and_the_first_stays(load):
    item_outcome(load, "a.txt", TITLE)
    assert item_outcome(load, "b.txt", TITLE, "2020-06-11", OTHER_BODY) == "proposed"
    post = Post.objects.get()
    assert "opens a new line" in post.body_en
    assert Proposal.objects.get().values == {"body_en": f"<p>{OTHER_BODY}</p>"}
    assert post.reviews.filter(reason="second_text").exists()
    assert post.provenances.count() == 2


def test_a_proposal_is_kept_once(load):
    item_outcome(load, "a.txt", TITLE)
    item_outcome(load, "b.txt", TITLE, "2020-06-11", OTHER_BODY)
    assert item_outcome(load, "b.txt", TITLE, "2020-06-11", OTHER_BODY) == "unchanged"
    assert item_outcome(load, "c.txt", TITLE, "2020-06-11", OTHER_BODY) == "unchanged"
    assert Proposal.objects.count() == 1


VARIANTS = [
    "Seoul’s “Line”  Café",
    'Seoul\'s "Line" Cafe\u0301',
    'Seoul\'s\u00a0"Line" Café',
    "SEOUL‘S «Line» café",
]


@pytest.mark.parametrize("variant", VARIANTS)
def test_variants_of_a_title_are_one_record(load, variant):
    item_outcome(load, "a.txt", 'Seoul\'s "Line" Café')
    assert item_outcome(load, "b.txt", variant) == "unchanged"
    assert Post.objects.count() == 1


@pytest.mark.parametrize("titles", [(CUT, LONG), (LONG, CUT)])
def test_a_cut_title_and_the_whole_one_are_one_record(load, titles):
    first, second = (item_outcome(load, f"{n}.txt", title) for n, title in enumerate(titles))
    post = Post.objects.get()
    assert (first, second) == ("created", "updated" if titles[0] == CUT else "unchanged")
    assert (post.title_en, post.title_cut) == (LONG, False)
    assert not post.reviews.filter(reason="cut_title").exists()
    assert item_outcome(load, "again.txt", CUT) == item_outcome(load, "more.txt", LONG) == "unchanged"


def test_the_key_of_a_completed_title_does_not_depend_on_the_order(load):
    item_outcome(load, "a.txt", CUT)
    item_outcome(load, "b.txt", LONG)
    key = Post.objects.get().import_key
    _forget_everything()
    item_outcome(load, "c.txt", LONG + " ")
    assert Post.objects.get().import_key == key


def test_a_cut_title_does_not_merge_with_one_of_another_date(load):
    item_outcome(load, "a.txt", CUT)
    assert item_outcome(load, "b.txt", LONG, "2021-01-01") == "created"


def test_two_whole_titles_with_one_beginning_stay_two(load):
    item_outcome(load, "a.txt", LONG)
    assert item_outcome(load, "b.txt", f"{LONG} in May") == "created"


def test_a_title_changed_by_staff_is_not_completed(load):
    item_outcome(load, "a.txt", CUT)
    post = Post.objects.get()
    post.title_en = "What staff call it"
    post.save()
    item_outcome(load, "b.txt", LONG)
    assert Post.objects.get().title_en == "What staff call it"
    assert Proposal.objects.get().values["title_en"] == LONG


def test_what_staff_changed_is_not_overwritten(load, tmp_path):
    item_outcome(load, "a.txt", TITLE)
    Post.objects.update(body_en="<p>By staff.</p>", state=State.WITHDRAWN)
    assert item_outcome(load, "a.txt", TITLE) == "unchanged"
    assert item_outcome(load, "b.txt", TITLE, "2020-06-11", OTHER_BODY) == "proposed"
    post = Post.objects.get()
    assert (post.body_en, post.state) == ("<p>By staff.</p>", State.WITHDRAWN)


@pytest.mark.parametrize("name", ["a.txt", "b.txt"])
def test_what_staff_deleted_does_not_come_back(load, name):
    item_outcome(load, "a.txt", TITLE)
    Post.objects.get().delete()
    assert item_outcome(load, name, TITLE) == "skipped"
    assert not Post.objects.exists()


def test_stories_of_a_deleted_issue_do_not_come_back(tmp_path):
    page = seeds.SEEDS / f"{seeds.NAMES[0]}.txt"
    run_import(tmp_path, page)
    Issue.objects.get().delete()
    copy = write(tmp_path, "copy.txt", page.read_bytes())
    assert set(outcomes(run_import(tmp_path, copy)[1])) == {"skipped"}
    assert not Story.objects.exists()


def test_an_issue_made_by_staff_stays_and_gets_a_proposal(tmp_path):
    Issue.objects.create(number=201, year=2021, month=11, title_en="Made by hand")
    _succeeded, report, _printed = run_import(tmp_path, seeds.SEEDS / f"{seeds.NAMES[0]}.txt")
    assert outcomes(report)[0] == "proposed"
    assert Issue.objects.get().title_en == "Made by hand"
    assert Story.objects.count() == 4


def test_an_author_that_was_missing_is_filled(load):
    whole = pages.home((TITLE,))
    assert load("a.txt", whole.replace(" 글쓴이 seoulsolution", ""))[0] == "created"
    assert Post.objects.get().author == ""
    assert load("b.txt", whole)[0] == "updated"
    assert Post.objects.get().author == "seoulsolution"


def test_a_gap_that_a_draft_of_staff_fills_is_only_proposed(load):
    whole = pages.home((TITLE,))
    load("a.txt", whole.replace(" 글쓴이 seoulsolution", ""))
    post = Post.objects.get()
    with history.change([post]) as [locked]:
        data = drafts.current(locked)
        drafts.save(locked, data | {"fields": data["fields"] | {"author": "By staff"}})
    assert load("b.txt", whole)[0] == "proposed"
    assert Post.objects.get().author == ""
    assert Proposal.objects.get().values == {"author": "seoulsolution"}


def test_popular_titles_are_linked_in_either_order(tmp_path, load):
    popular = "Two Wildcats of Seoul Grand Park Donated to Japan for Conservation of Endangered Species"
    post_file = write(tmp_path, "post.txt", pages.home((popular,)))
    issue_file = seeds.SEEDS / f"{seeds.NAMES[0]}.txt"
    run_import(tmp_path, issue_file, post_file)
    after = Issue.objects.get().popular_titles.get(title=popular).post
    assert after == Post.objects.get()


def test_popular_titles_are_linked_when_the_post_was_first(tmp_path):
    popular = "Two Wildcats of Seoul Grand Park Donated to Japan for Conservation of Endangered Species"
    post_file = write(tmp_path, "post.txt", pages.home((popular,)))
    run_import(tmp_path, post_file, seeds.SEEDS / f"{seeds.NAMES[0]}.txt")
    assert Issue.objects.get().popular_titles.get(title=popular).post == Post.objects.get()


CUTS = [*zip(seeds.NAMES, (0.35, 0.7, 0.93, 0.35, 0.7), strict=True), (seeds.NAMES[2], 0.35)]


@pytest.mark.parametrize(("name", "share"), CUTS)
def test_the_whole_file_repairs_one_that_was_cut_off(name, share, tmp_path):
    whole = (seeds.SEEDS / f"{name}.txt").read_text("utf-8")
    folder = tmp_path / "whole"
    folder.mkdir()
    cut = write(tmp_path, "cut.txt", whole[: int(len(whole) * share)])
    run_import(tmp_path, cut)
    run_import(tmp_path, write(folder, "page.txt", whole))
    repaired = _without_places(picture())
    _forget_everything()
    run_import(tmp_path, folder / "page.txt")
    assert _without_places(picture()) == repaired


def _without_places(found):
    return {key: {n: v for n, v in fields.items() if n != "provenance"} for key, fields in found.items()}


def _forget_everything():
    for model in (Post, Document, Issue, Partner, Notice, LedgerEntry, SourceFile):
        model.objects.all().delete()


def test_a_cut_off_item_is_flagged_and_held_back(tmp_path):
    text = pages.home((TITLE, "2020-06-11", "The city of Seoul opens a new"), logos=())
    _succeeded, report, _printed = run_import(
        tmp_path, write(tmp_path, "cut.txt", text.replace("\nArchives\n", ""))
    )
    (row,) = only_file(report)["records"]
    assert row["review"] == ["incomplete"]
    assert row["published"] is False


def test_the_beginning_of_a_known_text_changes_nothing(load):
    item_outcome(load, "a.txt", TITLE)
    text = pages.home((TITLE, "2020-06-11", pages.BODY[:50]), logos=()).replace("\nArchives\n", "")
    assert load("cut.txt", text) == ["unchanged"]
    assert Post.objects.get().state == State.PUBLISHED

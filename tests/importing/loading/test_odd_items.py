"""Odd items in sound pages, through the command."""

import datetime
from unittest import mock

import pytest

from news.models import Issue, Post
from notices.models import Notice
from partners.models import Partner
from seoulsolution.content.models import State
from seoulsolution.importing.models import SourceFile, UnplacedLine
from seoulsolution.importing.parsing import page as page_module
from tests.importing import pages, seeds
from tests.importing.helpers import only_file, outcomes, run_import, write

pytestmark = pytest.mark.django_db
TITLE = "Seoul Opens a New Line Around the City"
ISSUE = (seeds.SEEDS / f"{seeds.NAMES[0]}.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("date", "problem"),
    [
        ("2020-02-31", "impossible date"),
        ("2999-01-01", "future date"),
        ("0001-01-01", "is before 1990"),
        ("11-06-2020", "unreadable date"),
    ],
)
def test_a_bad_date_is_a_draft_with_its_line(date, problem, tmp_path):
    succeeded, report, printed = run_import(tmp_path, write(tmp_path, "a.txt", pages.home((TITLE, date))))
    (warning,) = only_file(report)["warnings"]
    post = Post.objects.get()
    assert succeeded
    assert warning["line"] == 4
    assert problem in warning["message"]
    assert f"a.txt:4: {warning['message']}" in printed
    assert (post.state, post.date) == (State.DRAFT, None)
    assert post.reviews.filter(reason="impossible_date").exists()


@pytest.mark.parametrize("date", ["2020.06.11", "2020/6/11"])
def test_other_dates_with_the_year_first_are_read(date, tmp_path):
    run_import(tmp_path, write(tmp_path, "a.txt", pages.home((TITLE, date))))
    assert (Post.objects.get().date, Post.objects.get().state) == (
        datetime.date(2020, 6, 11),
        State.PUBLISHED,
    )


def test_an_item_without_an_author_goes_in(tmp_path):
    text = pages.home((TITLE,)).replace(" 글쓴이 seoulsolution", "")
    succeeded, _report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", text))
    assert succeeded
    assert (Post.objects.get().author, Post.objects.get().state) == ("", State.PUBLISHED)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (pages.home((TITLE,)).replace("글쓴이 seoulsolution", f"글쓴이 {'x' * 201}"), "author of 201"),
        (pages.home((TITLE, "2020-06-11", "x" * 200_001)), "text of 200,001"),
        (pages.home((TITLE,), logos=("x" * 121 + " 로고",)), "name of 121"),
        (ISSUE.replace("Bukhansan Mountain", "x" * 301), "photo caption of 301"),
        (ISSUE.replace("Two Wildcats", f"Two {'x' * 301}"), "popular title of"),
        (ISSUE.replace("Bukhansan", "Buk\ud800"), "lone surrogates"),
        (ISSUE.replace("Two Wildcats", "Two\ud800 Wildcats"), "lone surrogates"),
        (pages.home((TITLE,)).replace("seoulsolution", "seoul\udfff"), "lone surrogates"),
        (pages.print_list((*pages.FIRST, "A\nB\nC\ud800"), pages.SECOND), "lone surrogates"),
    ],
)
def test_what_no_column_can_hold_is_refused_alone(text, problem, tmp_path):
    data = text.encode("utf-8", "surrogatepass")
    succeeded, report, printed = run_import(tmp_path, write(tmp_path, "a.txt", data))
    assert not succeeded
    assert only_file(report)["status"] == "imported"
    assert outcomes(report).count("refused") == 1
    assert problem in printed
    assert UnplacedLine.objects.exists()


def test_a_refused_issue_brings_no_story(tmp_path):
    text = ISSUE.replace("2021 November (No.201)", f"2021 November (No.201) {'x' * 300}")
    _succeeded, report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", text))
    assert set(outcomes(report)) == {"refused"}
    assert not Issue.objects.exists()


def test_a_story_that_cannot_be_stored_is_refused_alone(tmp_path):
    """Its line is unplaced; the issue and its other stories are imported."""
    opening = "The Seoul Metropolitan Government"
    long = f"A Line That Never Ends {opening} opens it. {'x' * 200_001}"
    lines = ISSUE.splitlines()
    position = next(number for number, line in enumerate(lines) if opening in line)
    lines.insert(position, f"    {long}")
    broken = f"    A Broken Line {opening} opens \ud800 it."
    lines.insert(position, broken)
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    succeeded, report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", data))
    file = only_file(report)
    assert not succeeded
    assert outcomes(report).count("refused") == 2
    assert Issue.objects.get().stories.count() == 4
    refusals = [(warning["line"], warning["message"].split(" of ")[0]) for warning in file["warnings"]]
    assert refusals == [(position + 1, "broken characters (lone surrogates)"), (position + 2, "text")]
    assert set(UnplacedLine.objects.values_list("number", flat=True)) == {position + 1, position + 2}


def test_a_notice_goes_in_with_a_heading_that_is_too_long(tmp_path):
    """The heading is cut and flagged, and the part's text has the whole of it."""
    text = (seeds.SEEDS / f"{seeds.NAMES[2]}.txt").read_text("utf-8")
    long = f"Qualifications {'for citizens ' * 20}of Seoul"
    heading = next(line for line in text.splitlines() if line.strip().startswith("1. "))
    text = text.replace(heading, f"1. {long}")
    succeeded, _report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", text))
    part = Notice.objects.get().parts.get(number=1)
    assert succeeded
    assert len(part.title_en) <= 200
    assert part.title_en.endswith("…")
    assert part.body_en.startswith(f"<p>{long}</p>")
    assert part.kind == "qualification"
    assert Notice.objects.get().reviews.get(reason="unsure_cut").detail == long


def test_a_page_of_too_many_records_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(page_module, "MAX_RECORDS", 3)
    text = pages.home(*[(f"{TITLE} {number}",) for number in range(4)])
    succeeded, report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", text))
    assert not succeeded
    assert only_file(report)["reason"] == "too many records: more than 3"


@pytest.mark.parametrize("share", [0.55, 0.8])
def test_a_file_cut_inside_an_item_gives_whole_items(share, tmp_path):
    whole = pages.home(*[(f"{TITLE} {number}",) for number in range(3)], logos=())
    cut = whole[: int(len(whole) * share)]
    succeeded, _report, _printed = run_import(tmp_path, write(tmp_path, "cut.txt", cut))
    assert succeeded
    first, *others = Post.objects.order_by("id")
    assert first.state == State.PUBLISHED
    assert all(post.state == State.PUBLISHED or post.reviews.exists() for post in others)
    run_import(tmp_path, write(tmp_path, "whole.txt", whole))
    assert Post.objects.filter(state=State.PUBLISHED).count() == 3
    assert not Post.objects.filter(reviews__reason="incomplete").exists()


def test_a_fault_of_the_importer_is_a_sentence_and_the_others_go_on(tmp_path):
    bad, good = write(tmp_path, "a.txt", pages.home((TITLE,))), write(tmp_path, "b.txt", pages.LIST)
    with mock.patch("seoulsolution.importing.parsing.formats.archive_home.parse", side_effect=KeyError("x")):
        succeeded, report, printed = run_import(tmp_path, bad, good)
    failed, imported = report["files"]
    assert not succeeded
    assert (failed["status"], imported["status"]) == ("failed", "imported")
    assert failed["reason"].startswith("a fault of the importer, nothing of the file was written: KeyError")
    assert "Traceback" not in printed


def test_a_bad_date_is_a_draft_with_a_warning(tmp_path):
    page = write(tmp_path, "a.txt", pages.home((TITLE, "2020-02-31")))
    succeeded, report, printed = run_import(tmp_path, page)
    assert succeeded
    assert only_file(report)["warnings"] == [{"line": 4, "message": "impossible date '2020-02-31'"}]
    assert "a.txt:4: impossible date" in printed
    assert (Post.objects.get().state, Post.objects.get().date) == (State.DRAFT, None)


def test_an_item_that_cannot_be_stored_is_refused_alone(tmp_path):
    page = write(tmp_path, "a.txt", pages.home(("x" * 10_000, "2020-06-11"), (TITLE, "2020-06-11")))
    succeeded, report, printed = run_import(tmp_path, page)
    assert not succeeded
    assert outcomes(report) == ["refused", "created", "created", "created"]
    assert "title of 10,000 characters" in printed
    assert list(UnplacedLine.objects.values_list("number", flat=True)) == [3, 4, 5]


def test_lone_surrogates_are_no_database_error(tmp_path):
    data = pages.home(("A broken\ud800 title", "2020-06-11"), (TITLE, "2020-06-11")).encode(
        "utf-8", "surrogatepass"
    )
    _succeeded, report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", data))
    assert outcomes(report)[:2] == ["refused", "created"]
    assert SourceFile.objects.get().text.count("\ufffd") == 1


def test_markup_stays_text(tmp_path):
    body = "Text <script>alert(1)</script> and < 6 areas … > & more."
    run_import(tmp_path, write(tmp_path, "a.txt", pages.home((TITLE, "2020-06-11", body))))
    post = Post.objects.get()
    assert (
        post.body_en
        == "<p>Text &lt;script&gt;alert(1)&lt;/script&gt; and &lt; 6 areas … &gt; &amp; more.</p>"
    )


def test_partners_are_never_made_of_undated_items(tmp_path):
    page = pages.home((TITLE, "2020-06-11"), ("Undated", None), logos=("KOTRA 로고이미지",))
    run_import(tmp_path, write(tmp_path, "a.txt", page))
    assert list(Partner.objects.values_list("name_en", flat=True)) == ["KOTRA"]
    assert Post.objects.get(title_en="Undated").state == State.DRAFT

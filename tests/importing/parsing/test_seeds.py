"""What the formats find in the five seeds equals the truth."""

import pytest

from seoulsolution.importing.parsing.text import squeeze
from tests.importing import seeds

CASES = seeds.pairs()
every_record = pytest.mark.parametrize(
    ("name", "true", "found"), CASES, ids=[true["id"] for _name, true, _found in CASES]
)
every_seed = pytest.mark.parametrize("name", seeds.NAMES)


@every_record
def test_kind_title_author_and_language(name, true, found):
    assert found.kind == seeds.KINDS[true["kind"]]
    assert found.title_as_appears == true["title_as_appears"]
    assert (found.author or None) == true["author"]
    assert [found.language] == true["languages"]


@every_record
def test_date(name, true, found):
    precision = true["date_precision"] or ""
    assert {7: "month", 10: "day"}.get(len(found.stated_date or ""), "") == precision
    assert (found.date.isoformat() if found.date else None) == (
        true["date"] if precision != "month" else None
    )


@every_record
def test_lines(name, true, found):
    assert [found.first_line, found.last_line] == true["lines"]
    assert list(found.lines) == sorted({span["line"] for span in true["spans"]})


@every_record
def test_body(name, true, found):
    body = true["body"]
    assert len(squeeze(found.text)) == (body["length_norm"] if body else 0)
    assert not body or seeds.sha256(found.text) == body["sha256_norm"]


@every_record
def test_cut_title(name, true, found):
    assert found.title_cut == true["title_truncated"]
    assert found.title == squeeze(found.title)
    assert not (found.title_cut and found.title.endswith(".."))


@every_record
def test_captions(name, true, found):
    labels = [extra["text"] for extra in true.get("extra", []) if true["kind"] == "notice"]
    captions = [caption["text"] for caption in true.get("captions", [])]
    assert true["kind"] == "newsletter issue" or [*captions, *labels] == list(found.captions)


@every_record
def test_what_the_truth_wants_reviewed_is_flagged(name, true, found):
    assert not true["needs_staff_review"] or found.reviews


@every_seed
def test_every_line_is_accounted_for(name):
    verification, lines = seeds.truth(name)["verification"], seeds.parsed(name).lines
    assert lines.total == verification["lines_total"]
    assert lines.nonblank == verification["nonblank_lines"]
    assert lines.record == verification["lines_in_records"]
    assert lines.boilerplate == verification["lines_in_furniture"]
    assert lines.unplaced == 0
    assert seeds.parsed(name).unplaced == ()


@every_seed
def test_boilerplate_and_warnings(name):
    found = [note.line for note in seeds.parsed(name).boilerplate]
    assert found == [item["line"] for item in seeds.truth(name)["furniture"]]
    assert seeds.parsed(name).warnings == ()


def test_all_330_lines():
    assert sum(seeds.parsed(name).lines.nonblank for name in seeds.NAMES) == 330


def test_popular_titles_belong_to_their_issue():
    name = seeds.NAMES[0]
    true = [r["title_as_appears"] for r in seeds.truth(name)["records"] if r["kind"] == seeds.POPULAR]
    issue = seeds.parsed(name).records[0]
    assert list(issue.details.popular_titles) == true
    assert (issue.details.number, issue.details.year, issue.details.month) == (201, 2021, 11)


def test_notice_has_seven_parts_and_the_stated_facts():
    notice = next(record for record in seeds.records(seeds.NAMES[2]) if record.kind == "notice").details
    assert [(part.number, part.kind) for part in notice.parts] == list(
        enumerate(
            ["qualification", "nominators", "documents", "submission", "selection", "benefits", "others"],
            start=1,
        )
    )
    assert (notice.opens.isoformat(), notice.closes.isoformat()) == ("2018-07-02", "2018-07-27")
    assert [(step.year, step.month) for step in notice.steps] == [(2018, 8), (2018, 9)]
    assert notice.citizens_required == 30
    assert notice.where_to_submit.startswith("International Relations Division, 8F, Seoul City Hall")


def test_notice_lists_keep_their_depth():
    true = next(r for r in seeds.true_records(seeds.NAMES[2]) if r["kind"] == "notice")
    notice = next(record for record in seeds.records(seeds.NAMES[2]) if record.kind == "notice").details
    for part, expected in zip(notice.parts, true["lists"], strict=True):
        items = part.blocks[0].items
        assert (len(items), sum(len(item.children) for item in items)) == (
            expected["items"],
            expected["sub_items"],
        )


def test_paragraphs_come_from_runs_of_nbsp():
    for _name, true, found in CASES:
        if true.get("paragraph_basis", "") and true["paragraph_basis"].startswith("NBSP"):
            assert len(found.blocks) == true["paragraphs"]


def test_flattened_table_is_kept_as_it_stands():
    table = next(
        block
        for r in seeds.records(seeds.NAMES[2])
        for block in r.blocks
        if hasattr(block, "text") and "▸" in block.text
    )
    assert table.text.startswith("○ Events / Venue\nEvents / Venue\nMain stage at Seoul PlazaSept. 1")
    assert table.text.endswith("Cheonggyecheon-roWorld Food Fair, Music Cafe, Stamp Rally")


def test_completion_of_a_cut_title_is_offered():
    cut = next(r for r in seeds.records(seeds.NAMES[3]) if r.title_cut)
    assert (
        cut.reviews[0].detail
        == "World's safest city to visit in 2019 revealed by Economist Intelligence Unit"
    )
    assert cut.source_name == "US_CNN"

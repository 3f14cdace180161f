"""The five seeds through the command: the database equals the truth."""

import datetime
import re

import pytest
from django.utils import translation

from news.models import Document, Issue, PopularTitle, Post, Story, Topic
from notices.models import Notice
from partners.models import Partner
from seoulsolution.content.models import State
from seoulsolution.content.richtext import to_text
from seoulsolution.importing.parsing.text import squeeze, title_key
from seoulsolution.reviews.models import Provenance, Review
from seoulsolution.revisions import history, snapshots
from tests.importing import seeds
from tests.importing.helpers import run_import

pytestmark = pytest.mark.django_db
PRE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
MARKERS = re.compile(r"(?:^|(?<=\s))(?:•|–|\d\))\s*(?=\S)|(?<=\s)1\)(?=A)")
MODELS = {
    "news post": Post,
    "archive document": Document,
    "newsletter story": Story,
    "partner organization": Partner,
    "programme description": Partner,
}


@pytest.fixture(scope="module", autouse=True)
def _seeds(taken_back, tmp_path_factory):
    """Import once for the whole module."""
    with taken_back():
        succeeded, report, _printed = run_import(tmp_path_factory.mktemp("seeds"))
        assert succeeded
        yield report


@pytest.fixture
def imported(_seeds):
    return _seeds


def test_counts(imported):
    assert Post.objects.visible().count() == 23
    assert Post.objects.filter(state=State.DRAFT).count() == 1
    assert Document.objects.visible().count() == 8
    assert (Issue.objects.count(), Story.objects.count(), PopularTitle.objects.count()) == (1, 4, 5)
    assert Partner.objects.exclude(kind="programme").count() == 28
    assert Partner.objects.filter(kind="programme").count() == 1
    assert (Notice.objects.count(), Notice.objects.get().parts.count()) == (1, 7)


def test_bodies_equal_the_truth(imported):
    for name, true, _found in seeds.pairs():
        model = MODELS.get(true["kind"])
        if model is None:
            continue
        record = _record(model, name, true)
        language = true["languages"][0]
        field = "description" if model is Partner else "body"
        html = PRE.sub("", getattr(record, f"{field}_{language}") or "")
        body = true["body"]
        assert (seeds.sha256(to_text(html)) if body else html) == (body["sha256_norm"] if body else "")


def _record(model, name, true):
    """Return the record whose provenance is the truth's lines."""
    places = Provenance.objects.filter(path=f"seeds/{name}.txt", first_line=true["lines"][0])
    records = [place.record for place in places if isinstance(place.record, model)]
    keys = {title_key(true["title_as_appears"]), title_key(true.get("clean_name") or "-")}
    if model is Story:
        records = [record for record in records if title_key(record.title_en) in keys]
    (record,) = records
    return record


def test_text_of_the_notice_equals_the_truth(imported):
    true = next(r for r in seeds.true_records(seeds.NAMES[2]) if r["kind"] == "notice")
    lines = (seeds.SEEDS / f"{seeds.NAMES[2]}.txt").read_text("utf-8").split("\n")
    expected = " ".join(lines[number - 1] for number in true["body"]["lines"])
    assert seeds.sha256(expected) == true["body"]["sha256_norm"]
    notice = Notice.objects.get()
    parts = [f"{part.number}. {part.title_en} {to_text(part.body_en)}" for part in notice.parts.all()]
    found = " ".join([to_text(notice.intro_en), *parts])
    assert squeeze(found) == squeeze(_without_markers(expected))


def _without_markers(text):
    """Return the text without the markers that became lists."""
    previous = None
    while previous != text:
        previous, text = text, MARKERS.sub("", text, count=1)
    return text


def test_only_the_column_of_the_language_is_filled(imported):
    assert not Post.objects.exclude(title_ko=None).exclude(title_ko="").exists()
    korean = Partner.objects.get(kind="programme")
    assert korean.name_ko.startswith("공유도시")
    assert not korean.name_en
    assert not korean.description_en


def test_french_title_is_in_no_column(imported):
    draft = Post.objects.get(state=State.DRAFT)
    assert (draft.foreign_language, draft.title_en or "", draft.title_ko or "") == ("fr", "", "")
    assert str(draft).startswith("5e Festival international")
    assert {"title_only", "other_language"} <= set(draft.reviews.values_list("reason", flat=True))


def test_undated_posts_are_published_and_sort_last(imported):
    dates = list(Post.objects.visible().values_list("date", flat=True))
    assert dates[12:] == [None] * 11
    assert all(dates[:12])


def test_notice_facts(imported):
    notice = Notice.objects.get()
    assert notice.state == State.PUBLISHED
    assert (notice.submission_opens, notice.submission_closes) == (
        datetime.date(2018, 7, 2),
        datetime.date(2018, 7, 27),
    )
    assert notice.citizens_required == 30
    assert list(notice.selection_steps.values_list("year", "month")) == [(2018, 8), (2018, 9)]


def test_site_owner_is_kept_and_flagged(imported):
    owner = Partner.objects.get(is_site_owner=True)
    assert owner.name_ko == "서울시청"
    assert owner.reviews.filter(reason="site_owner").exists()


def test_acronym_and_full_name_are_told_apart(imported):
    miti = Partner.objects.get(name_en="MITI")
    assert miti.official_name_en == "Metropolis International Training Institute"
    assert miti.kind == "research"


def test_every_partner_is_to_be_confirmed(imported):
    reasons = Review.objects.filter(content_type__model="partner").values_list("reason", flat=True)
    assert sorted(set(reasons)) == ["site_owner", "unclear_place", "unconfirmed_name"]
    assert len([reason for reason in reasons if reason == "unconfirmed_name"]) == 28


def test_kinds_and_years_of_documents(imported):
    found = sorted((document.kind, document.year) for document in Document.objects.all())
    assert [kind for kind, _year in found] == ["brochure"] * 3 + ["index", "interview"] + ["video"] * 3
    assert {year for kind, year in found if kind == "brochure"} == {2019}


def test_topics_are_proposals_of_at_most_two(imported):
    for post in Post.objects.prefetch_related("topics"):
        assert post.topics.count() <= 2
        assert post.reviews.filter(reason="unconfirmed_topic").exists() == post.topics.exists()


def test_angle_brackets_survive(imported):
    index = Document.objects.get(kind="index")
    assert "&lt; Encompassing 6 areas" in index.body_en
    assert "< Encompassing 6 areas" in to_text(index.body_en)


def test_provenance_names_all_files_that_hold_a_record(imported):
    partner = Partner.objects.get(name_en="CITYNET")
    assert [(place.path[6:9], place.first_line) for place in partner.provenances.all()] == [
        ("001", 27),
        ("003", 15),
        ("004", 27),
    ]
    assert partner.provenances.first().raw_text == "  • CITYNET 로고이미지"


def test_report_equals_the_truth(imported):
    for file, name in zip(imported["files"], seeds.NAMES, strict=True):
        truth = seeds.truth(name)
        assert (file["sha256"], file["encoding"], file["status"]) == (truth["sha256"], "utf-8", "imported")
        rows = sorted(file["records"], key=lambda row: row["lines"][0])
        for row, true in zip(rows, seeds.true_records(name), strict=True):
            assert row["kind"] == seeds.KINDS[true["kind"]]
            assert row["title"] == true["title_as_appears"]
            assert (row["date"], row["lines"], [row["language"]]) == (
                true["date"],
                true["lines"],
                true["languages"],
            )
            assert row["published"] == (row["kind"] != "title_only")


def test_totals(imported):
    lines = imported["totals"]["lines"]
    assert (lines["nonblank"], lines["record"] + lines["furniture"], lines["unplaced"]) == (330, 330, 0)
    assert imported["totals"]["records"]["partner"] == {
        "created": 29,
        "updated": 0,
        "unchanged": 58,
        "proposed": 0,
        "refused": 0,
        "skipped": 0,
    }


def test_titles_are_shown_in_any_interface(imported):
    with translation.override("ko"):
        assert str(Partner.objects.get(name_en="KOTRA")) == "KOTRA"
    assert Topic.objects.exists()


def test_the_revision_of_a_record_holds_what_the_database_has():
    for model in (Post, Document, Issue, Partner, Notice):
        records = list(model.objects.all())
        latest = {revision.object_id: revision.data for revision in history.latest_live(records).values()}
        assert records
        assert latest == {record.pk: snapshots.take(record) for record in records}

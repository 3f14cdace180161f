"""Sample pages of both sites through the formats and the command."""

import datetime
from pathlib import Path

import pytest

from news.models import Document, Issue, Post
from notices.models import Notice
from seoulsolution.content.models import State
from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.formats import parse
from seoulsolution.importing.parsing.records import ItemList, Paragraph
from seoulsolution.reviews.models import Provenance
from tests.importing import seeds
from tests.importing.helpers import outcomes, run_import, write

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
LANGUAGES = {"japanese": "ja", "chinese": "zh", "french": "fr", "spanish": "es", "arabic": "ar"}


def sample(name):
    return (SAMPLES / f"{name}.txt").read_text("utf-8")


def only(text):
    (record,) = parse(text, seeds.TODAY).records
    return record


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.txt")))
def test_every_line_of_a_page_has_a_place(name):
    if name == "other_site":
        return
    found = parse(sample(name), seeds.TODAY)
    assert found.unplaced == ()
    assert sum((found.lines.record, found.lines.boilerplate)) == found.lines.nonblank


def test_title_series_views_and_lists_of_a_news_page():
    record = only(sample("news_views"))
    assert record.title == (
        "Seoul Shares Its Night Bus Planning with Ulaanbaatar "
        "Engineers of Both Cities Meet at the Bus Depot in Gangdong [Seoul Policy Sharing]"
    )
    assert (record.kind, record.author, record.date) == ("news_post", "SMG", None)
    assert record.reasons == ("no_date", "source_tag")
    assert "Seoul Policy Sharing" in [review.detail for review in record.reviews]
    assert [type(block) for block in record.blocks] == [Paragraph, Paragraph, ItemList, Paragraph]
    assert [item.text for item in record.blocks[2].items[0].children] == [
        "Maps of late phone calls",
        "Reading the maps together",
    ]
    assert "4,672" not in record.text


@pytest.mark.parametrize(
    "byline",
    ["SMG 4672", "SMG Views 4,672", "SMG 조회 4,672", "SMG\n\n    4,672", "SMG\n\n    Hits: 12", "SMG"],
)
def test_variants_of_the_view_count(byline):
    found = parse(sample("news_views").replace("SMG 4,672", byline), seeds.TODAY)
    (record,) = found.records
    assert record.author == "SMG"
    assert record.text == only(sample("news_views")).text
    assert found.unplaced == ()


def test_a_bullet_that_ends_in_capitals_is_no_byline():
    text = sample("news_views").replace("  • [Seoul", "  • With a Word by the CEO\n\n  • [Seoul")
    assert only(text).title.endswith("With a Word by the CEO [Seoul Policy Sharing]")
    assert only(text).author == "SMG"


@pytest.mark.django_db
def test_another_view_count_is_no_other_text(tmp_path):
    text = sample("news_views")
    run_import(tmp_path, write(tmp_path, "a.txt", text))
    later = write(tmp_path, "b.txt", text.replace("4,672", "5,101"))
    assert outcomes(run_import(tmp_path, later)[1]) == ["unchanged"]
    assert "4,672" not in Post.objects.get().body_en
    assert ["4,672" in place.raw_text for place in Provenance.objects.order_by("path")] == [True, False]


def test_a_period_is_read_from_an_explicit_sentence():
    notice = only(sample("notice_sentence"))
    assert notice.kind == "notice"
    assert (notice.details.opens, notice.details.closes) == (
        datetime.date(2019, 5, 2),
        datetime.date(2019, 5, 31),
    )
    assert notice.reasons == ("no_date",)


@pytest.mark.parametrize(
    "sentence",
    [
        "in May 2019",
        "from May 2 to May 31",
        "from May 31 to May 2, 2019",
        "from May 2 to May 31, 2019, or submitted later from June 1 to June 9, 2019",
    ],
)
def test_a_period_that_is_not_explicit_stays_empty_and_is_flagged(sentence):
    notice = only(sample("notice_sentence").replace("from May 2 to May 31, 2019", sentence))
    assert (notice.details.opens, notice.details.closes) == (None, None)
    assert "missing_period" in notice.reasons


def test_news_about_a_ceremony_is_no_notice():
    text = sample("notice_sentence").replace("is accepting nominations", "honoured many")
    assert only(text).kind == "news_post"


def test_a_post_of_the_archive():
    record = only(sample("archive_english"))
    assert (record.kind, record.title) == ("news_post", "How Seoul Counts the Buses of the Night")
    assert (record.date, record.author) == (datetime.date(2015, 3, 9), "seoulsolution")
    assert (record.language, record.draft, record.reasons) == ("en", False, ())
    assert isinstance(record.blocks[-1], ItemList)


def test_the_welcome_of_the_archive_names_the_city():
    page = "A Handbook on Power\n\nDate 2015-03-09 Writer jkim\n\nIt has 120 pages.\n"
    assert only(f"Welcome to Seoul Policy Archive.\n\nNews\n\n{page}").author == "jkim"
    with pytest.raises(Refused, match="no word of the city"):
        only(f"News\n\n{page}")


def test_a_document_of_the_archive_in_korean():
    record = only(sample("archive_korean"))
    assert (record.kind, record.author, record.language) == ("archive_document", "서울연구원", "ko")
    assert (record.details.kind, record.details.year) == ("report", 2015)


def test_a_post_of_the_archive_with_a_bad_date_is_a_draft():
    found = parse(sample("archive_english").replace("2015-03-09", "2015-02-30"), seeds.TODAY)
    (record,) = found.records
    assert (record.date, record.draft, record.reasons) == (None, True, ("impossible_date",))
    assert found.warnings[0].line == 5


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "code"), LANGUAGES.items())
def test_other_languages_are_drafts_with_their_language(name, code, tmp_path):
    succeeded, _report, _printed = run_import(tmp_path, write(tmp_path, "a.txt", sample(name)))
    post = Post.objects.get()
    assert succeeded
    assert (post.state, post.foreign_language) == (State.DRAFT, code)
    assert (post.title_en or post.title_ko or "", post.body_en or post.body_ko or "") == ("", "")
    assert post.foreign_title
    assert post.reviews.get(reason="other_language").detail == code


def test_a_volume_reads_its_month_from_the_masthead():
    issue = only(sample("volume"))
    assert (issue.details.number, issue.details.year, issue.details.month) == (48, 2010, 3)
    assert [story.title for story in issue.children] == ["Night Buses Begin in Seoul"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["특별호", "特別号", "Special Issue"])
def test_an_issue_without_a_number_is_a_draft_for_staff_to_place(name, tmp_path):
    page = write(tmp_path, "a.txt", sample("special_issue").replace("특별호", name))
    succeeded, _report, _printed = run_import(tmp_path, page)
    assert succeeded
    assert not Issue.objects.exists()
    assert Post.objects.get().state == State.DRAFT
    assert Post.objects.get().reviews.filter(reason="unclear_place").exists()


def test_news_that_names_a_number_and_a_month_is_no_issue():
    title = "Seoul Extends Metro Line No. 9 in November 2021"
    text = sample("news_views").replace("Seoul Shares Its Night Bus Planning with Ulaanbaatar", title)
    assert only(text).kind == "news_post"


def test_a_print_list_of_another_category():
    one, two, french, three = parse(sample("other_category"), seeds.TODAY).records
    assert [record.kind for record in (one, two, french, three)] == [
        "news_post",
        "news_post",
        "title_only",
        "news_post",
    ]
    assert "flattened_table" in two.reasons
    assert (french.language, french.draft) == ("fr", True)
    assert "unsure_cut" in three.reasons


def test_a_page_of_another_site_is_refused_with_what_was_looked_for():
    with pytest.raises(Refused, match=r"page of the English site: .* no word of the city; print list"):
        parse(sample("other_site"), seeds.TODAY)


@pytest.mark.django_db
def test_all_samples_go_in_together_and_only_the_other_site_is_refused(tmp_path):
    _succeeded, report, _printed = run_import(tmp_path, SAMPLES)
    assert [f["path"].rsplit("/", 1)[1] for f in report["files"] if f["status"] != "imported"] == [
        "other_site.txt"
    ]
    assert (Notice.objects.count(), Document.objects.count(), Issue.objects.count()) == (1, 1, 1)

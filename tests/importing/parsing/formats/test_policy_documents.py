"""Policy documents of the archive: their header in one line or several, what is missing from it."""

import pytest

from news.models import Document, Topic
from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.formats import parse
from seoulsolution.importing.parsing.records import Heading
from tests.importing import seeds
from tests.importing.helpers import run_import, write

TITLE = "Rain Gardens: Water Stays in the City"
TEXT = "Seoul has built rain gardens for ten years. They hold the rain of a day."
HEADER = "Date 2016-10-24 Category Environment Updater jkim"
OFFICE = "Seoul Metropolitan Government"


def document(*header, title=TITLE, above="", text=TEXT):
    return f"{above}{title}\n\n" + "\n".join(header) + f"\n\n{text}\n"


HEADERS = {
    "as usual": (HEADER, OFFICE, "Last Update"),
    "with the last update": (HEADER, OFFICE, "Last Update 2017-03-02"),
    "last update below": (HEADER, OFFICE, "Last Update", "2017-03-02"),
    "blank lines between": (HEADER, "", OFFICE, "", "Last Update", ""),
    "a line for each": ("Date 2016-10-24", "Category Environment", "Updater jkim", OFFICE, "Last Update"),
    "colons": ("Date: 2016-10-24 | Category: Environment | Updater: jkim", OFFICE, "Last Update:"),
    "labelled department": (HEADER, f"Department {OFFICE}", "Last Update"),
    "views": (f"{HEADER} Hits 1,204", OFFICE, "Last Update"),
    "views in Korean": (f"{HEADER} 조회수 12 READS", OFFICE, "Last Update"),
    "dots in the date": (HEADER.replace("2016-10-24", "2016.10.24"), OFFICE, "Last Update"),
    "bullet": ("  • " + HEADER, "    " + OFFICE, "    Last Update"),
    "no last update": (HEADER, OFFICE),
    "office below": (HEADER, "Last Update 2017-03-02", OFFICE),
    "category first": ("Category Environment Date 2016-10-24 Updater jkim", OFFICE, "Last Update"),
    "values below": (*HEADER.replace(" ", "\n").splitlines(), "", OFFICE, "", "Last Update", "2017-03-02"),
    "glued": (HEADER.replace(" ", ""), OFFICE, "Last Update2017-03-02"),
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_title_topic_department_and_date(header):
    found = parse(document(*header), seeds.TODAY)
    (record,) = found.records
    assert (record.kind, record.title, record.author) == ("archive_document", TITLE, "jkim")
    assert (str(record.date), record.details.category) == ("2016-10-24", "Environment")
    assert (record.details.department, record.text, record.draft) == (OFFICE, TEXT, False)
    assert found.unplaced == ()


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ((HEADER, OFFICE, "Last Update"), []),
        ((HEADER, OFFICE), ["last update"]),
        ((HEADER,), ["department", "last update"]),
        (("Date 2016-10-24 Category Environment", OFFICE, "Last Update"), ["updater"]),
    ],
)
def test_what_is_missing_is_said(header, missing):
    found = parse(document(*header), seeds.TODAY)
    assert [note.message for note in found.warnings] == [f"no {name} found" for name in missing]
    assert found.records[0].text == TEXT


def test_a_document_in_korean():
    text = "서울시는 빗물정원을 만들었다. 하루의 비를 담는다."
    header = ("등록일 2016-10-24 분류 환경 수정자 김정책", "물순환안전국", "최종 수정일 2017-03-02")
    (record,) = parse(document(*header, title="빗물정원 정책", text=text), seeds.TODAY).records
    assert (record.language, record.author, record.details.category) == ("ko", "김정책", "환경")
    assert (record.details.department, record.text) == ("물순환안전국", text)


def test_lines_above_and_below_are_layout():
    above = "Go to Main Content\n\nHome > Policy\n\nT T\n\n"
    found = parse(
        document(*HEADERS["as usual"], above=above, text=f"{TEXT}\n\nlist\nimage_print"), seeds.TODAY
    )
    assert (found.records[0].title, found.records[0].text, found.unplaced) == (TITLE, TEXT, ())


@pytest.mark.parametrize(
    ("end", "is_cut"),
    [
        ("They are:\n\n• parks with a pond\n• roofs with grass", False),
        ("Contact: Water Division, 02-120-0000", False),
        ("[Figure 2] A garden with a pond", False),
        ("The next gardens will be built in the", True),
        ("They are:\n\n• parks with a pond\n• roofs with", True),
    ],
)
def test_only_a_text_that_breaks_off_is_incomplete(end, is_cut):
    page = document(*HEADERS["as usual"], text=f"{TITLE}\n\n{TEXT}\n\n{end}")
    (record,) = parse(page, seeds.TODAY).records
    assert (record.draft, "incomplete" in record.reasons) == (is_cut, is_cut)
    assert record.text.startswith(TEXT)


@pytest.mark.parametrize(
    ("below", "are_headings"), [(TEXT, True), ("  • parks\n  • roofs", True), ("Wet ground", False)]
)
def test_short_lines_over_texts_are_headings(below, are_headings):
    page = document(*HEADERS["as usual"], text=f"Background\n\n{TEXT}\n\nResults\n\n{below}")
    (record,) = parse(page, seeds.TODAY).records
    headings = [block.text for block in record.blocks if isinstance(block, Heading)]
    assert headings == (["Background", "Results"] if are_headings else [])


@pytest.mark.parametrize("date", ["2016-02-31", "2999-01-01", "0001-01-01"])
def test_an_impossible_date_makes_a_draft(date):
    (record,) = parse(
        document(HEADER.replace("2016-10-24", date), OFFICE, "Last Update"), seeds.TODAY
    ).records
    assert (record.date, record.draft, "impossible_date" in record.reasons) == (None, True, True)


@pytest.mark.parametrize(
    "page",
    [
        document(HEADER, text="Bread rises at night. Bake it in the morning."),
        document(HEADER, "Busan Metropolitan City", text="Busan has beaches. Seoul has none, says Busan."),
        document(HEADER, "Tokyo Metropolitan Government", "Last Update", text="Tokyo has rain, too."),
        document(HEADER, "Busan City", "Last Update", text="Busan opened walks. Busan and Seoul met."),
        f"{HEADER}\n{OFFICE}\nLast Update\n",
        document(HEADER, OFFICE, "Last Update") * 2,
    ],
    ids=[
        "another site",
        "another city",
        "another government",
        "another city's archive",
        "no title",
        "two documents",
    ],
)
def test_other_pages_are_refused(page):
    with pytest.raises(Refused, match="page of the policy archive: "):
        parse(page, seeds.TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(("category", "slug"), [("Environment", "environment"), ("Water", "environment")])
def test_the_category_is_the_topic_and_readers_see_the_department(category, slug, client, tmp_path):
    text = document(HEADER.replace("Environment", category), OFFICE, "Last Update")
    assert run_import(tmp_path, write(tmp_path, "a.txt", text))[0]
    record = Document.objects.get()
    assert list(record.topics.all()) == [Topic.objects.get(slug=slug)]
    assert (record.department_en, record.department_ko or "") == (OFFICE, "")
    assert OFFICE in client.get(record.get_absolute_url("en")).text
    assert client.get(f"/api/archive/{record.pk}/").json()["record"]["department"]["en"] == OFFICE

"""What uploaded files are by their content, and what they say."""

import pytest

from seoulsolution.media import documents
from seoulsolution.media.documents import names
from tests.media.documents import (
    archive,
    bomb_docx,
    docx,
    encrypted_pdf,
    endless_pdf,
    entity_docx,
    hwp,
    hwpx,
    looping_pdf,
    office,
    ole,
    pdf,
    slow_pdf,
    upload,
)

MACROS = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'


def examine(content, name="report.pdf"):
    return documents.examine(upload(name, content))


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("pdf", pdf("Water")),
        ("docx", docx("Water")),
        ("xlsx", office("xl/workbook.xml")),
        ("pptx", office("ppt/presentation.xml")),
        ("hwpx", hwpx("물")),
        ("hwp", hwp()),
    ],
)
def test_a_format_is_known_by_its_content_and_not_by_its_name(format, content):
    found = examine(content, "서울의 물.exe")
    assert (found.format, found.name) == (format, f"서울의 물.{format}")
    assert (found.size, len(found.sha256)) == (len(content), 64)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("ending", ["txt", "csv"])
def test_text_is_read_in_the_encodings_of_korean_offices(encoding, ending):
    found = examine("구,인구\r\n중구,12만".encode(encoding), f"인구.{ending.upper()}")
    assert (found.format, found.text, found.name) == (ending, "구,인구\n중구,12만", f"인구.{ending}")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "x.pdf", "is empty"),
        (b"MZ\x90\x00", "x.pdf", "not accepted"),
        (b"<svg onload='alert(1)'/>", "x.txt", "not accepted"),
        (b"\xef\xbb\xbf <!doctype html>", "x.txt", "not accepted"),
        (b"a\x00b", "x.txt", "not accepted"),
        (b"alert(1)", "x.js", "not accepted"),
        (archive({"a.txt": "a"}), "x.zip", "not accepted"),
        (archive({"inner.zip": archive({"a.txt": "a"})}), "x.docx", "not accepted"),
        (docx("Water", types=MACROS), "x.docx", "holds macros"),
        (docx("Water", word__vbaProject_bin="x"), "x.docm", "holds macros"),
        (docx("Water")[:300], "x.docx", "is damaged"),
        (ole("Root Entry", "WordDocument"), "x.hwp", "not accepted"),
        (ole("Root Entry", "FileHeader", "DocInfo", "BodyText"), "x.hwp", "not accepted"),
        (ole("Root Entry", "EncryptedPackage"), "x.docx", "protected by a password"),
        (hwp()[:700], "x.hwp", "is damaged"),
        (bomb_docx(), "x.docx", "unpacks to far more"),
    ],
)
def test_what_is_not_accepted_is_refused_with_a_sentence_that_says_what_is(content, name, said):
    with pytest.raises(documents.UnusableFileError, match=f"{said}.*PDF, DOCX, XLSX"):
        examine(content, name)


@pytest.mark.parametrize(
    ("content", "problem", "pages"),
    [
        (encrypted_pdf("secret"), "encrypted", None),
        (looping_pdf(), "damaged", None),
        (pdf("Water")[:300], "damaged", None),
        (pdf(), "empty", 1),
        (endless_pdf(), "empty", 100_000),
        (slow_pdf(), "limits", 1),
        (entity_docx(), "entities", None),
        (docx(document="<w:p"), "damaged", None),
        (hwp(), "format", None),
    ],
)
def test_a_file_without_readable_text_is_kept_and_says_why(content, problem, pages):
    found = examine(content)
    assert (found.text, found.problem, found.pages) == ("", problem, pages)
    assert documents.PROBLEMS[problem]


def test_a_process_that_takes_too_long_is_ended_and_the_file_kept(monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 1)
    assert examine(slow_pdf()).problem == "limits"


def test_a_file_that_ends_the_process_at_once_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 0)
    with pytest.raises(documents.UnusableFileError, match="too long or too much memory"):
        examine(pdf("Water"))


def test_a_pdf_that_only_forbids_printing_is_read():
    assert examine(encrypted_pdf("")).text == "Secret plan"


def test_the_text_of_each_page_paragraph_and_section_is_taken_in_order():
    assert examine(pdf("Water", "Air")).text == "Water\n\nAir"
    assert examine(docx("서울의 물", "서울의 공기")).text == "서울의 물\n서울의 공기"
    sections = hwpx(*(f"{number}절" for number in range(12)))
    assert examine(sections).text.split() == [f"{number}절" for number in range(12)]


def test_text_has_whole_syllables_and_no_control_characters():
    decomposed = "\u1109\u1165\u110b\u116e\u11af"
    found = examine(f"{decomposed}\u202e\u200b\r\n\n\n\n물".encode(), "a.txt")
    assert found.text == "서울\n\n물"


def test_long_text_is_cut():
    assert len(examine(b"water " * 100_000, "a.txt").text) <= 200_000


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\files\\계획.hwp", "계획.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("\u1109\u1165\u110b\u116e\u11af.pdf", "서울.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("No. 12 (final)", "No. 12 (final).pdf"),
    ],
)
def test_a_name_is_safe_to_save_under(given, kept):
    assert names.clean(given, "pdf") == kept


def test_a_long_name_is_cut_between_letters():
    name = names.clean("서울특별시" * 60 + ".pdf", "pdf")
    assert name.endswith(".pdf")
    assert 150 < len(name.encode()) <= 180


def test_a_file_that_is_too_large_is_refused_before_it_is_read(settings):
    settings.MEDIA_MAX_MEGABYTES = 1
    with pytest.raises(documents.UnusableFileError, match=r"too large: 1\.\d\sMB. Files may have 1\.0\sMB"):
        examine(b"x" * 1_200_000)


@pytest.mark.parametrize(("text", "language"), [("서울의 물 PDF", "ko"), ("Water 물", "en"), ("123", "")])
def test_the_language_is_known_by_its_letters(text, language):
    assert documents.language_of(text) == language

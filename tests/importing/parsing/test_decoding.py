import codecs

import pytest

from seoulsolution.importing.parsing import decoding
from seoulsolution.importing.parsing.decoding import decode
from seoulsolution.importing.parsing.errors import Refused
from seoulsolution.importing.parsing.formats import parse
from tests.importing import seeds

KOREAN = "등록일 2020-06-11 글쓴이 seoulsolution\n"


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n", codecs.BOM_UTF16_LE]
)
def test_empty_is_refused(data):
    with pytest.raises(Refused, match="empty"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (KOREAN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + KOREAN.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + KOREAN.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + KOREAN.encode("utf-16-be"), "utf-16-be"),
        (KOREAN.encode("cp949"), "cp949"),
    ],
)
def test_known_encodings(data, encoding):
    decoded = decode(data)
    assert decoded.text == KOREAN
    assert decoded.encoding == encoding


@pytest.mark.parametrize("text", ["News of Seoul\n", "공고\n", "교통 버스\n"])
def test_what_both_encodings_can_read_is_utf_8(text):
    assert text.encode().decode("cp949")
    assert decode(text.encode()) == decoding.Decoded(text, "utf-8")


@pytest.mark.parametrize("errors", ["replace", "ignore"])
@pytest.mark.parametrize("name", seeds.NAMES)
def test_cp949_copies_of_the_seeds(name, errors):
    copy = (seeds.SEEDS / f"{name}.txt").read_text(encoding="utf-8").encode("cp949", errors)
    decoded = decode(copy)
    assert (decoded.encoding, decoded.text) == ("cp949", copy.decode("cp949"))
    found = parse(decoded.text, seeds.TODAY)
    assert [record.kind for record in found.all_records()] == [
        record.kind for record in seeds.parsed(name).all_records()
    ]


def test_utf16_without_a_mark_is_refused():
    with pytest.raises(Refused, match=r"NUL byte at byte 1 .*byte-order mark"):
        decode("News\n".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("data", "position"),
    [(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 8), (b"PK\x03\x04\x14\0\0\0", 5), (b"News\0", 4)],
)
def test_binary_is_refused_with_its_position(data, position):
    with pytest.raises(Refused, match=f"NUL byte at byte {position}"):
        decode(data)


def test_nul_in_marked_utf16_is_refused():
    with pytest.raises(Refused, match="NUL character at position 4"):
        decode(codecs.BOM_UTF16_LE + "News\0".encode("utf-16-le"))


def test_damaged_utf16_is_refused():
    with pytest.raises(Refused, match="bad data at byte 4"):
        decode(codecs.BOM_UTF16_LE + b"N\0e")


def test_other_encodings_are_refused_with_both_positions():
    with pytest.raises(Refused, match=r"not UTF-8 \(byte 3\) and not CP949 \(byte 3\)"):
        decode(b"abc\xff\xff")


def test_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(decoding, "MAX_FILE_BYTES", 10)
    with pytest.raises(Refused, match="too large: 11 bytes"):
        decode(b"a" * 11)


def test_lone_surrogates_are_let_through():
    assert decode(b"a\xed\xa0\x80b").text == "a\ud800b"

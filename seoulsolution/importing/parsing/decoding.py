"""Decode files: UTF-8, UTF-16 with a byte-order mark, or CP949; anything else is refused.

Encodings are not guessed from statistics: detectors misread CP949 copies of mostly English pages.
"""

import codecs
from dataclasses import dataclass

from seoulsolution.importing.parsing.errors import Refused

MAX_FILE_BYTES = 8 * 1024 * 1024
MAX_LINES = 100_000
MAX_LINE_CHARACTERS = 500_000

UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True)
class Decoded:
    """The text without its byte-order mark, and the name of its encoding."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Decode one file strictly.

    Raise Refused for empty, binary, too large or undecodable data. Lone surrogates pass: only the record
    that contains one is refused later, with its line.
    """
    if len(data) > MAX_FILE_BYTES:
        raise Refused(f"too large: {len(data):,} bytes, the limit is {MAX_FILE_BYTES:,}")
    decoded = _decode_marked(data) or _decode_unmarked(data)
    if not decoded.text.strip("\ufeff \t\r\n\v\f\u00a0\u3000"):
        raise Refused("empty: the file holds no text")
    position = decoded.text.find("\0")
    if position >= 0:
        raise Refused(f"binary: a NUL character at position {position}")
    return decoded


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, encoding in UTF16_MARKS.items():
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding, "surrogatepass"), encoding)
            except UnicodeDecodeError as error:
                position = error.start + len(mark)
                raise Refused(f"damaged UTF-16: bad data at byte {position}") from None
    return None


def _decode_unmarked(data: bytes) -> Decoded:
    position = data.find(b"\0")
    if position >= 0:
        hint = " (UTF-16 is accepted only with a byte-order mark)" if _looks_like_utf16(data) else ""
        raise Refused(f"binary: a NUL byte at byte {position}{hint}")
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return Decoded(data.decode(encoding, "surrogatepass"), encoding)
    except UnicodeDecodeError as error:
        utf8_position = error.start
    try:
        return Decoded(data.decode("cp949"), "cp949")
    except UnicodeDecodeError as error:
        raise Refused(
            f"unknown encoding: not UTF-8 (byte {utf8_position}) and not CP949 (byte {error.start})"
        ) from None


def _looks_like_utf16(data: bytes) -> bool:
    """Whether the NUL bytes are at every second position, as in UTF-16 of Latin text."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) > len(sample) / 8 and min(even, odd) < max(even, odd) / 8

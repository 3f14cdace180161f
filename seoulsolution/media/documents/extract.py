"""Recognising a file and taking its text: run as a script, in a process of its own with limits.

``python -I extract.py ENDING < file`` writes lines of JSON: first what the file is, ``{"format": "pdf"}``, or
why it is refused, ``{"refused": "macros"}``; then what is found, ``{"pages": 12}``, ``{"text": "…"}``, or why
there is no text, ``{"problem": "encrypted"}``. Each line is written at once: what is known stays known when a
limit ends the process. Nothing of the project is imported here.
"""

import codecs
import json
import re
import resource
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.parsers import expat

# Limits of the process.
MEMORY = 700 * 2**20
CPU_SECONDS = 12
OUTPUT = 4 * 2**20

#: Characters of text that are kept, and pages that are read for them.
TEXT_LENGTH = 200_000
PAGES = 1000
#: Of archives: entries, the bytes that one of them and all may unpack to, and how many times larger than the
#: archive all may be; small ones may be packed as they are.
ENTRIES = 10_000
UNPACKED_ENTRY = 64 * 2**20
UNPACKED = 512 * 2**20
RATIO = 200
SMALL = 16 * 2**20

Attributes = dict[str, str]


class RefusedError(Exception):
    """Not a file that is accepted; the argument says why."""


class UnreadableError(Exception):
    """An accepted file without readable text; the argument says why."""


def tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def main(file: IO[bytes], ending: str) -> None:
    """Tell what ``file`` is and holds. By ``ending``, that of its name, CSV differs from other text."""
    try:
        format = recognise(file, ending)
    except RefusedError as error:
        tell(refused=str(error))
        return
    except (zipfile.BadZipFile, struct.error, ValueError, EOFError, NotImplementedError, RuntimeError):
        tell(refused="damaged")
        return
    tell(format=format)
    read = READERS.get(format)
    if read is None:
        tell(problem="format")
        return
    file.seek(0)
    try:
        text = read(file)
    except UnreadableError as error:
        tell(problem=str(error))
    except Exception as error:  # pypdf, zipfile and expat raise many kinds
        is_limit = isinstance(error, MemoryError) or "Limit" in type(error).__name__
        tell(problem="limits" if is_limit else "damaged")
    else:
        tell(**{"text": text[:TEXT_LENGTH]} if text.strip() else {"problem": "empty"})


# What it is -----------------------------------------------------------------------------------------------


def recognise(file: IO[bytes], ending: str = "") -> str:
    """Return the format of ``file`` by its content; raise RefusedError for any that is not accepted."""
    head = file.read(1024)
    if not head:
        raise RefusedError("empty")
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        return recognise_archive(file)
    if head.startswith(OLE_MAGIC):
        return recognise_ole(file)
    if ending in ("txt", "csv") and not head.lstrip(b"\xef\xbb\xbf\t\r\n ").startswith(MARKUP):
        file.seek(0)
        if encoding_of(file):
            return ending
    raise RefusedError("format")


#: What text files may not be: pages, pictures and programs that are text.
MARKUP = (b"<", b"{\\rtf", b"%!", b"#!")


#: The part that a format of Office needs, and the format.
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}


def recognise_archive(file: IO[bytes]) -> str:
    archive = open_archive(file)
    names = set(archive.namelist())
    if "mimetype" in names and read_entry(archive, "mimetype").strip() == b"application/hwp+zip":
        if "Contents/section0.xml" not in names:
            raise RefusedError("damaged")
        return "hwpx"
    if "[Content_Types].xml" not in names:
        raise RefusedError("format")
    types = read_entry(archive, "[Content_Types].xml").lower()
    if b"macroenabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusedError("macros")
    found = [format for part, format in OFFICE.items() if part in names]
    if len(found) != 1:
        raise RefusedError("format")
    return found[0]


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """Return ``file`` as an archive; raise RefusedError for one that unpacks to far more than it holds."""
    size = file.seek(0, 2)
    file.seek(0)
    archive = zipfile.ZipFile(file)
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise RefusedError("bomb")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED or (unpacked > SMALL and unpacked > RATIO * size):
        raise RefusedError("bomb")
    return archive


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return an entry unpacked; raise UnreadableError for one that is too large."""
    with archive.open(name) as entry:
        content = entry.read(UNPACKED_ENTRY + 1)
    if len(content) > UNPACKED_ENTRY:
        raise UnreadableError("limits")
    return content


OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Names that the directory of an HWP file has.
HWP_STREAMS = {"FileHeader", "DocInfo"}
HWP_SIGNATURE = b"HWP Document File"
LAST_SECTOR = 0xFFFFFFFA
#: Sectors of the directory that are read: an entry has 128 bytes.
DIRECTORY_SECTORS = 2000


def recognise_ole(file: IO[bytes]) -> str:
    """Tell an HWP file from others of its container: those of old Office, and encrypted ones of the new."""
    names = set(ole_names(file))
    if "EncryptedPackage" in names:
        raise RefusedError("encrypted")
    file.seek(0)
    signed = any(HWP_SIGNATURE in part for part in overlapping(file, len(HWP_SIGNATURE)))
    if not names >= HWP_STREAMS or not names & {"BodyText", "ViewText"} or not signed:
        raise RefusedError("format")
    return "hwp"


def ole_names(file: IO[bytes]) -> Iterator[str]:
    """Yield the names of storages and streams of an OLE compound file ([MS-CFB])."""
    file.seek(0)
    header = file.read(512)
    shift, first = struct.unpack_from("<H", header, 30)[0], struct.unpack_from("<I", header, 48)[0]
    if shift not in (9, 12):
        raise RefusedError("damaged")
    size = 1 << shift
    tables = list(table_sectors(file, header, size))
    sector, seen = first, 0
    while sector < LAST_SECTOR and seen < DIRECTORY_SECTORS:
        content = read_sector(file, sector, size)
        for at in range(0, len(content) - 127, 128):
            length = struct.unpack_from("<H", content, at + 64)[0]
            yield content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        table, place = divmod(sector, size // 4)
        if table >= len(tables):
            raise RefusedError("damaged")
        sector = struct.unpack_from("<I", read_sector(file, tables[table], size), place * 4)[0]
        seen += 1


def table_sectors(file: IO[bytes], header: bytes, size: int) -> Iterator[int]:
    """Yield the sectors of the allocation table: 109 are in the header, the rest in a chain."""
    yield from (sector for sector in struct.unpack_from("<109I", header, 76) if sector < LAST_SECTOR)
    sector, count = struct.unpack_from("<II", header, 68)
    for _number in range(min(count, 1000)):
        if sector >= LAST_SECTOR:
            return
        *sectors, sector = struct.unpack(f"<{size // 4}I", read_sector(file, sector, size))
        yield from (one for one in sectors if one < LAST_SECTOR)


def read_sector(file: IO[bytes], number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    content = file.read(size)
    if len(content) < size:
        raise RefusedError("damaged")
    return content


def overlapping(file: IO[bytes], length: int) -> Iterator[bytes]:
    """Yield ``file`` in parts of which each begins with the last ``length`` bytes of the one before."""
    end = b""
    while part := file.read(2**20):
        yield end + part
        end = part[-length:]


#: Control characters that no text has.
BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def encoding_of(file: IO[bytes]) -> str:
    """Return the encoding of a text file, "" if it is no text."""
    start = file.read(4)
    marked = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp949"):
        file.seek(0)
        if is_text(file, encoding):
            return encoding
    return ""


def is_text(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while part := file.read(2**20):
            if BINARY.search(decoder.decode(part)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


# What it says ---------------------------------------------------------------------------------------------


def read_plain(file: IO[bytes]) -> str:
    encoding = encoding_of(file)
    file.seek(0)
    return file.read(TEXT_LENGTH * 4).decode(encoding, "ignore")


def read_pdf(file: IO[bytes]) -> str:
    import pypdf

    reader = pypdf.PdfReader(file)
    if reader.is_encrypted and not is_open_to_all(reader):
        raise UnreadableError("encrypted")
    tell(pages=len(reader.pages))
    parts: list[str] = []
    length = 0
    for number, page in enumerate(reader.pages):
        if number == PAGES or length > TEXT_LENGTH:
            break
        parts.append(page.extract_text())
        length += len(parts[-1])
    return "\n\n".join(parts)


def is_open_to_all(reader: Any) -> bool:
    """Tell whether an encrypted PDF opens without a password, as those do that only forbid printing."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # without the library that its cipher needs
        return False


def read_docx(file: IO[bytes]) -> str:
    return Words("t", "p", {"tab": "\t", "br": "\n", "cr": "\n"}, {"Fallback", "tabs"}).read(
        [read_entry(open_archive(file), "word/document.xml")]
    )


def read_hwpx(file: IO[bytes]) -> str:
    archive = open_archive(file)
    sections = [name for name in archive.namelist() if re.fullmatch(r"Contents/section\d+\.xml", name)]
    sections.sort(key=lambda name: int(re.sub(r"\D", "", name)))
    words = Words("t", "p", {"tab": "\t", "lineBreak": "\n"}, {"hiddenComment"})
    return words.read(read_entry(archive, name) for name in sections)


class Words:
    """The text in XML: in elements ``text``, with the characters of ``marks``, but not in ``hidden`` ones.

    Each ``paragraph`` ends a line. A document type declaration is refused: there are no entities to expand.
    """

    def __init__(self, text: str, paragraph: str, marks: dict[str, str], hidden: set[str]) -> None:
        self.text, self.paragraph, self.marks, self.hidden = text, paragraph, marks, hidden
        self.parts: list[str] = []
        self.length = self.depth = self.hidden_depth = 0

    def read(self, documents: Any) -> str:
        for document in documents:
            parser = expat.ParserCreate(namespace_separator=" ")
            parser.StartDoctypeDeclHandler = self.refuse
            parser.StartElementHandler = self.start
            parser.EndElementHandler = self.end
            parser.CharacterDataHandler = self.add
            parser.buffer_text = True
            self.depth = self.hidden_depth = 0
            parser.Parse(document, True)
            if self.length > TEXT_LENGTH:
                break
        return "".join(self.parts)

    def refuse(self, *declaration: Any) -> None:
        raise UnreadableError("entities")

    def start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition(" ")[2]
        self.hidden_depth += bool(self.hidden_depth) or local in self.hidden
        self.depth += local == self.text
        if local in self.marks:
            self.write(self.marks[local])

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self.depth -= local == self.text
        if local == self.paragraph:
            self.write("\n")
        self.hidden_depth -= bool(self.hidden_depth)

    def add(self, words: str) -> None:
        if self.depth:
            self.write(words)

    def write(self, words: str) -> None:
        if not self.hidden_depth and self.length <= TEXT_LENGTH:
            self.parts.append(words)
            self.length += len(words)


READERS: dict[str, Callable[[IO[bytes]], str]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "hwpx": read_hwpx,
    "txt": read_plain,
    "csv": read_plain,
}


def limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    limit()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(sys.stdin.buffer, sys.argv[1])

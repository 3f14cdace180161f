"""Files of every format, made in memory: honest ones, and ones made to do harm."""

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HANCOM = "http://www.hancom.co.kr/hwpml/2011/paragraph"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def archive(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(*paragraphs, document=None, types="", **entries):
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in paragraphs)
    body = document or f'<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>'
    parts = {"[Content_Types].xml": CONTENT_TYPES.format(types), "word/document.xml": body}
    return archive(parts | {name.replace("__", "/").replace("_", "."): one for name, one in entries.items()})


def office(part):
    return archive({"[Content_Types].xml": CONTENT_TYPES.format(""), part: "<x/>"})


def hwpx(*sections):
    entries = {"mimetype": "application/hwp+zip"}
    for number, text in enumerate(sections):
        words = f'<hp:p xmlns:hp="{HANCOM}"><hp:run><hp:t>{text}</hp:t></hp:run></hp:p>'
        entries[f"Contents/section{number}.xml"] = words
    return archive(entries)


def ole(*names, content=b""):
    """Return a compound file with these streams in its directory, all of them empty."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHH", header, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<110I", header, 72, 0, 0, *[0xFFFFFFFF] * 108)
    sectors = -(-len(names) // 4)
    chain = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    directory = b"".join(
        (name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", len(name) * 2 + 2)).ljust(128, b"\0")
        for name in names
    )
    return bytes(header) + table + directory.ljust(sectors * 512, b"\0") + content


def hwp():
    signature = b"HWP Document File".ljust(512, b"\0")
    return ole("Root Entry", "FileHeader", "DocInfo", "BodyText", "Section0", content=signature)


def pdf(*pages):
    """Return a PDF with a line of Latin text on each page."""
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages or ("",):
        stream = f"BT /F1 12 Tf 20 50 Td ({text}) Tj ET"
        number = len(parts) + 1
        kids.append(f"{number} 0 R")
        parts.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Resources << /Font << /F1 "
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> "
            f"/Contents {number + 1} 0 R >>"
        )
        parts.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    parts[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return pdf_of(parts)


def pdf_of(objects):
    """Return a PDF of these objects, which are numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def encrypted_pdf(password):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Secret plan"))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def looping_pdf():
    """Return a PDF whose tree of pages contains itself."""
    tree = "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    return pdf_of(["<< /Type /Catalog /Pages 2 0 R >>", tree])


def endless_pdf(count=100_000):
    """Return a PDF of very many pages, all of which are the same object."""
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>"
    tree = f"<< /Type /Pages /Kids [{'3 0 R ' * count}] /Count {count} >>"
    return pdf_of(["<< /Type /Catalog /Pages 2 0 R >>", tree, page])


def slow_pdf():
    """Return a PDF that takes minutes to read: a page that writes two million times."""
    text = "BT /F1 12 Tf " + "(x) Tj " * 2_000_000 + "ET"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /Font << /F1 << /Type /Font "
        "/Subtype /Type1 /BaseFont /Helvetica >> >> >> /Contents 4 0 R >>"
    )
    content = f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"
    tree = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf_of(["<< /Type /Catalog /Pages 2 0 R >>", tree, page, content])


def bomb_docx():
    """Return a few hundred kilobytes that unpack to 300 MB."""
    return docx(document="<w>" + " " * 300_000_000 + "</w>")


def entity_docx():
    """Return a document whose few entities would expand to gigabytes."""
    entities = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = f'<w:document xmlns:w="{WORD}"><w:p><w:t>&i;</w:t></w:p></w:document>'
    return docx(document=f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">{entities}]>{text}')

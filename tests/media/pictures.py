"""Pictures in memory for tests, and colour profiles made by hand."""

import io
import struct

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

#: Columns of red, green and blue in XYZ, as the profiles of the two spaces have them.
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)), 2.2
DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)), 2.2


def picture_file(
    size=(1000, 500), picture_format="JPEG", name="seoul.jpg", mode="RGB", color=None, **options
):
    color = color if color is not None else ("teal" if mode == "RGB" else 0)
    return saved(Picture.new(mode, size, color), picture_format, name, **options)


def saved(picture, picture_format="PNG", name="seoul.png", **options):
    out = io.BytesIO()
    picture.save(out, picture_format, **options)
    return SimpleUploadedFile(name, out.getvalue())


def rgb_profile(space):
    """Return the ICC profile of an RGB space: a matrix of its primaries, and a gamma."""
    primaries, gamma = space
    curve = b"curv" + struct.pack(">4xIH2x", 1, round(gamma * 256))
    tags = {name: _xyz(values) for name, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    return _profile(b"RGB ", b"XYZ ", b"mntr", tags | {b"wtpt": _xyz((0.9642, 1.0, 0.8249))})


def cmyk_profile(*, light):
    """Return the ICC profile of a press that prints every ink as ``light``, from 0 to 255 (L of Lab)."""
    linear = bytes(range(256))
    grid = b"".join(bytes((light if any(inks) else 255, 128, 128)) for inks in _corners())
    identity = struct.pack(">9i", *(65536 if at % 4 == 0 else 0 for at in range(9)))
    table = b"mft1" + struct.pack(">4xBBBx", 4, 3, 2) + identity + linear * 4 + grid + linear * 3
    return _profile(b"CMYK", b"Lab ", b"prtr", {b"A2B0": table, b"wtpt": _xyz((0.9642, 1.0, 0.8249))})


def _corners():
    return [[number >> bit & 1 for bit in (3, 2, 1, 0)] for number in range(16)]


def _xyz(values):
    return b"XYZ " + struct.pack(">4x3i", *(round(value * 65536) for value in values))


def _profile(space, connection, kind, tags):
    tags = {b"desc": b"desc" + struct.pack(">4xI", 5) + b"Test\0" + bytes(78), **tags}
    where, at = b"", 128 + 4 + 12 * len(tags)
    body = b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        where += name + struct.pack(">II", at + len(body), len(content))
        body += content
    size = at + len(body)
    head = struct.pack(">I4xI", size, 0x02400000) + kind + space + connection
    head = head.ljust(36, b"\0") + b"acsp"
    head = head.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + where + body

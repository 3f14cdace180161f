"""Making renditions of a picture: crops, widths and formats; no models, no database."""

import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from PIL import Image, ImageChops, ImageStat, features

from seoulsolution.media.decoding import decoded

#: Shape, width in pixels, format.
Rendition = tuple[str, int, str]

#: {shape: (width, height) of its frame, or None for the whole picture}.
SHAPES: dict[str, tuple[int, int] | None] = {
    "full": None,
    "wide": (8, 5),
    "tall": (60, 71),
    "share": (1200, 630),
}
#: {shape: {format: widths in pixels}}: no other size is made. Feed readers and previews of links read JPEG.
WIDTHS: dict[str, dict[str, tuple[int, ...]]] = {
    "full": {"webp": (480, 960, 1600), "avif": (480, 960, 1600), "jpeg": (960,)},
    "wide": {"webp": (352, 480, 960), "avif": (352, 480, 960)},
    "tall": {"webp": (480,), "avif": (480,)},
    "share": {"jpeg": (1200,)},
}
#: What is made at upload, at most this wide: one picture for every reader.
FIRST_WIDTH = 960
FIRST = (("full", "webp"), ("full", "jpeg"))
#: Options of Pillow's encoders. A master is encoded again, so that it must lose little.
OPTIONS: dict[str, dict[str, Any]] = {
    "webp": {"quality": 80, "method": 2},
    "avif": {"quality": 55, "speed": 9, "max_threads": 1},
    "jpeg": {"quality": 82, "progressive": True, "optimize": True},
}
MASTER_OPTIONS = {"quality": 92, "method": 1}
WHITE = (255, 255, 255)
#: What is no darker cannot be seen on white paper, from 0 to 255.
NEARLY_WHITE = 230
#: The longer side, in pixels, of the copy of a picture whose ink is measured.
INK_SIDE = 256


@dataclass(frozen=True)
class Prepared:
    """What is stored of a picture."""

    #: As it was re-encoded; empty if it is stored already.
    master: bytes
    size: tuple[int, int]
    #: How much of the picture is not white, in per cent.
    ink: int
    made: dict[Rendition, bytes]


def prepare(file: IO[bytes], focal: tuple[int, int]) -> Prepared:
    """Return the master and the first renditions of an upload; raise UnusablePictureError.

    ``focal`` is the focal point in per cent from the left and from the top.
    """
    with decoded(file) as picture:
        made = dict(make(picture, focal, first_of(picture.size)))
        return Prepared(_encode(picture, "webp", MASTER_OPTIONS), picture.size, ink_of(picture), made)


def prepare_all(master: IO[bytes], focal: tuple[int, int]) -> Prepared:
    """Return all renditions of a master that is stored; raise UnusablePictureError."""
    with decoded(master) as picture:
        made = dict(make(picture, focal, all_of(picture.size)))
        return Prepared(b"", picture.size, ink_of(picture), made)


def nested(made: Iterable[Rendition]) -> dict[str, dict[str, list[int]]]:
    """Return renditions as {shape: {format: [widths, ascending]}}."""
    found: dict[str, dict[str, list[int]]] = {}
    for shape, width, format in sorted(made):
        found.setdefault(shape, {}).setdefault(format, []).append(width)
    return found


def all_of(size: tuple[int, int]) -> list[Rendition]:
    """Return all renditions of a picture of this size, widths ascending. None is wider than the picture."""
    return [
        (shape, width, format)
        for shape, formats in WIDTHS.items()
        for format, widths in formats.items()
        if format != "avif" or features.check("avif")
        for width in widths_for(frame_of(size, shape)[0], widths)
    ]


def first_of(size: tuple[int, int]) -> list[Rendition]:
    """Return the renditions that are made at upload."""
    made = [(shape, width, format) for shape, width, format in all_of(size) if (shape, format) in FIRST]
    by_kind = itertools.groupby(made, key=lambda each: (each[0], each[2]))
    return [max(each for each in group if each[1] <= FIRST_WIDTH) for _kind, group in by_kind]


def widths_for(available: int, widths: tuple[int, ...]) -> list[int]:
    """Return the ``widths`` that ``available`` pixels allow, and these themselves where they are fewer."""
    narrower = [width for width in widths if width < available]
    return [*narrower, min(available, widths[-1])] if len(narrower) < len(widths) else narrower


def frame_of(size: tuple[int, int], shape: str) -> tuple[int, int]:
    """Return width and height, in pixels, of the part of a picture of this size that ``shape`` shows."""
    ratio = SHAPES[shape]
    if ratio is None:
        return size
    width, height = size
    return min(width, max(1, height * ratio[0] // ratio[1])), min(
        height, max(1, width * ratio[1] // ratio[0])
    )


def height_of(size: tuple[int, int], shape: str, width: int) -> int:
    """Return the height of a rendition of a picture of this size."""
    frame = SHAPES[shape] or size
    return max(1, round(width * frame[1] / frame[0]))


def box_of(size: tuple[int, int], shape: str, focal: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the part of the picture that ``shape`` shows, the focal point as near its centre as can be."""
    frame = frame_of(size, shape)
    left, top = (
        min(max(whole * per_cent // 100 - part // 2, 0), whole - part)
        for whole, part, per_cent in zip(size, frame, focal, strict=True)
    )
    return left, top, left + frame[0], top + frame[1]


def make(
    picture: Image.Image, focal: tuple[int, int], wanted: Iterable[Rendition]
) -> Iterator[tuple[Rendition, bytes]]:
    """Yield each of ``wanted`` with its bytes. A size is scaled once for all its formats."""
    in_order = sorted(wanted)
    for (shape, width), group in itertools.groupby(in_order, key=lambda each: each[:2]):
        size = width, height_of(picture.size, shape, width)
        box = box_of(picture.size, shape, focal)
        scaled = picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        for rendition in group:
            yield rendition, _encode(scaled, rendition[2], OPTIONS[rendition[2]])


def _encode(picture: Image.Image, format: str, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    (on_white(picture) if format == "jpeg" else picture).save(out, format, **options)
    return out.getvalue()


def on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    ground = Image.new("RGB", picture.size, WHITE)
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def ink_of(picture: Image.Image) -> int:
    """Return how much ink the picture has on white paper, in per cent: full colours count as black does.

    0 is one that cannot be seen there.
    """
    scale = min(1.0, INK_SIDE / max(picture.size))
    small = picture.resize((max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))
    red, green, blue = on_white(small).split()
    darkest = ImageStat.Stat(ImageChops.darker(ImageChops.darker(red, green), blue))
    is_blank = darkest.extrema[0][0] > NEARLY_WHITE
    return 0 if is_blank else max(1, round(100 - darkest.mean[0] * 100 / 255))

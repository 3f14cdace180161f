"""Opening a picture: it is checked, decoded in bounded memory and made plain; no models, no database."""

import io
import math
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
#: Larger pictures are refused before they are decoded: a 20 KB file can hold 169 megapixels.
MAX_PIXELS = 40_000_000
#: Less for formats and modes of which Pillow's decoders keep several copies: 16 bytes for each pixel.
MAX_PIXELS_OF = {"WEBP": 16_000_000, "AVIF": 16_000_000, "CMYK": 30_000_000}
#: Bounds of a decoded picture in pixels: its shorter side, its longer side (WebP holds no more), its area.
SHORTER_SIDE = 1600
LONGER_SIDE = 16_383
MASTER_PIXELS = 16_000_000
#: A picture is converted in strips of about this many pixels, so that there is no second copy of it.
STRIP_PIXELS = 1_000_000
#: Rows above and below a strip that its own rows are computed from (Lanczos reads three).
STRIP_MARGIN = 4

#: One picture at a time is decoded in a process.
_one_at_a_time = threading.RLock()
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_SVG = re.compile(rb"<svg[\s/>]", re.IGNORECASE)
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class UnusablePictureError(ValueError):
    """The file is not a picture we can show; the message says why."""


@contextmanager
def decoded(file: IO[bytes]) -> Iterator[Image.Image]:
    """Yield ``file`` as an upright sRGB picture in RGB or RGBA, without metadata, scaled to fit the bounds.

    Others wait until the block ends. Raise UnusablePictureError for anything but a whole, still picture of a
    known format and sane size.
    """
    with _one_at_a_time:
        with warnings.catch_warnings():
            # Of broken metadata, which are no matter, and of sizes, which are looked at here.
            warnings.simplefilter("ignore")
            picture = _decode(_identify(file))
        yield picture


def _identify(file: IO[bytes]) -> Image.Image:
    """Return the picture in ``file`` before it is decoded; raise UnusablePictureError if it must not be."""
    file.seek(0)
    try:
        picture = Image.open(file, formats=FORMATS)
        # The second picture in a photograph of some phones (MPO) is a copy for another use.
        is_animated = getattr(picture, "is_animated", False) and picture.format != "MPO"
    except Image.DecompressionBombError as error:
        raise UnusablePictureError(_("The picture is too large: it has too many pixels.")) from error
    except Exception as error:  # Pillow's readers raise many kinds
        raise UnusablePictureError(_why_unknown(file)) from error
    most = min(MAX_PIXELS_OF.get(name or "", MAX_PIXELS) for name in (picture.format, picture.mode))
    if picture.width * picture.height > most:
        raise UnusablePictureError(
            _(
                "The picture is too large: %(width)d by %(height)d pixels. "
                "A picture of this format may have %(most)d megapixels."
            )
            % {"width": picture.width, "height": picture.height, "most": most // 1_000_000}
        )
    if is_animated:
        raise UnusablePictureError(_("The picture moves. Save one frame of it as a still picture."))
    return picture


def _why_unknown(file: IO[bytes]) -> str:
    file.seek(0)
    if _SVG.search(file.read(4096)):
        return _("SVG drawings can hold programs and are not accepted. Save it as a PNG picture.")
    return _("The file is not a readable JPEG, PNG, WebP, AVIF or GIF picture.")


def _decode(picture: Image.Image) -> Image.Image:
    size = fitting_size(*picture.size)
    profile = picture.info.get("icc_profile")
    try:
        # JPEG is decoded at a half, a quarter or an eighth where that is large enough.
        picture.draft(picture.mode, size)
        picture.load()
        turn = _UPRIGHT.get(_orientation(picture))
        scaled = _scale(picture, size)
    except MemoryError:
        raise
    except Exception as error:  # Pillow's decoders raise many kinds
        raise UnusablePictureError(
            _("The picture is damaged: the file is not complete or cannot be read.")
        ) from error
    picture.im = None  # type: ignore[assignment]  # its memory is needed below
    plain = _to_srgb(scaled, profile)
    if plain.mode == "RGBA" and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    plain = plain.transpose(turn) if turn is not None else plain
    plain.info.clear()
    return plain


def fitting_size(width: int, height: int) -> tuple[int, int]:
    """Return the size at which a picture of this size is kept: within all bounds, and never larger."""
    scale = min(
        1.0,
        SHORTER_SIDE / min(width, height),
        LONGER_SIDE / max(width, height),
        math.sqrt(MASTER_PIXELS / (width * height)),
    )
    return max(1, int(width * scale)), max(1, int(height * scale))


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # broken metadata are no reason to refuse a picture
        return 1


def _scale(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return ``picture`` in the size ``size`` and a mode of 8 bits (L, RGB, RGBA or CMYK)."""
    mode = _plain_mode(picture)
    if (picture.mode, picture.size) == (mode, size):
        return picture.copy()
    result = Image.new(mode, size)
    scale = picture.height / size[1]
    rows = max(1, STRIP_PIXELS // max(size[0], int(picture.width * scale)))
    for top in range(0, size[1], rows):
        bottom = min(top + rows, size[1])
        first, last = max(0, top - STRIP_MARGIN), min(size[1], bottom + STRIP_MARGIN)
        upper, lower = math.floor(first * scale), min(picture.height, math.ceil(last * scale))
        strip = _to_mode(picture.crop((0, upper, picture.width, lower)), mode)
        box = (0, first * scale - upper, strip.width, min(last * scale - upper, strip.height))
        strip = strip.resize((size[0], last - first), Image.Resampling.LANCZOS, box=box)
        result.paste(strip.crop((0, top - first, size[0], bottom - first)), (0, top))
    return result


def _plain_mode(picture: Image.Image) -> str:
    if picture.mode == "CMYK":
        return "CMYK"
    if picture.mode.startswith("I"):
        return "L"
    if picture.has_transparency_data:
        return "RGBA"
    return "L" if picture.mode in ("1", "L") else "RGB"


def _to_mode(picture: Image.Image, mode: str) -> Image.Image:
    if picture.mode.startswith("I"):
        # 16 bits for each pixel: scaled, where Pillow's own conversion makes white of all above 255.
        picture = picture.convert("I").point(lambda value: value * (1 / 257) + 0.5)
    return picture if picture.mode == mode else picture.convert(mode)


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return ``picture`` in RGB or RGBA, its colours converted from ``profile`` to sRGB."""
    if profile:
        # A broken profile says nothing: the colours are taken as sRGB.
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            picture = _convert_colours(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    return picture if picture.mode in ("RGB", "RGBA") else picture.convert("RGB")


def _convert_colours(picture: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    if ImageCms.getProfileDescription(source).startswith("sRGB"):
        return picture
    space = source.profile.xcolor_space.strip()
    if space == "RGB" and picture.mode == "L":
        picture = picture.convert("RGB")
    if {"RGB": "RGB", "RGBA": "RGB", "L": "GRAY", "CMYK": "CMYK"}[picture.mode] != space:
        return picture
    converted = ImageCms.profileToProfile(
        picture,
        source,
        _SRGB,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return converted or picture

"""Checking an uploaded picture and scaling it to fixed widths; no models, no database."""

import io
import warnings
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

#: Widths in pixels that pages may ask for; no other size is made.
WIDTHS = (480, 960, 1600)
#: Larger pictures are refused before they are decoded: a 20 KB file can hold 169 megapixels.
MAX_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
WEBP_METHOD = 4
WEBP_QUALITY = 80


class UnusablePictureError(ValueError):
    """The upload is not a picture we can show; the message says why."""


def open_checked(file: IO[bytes]) -> Image.Image:
    """Return ``file`` as an upright RGB(A) picture without metadata.

    Raise UnusablePictureError for anything but a whole picture of a known format and sane size.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise UnusablePictureError(
                    _("The picture is too large: %(width)d by %(height)d pixels.")
                    % {"width": picture.width, "height": picture.height}
                )
            picture.load()
    except UnusablePictureError:
        raise
    except Exception as error:  # Pillow's decoders raise many kinds
        raise UnusablePictureError(
            _("The file is not a readable JPEG, PNG, WebP, AVIF or GIF picture.")
        ) from error
    upright = ImageOps.exif_transpose(picture)
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    return upright.convert("RGBA" if has_alpha else "RGB")


def encode(picture: Image.Image, width: int) -> bytes:
    """Return ``picture`` as the bytes of a WebP at most ``width`` pixels wide."""
    if picture.width > width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    return out.getvalue()


def widths_for(picture: Image.Image) -> list[int]:
    """Return the widths to make: the fixed ones below the picture's own, and its own up to the greatest."""
    narrower = [width for width in WIDTHS if width < picture.width]
    return [*narrower, min(picture.width, WIDTHS[-1])] if len(narrower) < len(WIDTHS) else list(WIDTHS)

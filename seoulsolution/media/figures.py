"""The pictures in rich text as figures, and what is known of them; content asks here through its registry."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.template.loader import render_to_string

from seoulsolution.content.languages import CODES
from seoulsolution.content.pictures import PlacedPicture
from seoulsolution.media.models import Image

#: From the smallest file to the one that every browser can show.
FORMATS = ("avif", "webp", "jpeg")


def figures(placed: Sequence[PlacedPicture], language: str, base: str = "") -> list[str]:
    """Return the markup of each picture of a text in ``language``; "" for one that is gone. One query.

    With ``base``, the addresses are absolute to it.
    """
    images = _images(placed)
    return [_figure(picture, images.get(picture.key), language, base) for picture in placed]


def existing(keys: Collection[str]) -> set[str]:
    """Return those of ``keys`` whose picture is there."""
    return {str(key) for key in Image.objects.filter(key__in=keys).values_list("key", flat=True)}


def without_alternative(placed: Sequence[PlacedPicture]) -> list[PlacedPicture]:
    """Return the pictures that say nothing to those who cannot see them, and are not decorative."""
    silent = [picture for picture in placed if not (picture.alt or picture.is_decorative)]
    images = _images(silent)
    return [each for each in silent if each.key in images and images[each.key].lacks_alternative]


def _images(placed: Iterable[PlacedPicture]) -> dict[str, Image]:
    keys = {picture.key for picture in placed}
    return {str(image.key): image for image in Image.objects.filter(key__in=keys)} if keys else {}


def _figure(picture: PlacedPicture, image: Image | None, language: str, base: str) -> str:
    if image is None or not image.renditions:
        return ""
    alt, alt_language = _alternative(picture, image, language)
    context = {
        "shown": candidates(image, "full", base),
        "alt": alt,
        "alt_language": alt_language,
        "caption": picture.caption,
        "credit": picture.credit or image.credit,
    }
    return render_to_string("includes/figure.html", context).strip()


@dataclass(frozen=True)
class Candidates:
    """What a ``<picture>`` offers: the files that are there, for a browser to choose from."""

    #: (media type, ``srcset``) of each ``<source>``, from the smallest files to the largest.
    sources: list[tuple[str, str]]
    #: Of the ``<img>``, which every browser can show; width and height in pixels keep its place.
    src: str
    srcset: str
    width: int
    height: int


def candidates(image: Image, shape: str, base: str = "") -> Candidates:
    """Return what there is of ``image`` in ``shape``; of the whole picture while that is not made.

    The picture has renditions. With ``base``, the addresses are absolute to it.
    """
    shape = shape if shape in image.renditions else "full"
    *others, last = [format for format in FORMATS if image.widths(shape, format)]
    width = image.widths(shape, last)[-1]
    return Candidates(
        [(f"image/{format}", _srcset(image, shape, format, base)) for format in others],
        urljoin(base, image.url(shape, width, last)),
        _srcset(image, shape, last, base),
        width,
        image.height_of(shape, width),
    )


def _srcset(image: Image, shape: str, format: str, base: str) -> str:
    widths = image.widths(shape, format)
    return ", ".join(f"{urljoin(base, image.url(shape, width, format))} {width}w" for width in widths)


def _alternative(picture: PlacedPicture, image: Any, language: str) -> tuple[str, str]:
    """Return the text alternative and its language, "" for that of the text.

    Where the text has none of its own, it is the library's, rather in another language than none.
    """
    if picture.is_decorative or (image.is_decorative and not picture.alt):
        return "", ""
    if picture.alt:
        return picture.alt, ""
    for code in sorted(CODES, key=lambda code: code != language):
        if alt := image.title_in(code):
            return alt, "" if code == language else code
    return "", ""

"""The pictures in rich text as figures, and what is known of them; content asks here through its registry."""

from collections.abc import Collection, Iterable, Sequence
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
    made = [format for format in FORMATS if image.widths("full", format)]
    alt, alt_language = _alternative(picture, image, language)
    context = {
        "sources": [(f"image/{format}", _srcset(image, format, base)) for format in made[:-1]],
        "src": urljoin(base, image.url("full", image.widths("full", made[-1])[-1], made[-1])),
        "srcset": _srcset(image, made[-1], base),
        "image": image,
        "alt": alt,
        "alt_language": alt_language,
        "caption": picture.caption,
        "credit": picture.credit or image.credit,
    }
    return render_to_string("includes/figure.html", context).strip()


def _srcset(image: Image, format: str, base: str) -> str:
    widths = image.widths("full", format)
    return ", ".join(f"{urljoin(base, image.url('full', width, format))} {width}w" for width in widths)


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

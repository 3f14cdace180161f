"""Finding a picture that is in the library already: by the SHA-256 of the file as it was uploaded."""

from seoulsolution.media.models import Image


def find(digest: str, besides: Image | None = None) -> Image | None:
    """Return the oldest picture with this file, but for ``besides``; None if there is none."""
    same = Image.objects.filter(sha256=digest).order_by("pk")
    return same.exclude(pk=besides.pk if besides else None).first()

"""Finding a picture that is in the library already: by the SHA-256 of the file as it was uploaded."""

import hashlib
from typing import IO

from seoulsolution.media.models import Image


def digest_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of ``file`` in hexadecimal. It is read in pieces, and stays at its beginning."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(1 << 16):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def find(digest: str, besides: Image | None = None) -> Image | None:
    """Return the oldest picture with this file, but for ``besides``; None if there is none."""
    same = Image.objects.filter(sha256=digest).order_by("pk")
    return same.exclude(pk=besides.pk if besides else None).first()

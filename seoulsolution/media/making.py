"""Making the renditions that an upload left for later: in one thread of the server, and by a command.

Work is taken from the database, so that several servers share it and a crash loses none.
"""

import datetime
import logging
import threading
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from seoulsolution.media import renditions, storing
from seoulsolution.media.decoding import UnusablePictureError
from seoulsolution.media.models import Image

logger = logging.getLogger(__name__)

#: After this long, whoever claimed a picture is taken for dead.
CLAIM = datetime.timedelta(minutes=5)

_wake = threading.Event()
_thread: threading.Thread | None = None
_starting = threading.Lock()


def make_waiting() -> Iterator[Image]:
    """Make what waits, one picture after the other, and yield each."""
    while image := _claim():
        make(image)
        yield image


def _claim() -> Image | None:
    """Return a picture that nobody else works on, or None."""
    while True:
        now = timezone.now()
        free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)
        image = Image.objects.filter(free, is_complete=False).order_by("pk").first()
        if image is None:
            return None
        if Image.objects.filter(free, pk=image.pk, is_complete=False).update(claimed_at=now):
            return image


def make(image: Image) -> None:
    """Make all renditions of ``image`` that its file and its focal point ask for, and offer them.

    One whose master cannot be read keeps what it has. If it was changed meanwhile, what was made is dropped,
    and it waits again.
    """
    size = image.width, image.height
    try:
        with default_storage.open(image.file.name) as master:
            made = renditions.make_from(master, image.focal, renditions.all_of(size))
    except (OSError, UnusablePictureError):
        logger.exception("The renditions of the picture %s cannot be made", image.pk)
        Image.objects.filter(pk=image.pk, version=image.version).update(is_complete=True, claimed_at=None)
        return
    with transaction.atomic():
        locked = Image.objects.select_for_update().filter(pk=image.pk, version=image.version).first()
        if locked is None or locked.focal != image.focal:
            Image.objects.filter(pk=image.pk).update(claimed_at=None)
            return
        storing.delete_on_commit(locked.path(*each) for each in list(locked.stored()))
        locked.version += 1  # other addresses: browsers keep the old crops
        locked.renditions = renditions.nested(made)
        locked.is_complete, locked.claimed_at = True, None
        storing.write({locked.path(*each): content for each, content in made.items()})
        names = ("version", "renditions", "is_complete", "claimed_at")
        Image.objects.filter(pk=image.pk).update(**{name: getattr(locked, name) for name in names})


def start() -> None:
    """Let this process make renditions: those that wait now, and those of later uploads."""
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="renditions", daemon=True)
            _thread.start()
    _wake.set()


def wake() -> None:
    """Say that there is work; nothing happens in a process that did not start()."""
    _wake.set()


def _run() -> None:
    while True:
        _wake.wait()
        _wake.clear()
        try:
            for _image in make_waiting():
                pass
        except Exception:  # the next upload tries again
            logger.exception("Renditions cannot be made")
        finally:
            connection.close()

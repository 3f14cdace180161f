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
from seoulsolution.monitoring.outages import one_line, outage_of

logger = logging.getLogger(__name__)

#: After this long, whoever claimed a picture is taken for dead.
CLAIM = datetime.timedelta(minutes=5)

_is_server = False
_wake = threading.Event()
_thread: threading.Thread | None = None
_starting = threading.Lock()


def make_waiting() -> Iterator[Image]:
    """Make what waits, one picture after the other, and yield each that is made.

    One that fails keeps its claim, so that it is tried again later and is in nobody's way.
    """
    while image := _claim():
        try:
            is_made = make(image)
        except Exception as error:  # a full disk, a storage that does not answer
            said = "The renditions of the picture %s cannot be made: %s"
            logger.error(said, image.pk, one_line(error), exc_info=not outage_of(error))
            continue
        if is_made:
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


def make(image: Image) -> bool:
    """Make all renditions of ``image`` that its file and its focal point ask for, and offer them.

    Return whether they are made. One whose master is gone or broken keeps what it has. If it was changed
    meanwhile, what was made is dropped, and it waits again.
    """
    try:
        with default_storage.open(str(image.file)) as master:
            prepared = renditions.prepare_all(master, image.focal)
    except (FileNotFoundError, UnusablePictureError):
        logger.exception("The picture %s has no master that can be read", image.pk)
        Image.objects.filter(pk=image.pk, version=image.version).update(is_complete=True, claimed_at=None)
        return False
    with transaction.atomic():
        locked = Image.objects.select_for_update().filter(pk=image.pk).first()
        if locked is None or (locked.version, locked.focal) != (image.version, image.focal):
            Image.objects.filter(pk=image.pk).update(claimed_at=None)
            return False
        _offer(locked, prepared)
    return True


def _offer(image: Image, prepared: renditions.Prepared) -> None:
    """Store what is prepared under new addresses: browsers keep the old ones."""
    storing.delete_on_commit([image.path(*each) for each in image.stored()])
    image.version += 1
    image.width, image.height = prepared.size
    image.ink, image.renditions = prepared.ink, renditions.nested(prepared.made)
    image.is_complete, image.claimed_at = True, None
    storing.write({image.path(*each): content for each, content in prepared.made.items()})
    names = ("version", "width", "height", "ink", "renditions", "is_complete", "claimed_at")
    Image.objects.filter(pk=image.pk).update(**{name: getattr(image, name) for name in names})


def start() -> None:
    """Let this process make renditions: those that wait now, and those of later uploads."""
    global _is_server
    _is_server = True
    wake()


def wake() -> None:
    """Say that there is work; nothing happens in a process that did not start()."""
    global _thread
    if not _is_server:
        return
    with _starting:
        if _thread is None or not _thread.is_alive():  # in the child of a fork there is none
            _thread = threading.Thread(target=_run, name="renditions", daemon=True)
            _thread.start()
    _wake.set()


def _run() -> None:
    while True:
        _wake.wait(timeout=CLAIM.total_seconds())
        _wake.clear()
        try:
            for _image in make_waiting():
                pass
        except Exception as error:  # the database does not answer: it is tried again
            logger.error("Renditions cannot be made: %s", one_line(error), exc_info=not outage_of(error))
        finally:
            connection.close()

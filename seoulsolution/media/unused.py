"""What is kept for nothing: stored files that no row knows, pictures and files that no record uses."""

import datetime
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.utils import timezone

from seoulsolution.media import storing
from seoulsolution.media.models import File, Image
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Revision

FOLDERS = ("images", "files")
#: What is younger may be in the middle of an upload, or of being chosen for a text.
AGE = datetime.timedelta(days=1)


def unknown_files() -> Iterator[str]:
    """Yield the names of stored files that neither a row nor the history of a file knows."""
    before, known = timezone.now() - AGE, _known_files()
    for folder in FOLDERS:
        for name in storing.walk(folder):
            if name not in known and default_storage.get_modified_time(name) < before:
                yield name


def _known_files() -> set[str]:
    names = {name for image in Image.objects.iterator() for name in image.stored_names()}
    names.update(File.objects.values_list("file", flat=True))
    kind = ContentType.objects.get_for_model(File)
    revisions = Revision.objects.filter(content_type=kind, object_id__in=File.objects.values("pk"))
    names.update(filter(None, revisions.values_list("data__fields__file", flat=True)))
    return names


def remove(thing: Image | File, note: str) -> bool:
    """Delete a picture or file with its stored files; return False if somebody uses it by now."""
    try:
        history.delete([thing], note=note)
    except ProtectedError:
        return False
    return True


def unused() -> list[Image | File]:
    """Return pictures and files that no row and no draft uses; old revisions may name them."""
    old = {"created_at__lt": timezone.now() - AGE, "uses": None}
    images = Image.objects.filter(**old).order_by("pk")
    files = File.objects.filter(**old, alternative_of=None).order_by("pk")
    return [*images, *files]

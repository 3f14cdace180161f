"""Checks of pictures and files: which of them say nothing to some readers."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from seoulsolution.admin.publishing.findings import Finding, Subject, Weight, check
from seoulsolution.content import pictures
from seoulsolution.media import figures, uses
from seoulsolution.media.models import File, Image


@check
def silent_pictures(subject: Subject) -> Iterator[Finding]:
    for part, field, picture in _named(subject, Image.objects.all()):
        if picture.lacks_alternative:
            yield _silent(part, field, picture)
    placed = [(text, each) for text in subject.texts for each in pictures.find(text.html)]
    silent = set(figures.without_alternative([picture for _text, picture in placed]))
    images = {str(each.key): each for each in Image.objects.filter(key__in={each.key for each in silent})}
    for text, picture in placed:
        if picture in silent:
            yield _silent(text.part, text.field, images[picture.key])


@check
def files_without_alternative(subject: Subject) -> Iterator[Finding]:
    for part, field, file in _named(subject, File.objects.defer("text")):
        if file.needs_alternative:
            said = _("not everybody can read the file “%(file)s”: give it an accessible file or text.")
            yield Finding(Weight.ADVICE, part, field, said % {"file": file})


def _named(subject: Subject, things: models.QuerySet[Any]) -> Iterator[tuple[Any, str, Any]]:
    """Yield (part, name of a foreign key, what it names among ``things``: pictures or files). One query."""
    found = [
        (part, field, pk)
        for part in subject.parts
        for field in uses.using_fields(type(part))
        if field.related_model is things.model
        and field.name not in getattr(part, "describes_pictures", ())
        and (pk := getattr(part, field.attname))
    ]
    there = things.in_bulk({pk for _part, _field, pk in found}) if found else {}
    yield from ((part, field.name, there[pk]) for part, field, pk in found if pk in there)


def _silent(part: Any, name: str, image: Image) -> Finding:
    said = _("the picture “%(picture)s” has no text alternative, and is not marked as decorative.")
    return Finding(Weight.ADVICE, part, name, said % {"picture": image})

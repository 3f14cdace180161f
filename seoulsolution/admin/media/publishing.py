"""Before something is published: which pictures and files say nothing to some readers.

It warns once, naming the places, and asks again; it does not refuse.
"""

from collections.abc import Iterator
from functools import partial

from django.db import models
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from seoulsolution.admin.columns import NAMES, title_in_interface
from seoulsolution.admin.submitting import PUT_BACK_FIELD
from seoulsolution.content import pictures
from seoulsolution.media import figures, uses
from seoulsolution.media.models import File, Image

#: Sent by who was warned and publishes all the same.
ANYWAY = "_publish_anyway"


class WarnedError(Exception):
    """Raised where a form would publish what nobody was warned of; nothing is saved."""

    def __init__(self, warnings: list[str]) -> None:
        super().__init__(*warnings)
        self.warnings = warnings


def warnings_of(record: models.Model) -> list[str]:
    """Return a sentence for each picture and file of ``record`` that some readers can do nothing with.

    The record and its children are looked at as they are in memory.
    """
    found, placed = [], []
    for part, field in _uses(record):
        value = getattr(part, field.name)
        if field.related_model is Image:
            if value and value.lacks_alternative:
                found.append(_silent(_place(record, part, field), value))
        elif field.related_model is File:
            if value and value.needs_alternative:
                text = _("Not everybody can read the file “%(file)s”: give it an accessible file or text.")
                found.append(text % {"file": value})
        else:
            placed += [(_place(record, part, field), picture) for picture in pictures.find(value)]
    silent = set(figures.without_alternative([picture for _where, picture in placed]))
    images = {str(each.key): each for each in Image.objects.filter(key__in={each.key for each in silent})}
    found += [_silent(where, images[picture.key]) for where, picture in placed if picture in silent]
    return found


def _uses(record: models.Model) -> Iterator[tuple[models.Model, models.Field]]:
    """Yield each column of ``record`` and its children that can name pictures or files."""
    names = getattr(record, "revision_children", ())
    for part in (record, *(child for name in names for child in getattr(record, name).all())):
        described = getattr(part, "describes_pictures", ())
        for field in uses.using_fields(type(part)):
            if field.name not in described:
                yield part, field


def _place(record, part, field) -> str:
    original = getattr(field, "translated_field", None)
    label = capfirst((original or field).verbose_name)
    label = f"{label} ({NAMES[field.language]})" if original else label
    return label if part is record else f"{part}: {label}"


def _silent(where: str, image: Image) -> str:
    text = _("%(place)s: the picture “%(picture)s” has no text alternative, and is not marked as decorative.")
    return text % {"place": where, "picture": image}


def ask_again(request, model_admin, records, back: str) -> TemplateResponse | None:
    """Return the page that warns of ``records`` and sends again what was sent; None if there is no need."""
    if ANYWAY in request.POST:
        return None
    warned = [(title_in_interface(each), warnings) for each in records if (warnings := warnings_of(each))]
    if not warned:
        return None
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Publish all the same?"),
        "opts": model_admin.opts,
        "warned": warned,
        "sent": [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"],
        "anyway": ANYWAY,
        "back": back,
    }
    return TemplateResponse(request, "admin/media/publish_anyway.html", context)


class PublishCheckMixin:
    """Mixin of a ModelAdmin of content: a form that publishes warns first, with everything still in it."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        show = partial(super().changeform_view, request, object_id, form_url)
        try:
            return show(extra_context)
        except WarnedError as error:
            request.POST = request.POST.copy()
            request.POST[PUT_BACK_FIELD] = "1"
            return show({"publish_warnings": error.warnings, "anyway": ANYWAY} | (extra_context or {}))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if ANYWAY in request.POST or not self._publishes(request, form.instance):
            return
        # As it is in the database now, with its children; raising takes all of it back.
        if warnings := warnings_of(self.model._default_manager.get(pk=form.instance.pk)):
            raise WarnedError(warnings)

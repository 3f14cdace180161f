"""Choosing pictures: what scripts know of one, and the field of a form that names one."""

import json
from typing import Any

from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.forms import Select
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from seoulsolution.content.languages import CODES
from seoulsolution.media.models import Image, Use

#: A number above all ids of content types, to count pairs of ids as one number.
_KINDS = 100_000


#: Pictures that say nothing to those who cannot see them: Image.lacks_alternative as a condition.
SILENT = Q(is_decorative=False)
for _code in CODES:
    SILENT &= Q(**{f"alt_{_code}": ""}) | Q(**{f"alt_{_code}": None})


def used_count(used: str = "image"):
    """Return the annotation with the number of rows, live or in drafts, that use each picture or file."""
    row = F("object_id") * _KINDS + F("content_type_id")
    uses = Use.objects.filter(**{used: OuterRef("pk")}).order_by().values(used)
    return Coalesce(Subquery(uses.annotate(number=Count(row, distinct=True)).values("number")), 0)


def choice(image: Image) -> dict[str, Any]:
    """Return what scripts know of ``image``, ready for JSON."""
    width = image.widths()[0] if image.widths() else None
    return {
        "id": image.pk,
        "key": str(image.key),
        "name": str(image),
        "src": image.url(width=width) if width else "",
        "form": reverse("admin:media_image_change", args=[image.pk]),
        "alt": {code: image.title_in(code) for code in CODES},
        "caption": {code: getattr(image, f"caption_{code}") or "" for code in CODES},
        "credit": image.credit,
        "decorative": image.is_decorative,
        "lacksAlternative": image.lacks_alternative,
    }


def preview(image: Image | None) -> str:
    """Return the smallest rendition of ``image`` as HTML; staff also see what no public page shows yet."""
    if not image or not image.widths():
        return "–"
    return format_html(
        '<img class="admin-picture" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        image.url(width=image.widths()[0]),
        str(image),
        image.width,
        image.height,
    )


class PictureSelect(AutocompleteSelect):
    """The chosen picture, and a button that opens the picker (static/admin-site/picture-field.js)."""

    class Media:
        js = ("admin-site/upload.js", "admin-site/picker.js", "admin-site/picture-field.js")

    @property
    def media(self):
        return Select.media.fget(self)

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super(AutocompleteMixin, self).build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-picker": reverse("admin:media_image_picker")}

    def render(self, name, value, attrs=None, renderer=None):
        select = super().render(name, value, attrs, renderer)
        pk = str(value or "")
        image = Image.objects.filter(pk=pk).first() if pk.isdecimal() else None
        known = json.dumps(choice(image)) if image else ""
        return render_to_string(
            "admin/media/picture_select.html", {"select": select, "image": image, "known": known}
        )


class PictureField:
    """Mixin of a ModelAdmin: fields that name a picture show it, and open the picker."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Image:
            kwargs["widget"] = PictureSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

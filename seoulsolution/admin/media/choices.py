"""Choosing pictures: what scripts know of one, and the field of a form that names one."""

import json
from typing import Any

from django import forms
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from seoulsolution.admin.ids import to_id
from seoulsolution.admin.widgets import PICKER_SCRIPTS
from seoulsolution.content.languages import CODES
from seoulsolution.media.models import Image, Use

#: A number above all ids of content types, to count pairs of ids as one number.
_KINDS = 100_000
#: Pictures in a list without scripts.
MOST_LISTED = 100


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


class PictureSelect(forms.Select):
    """The chosen picture, and a button that opens the picker (static/admin-site/picture-field.js).

    Without scripts it is a list of the newest pictures.
    """

    class Media:
        js = (*PICKER_SCRIPTS, "admin-site/picture-field.js")

    def optgroups(self, name, value, attrs=None):
        chosen = _picture(value[0])
        newest = Image.objects.order_by("-pk")[:MOST_LISTED]
        pictures = {image.pk: str(image) for image in (*filter(None, [chosen]), *newest)}
        selected = chosen.pk if chosen else ""
        options = (
            self.create_option(name, pk, label, pk == selected, index, attrs=attrs)
            for index, (pk, label) in enumerate({"": "---------", **pictures}.items())
        )
        return [(None, [option], index) for index, option in enumerate(options)]

    def render(self, name, value, attrs=None, renderer=None):
        image = _picture(value)
        context = {
            "select": super().render(name, value, attrs, renderer),
            "image": image,
            "known": json.dumps(choice(image)) if image else "",
        }
        return render_to_string("admin/media/picture_select.html", context)


def _picture(value) -> Image | None:
    """Return the picture with the id that a form has; None if there is none."""
    pk = to_id(str(value or ""))
    return Image.objects.filter(pk=pk).first() if pk else None


class PictureField:
    """Mixin of a ModelAdmin: fields that name a picture show it, and open the picker."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.related_model is not Image:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        # Not in Django's wrapper: the picker adds and shows pictures.
        return self.formfield_for_foreignkey(db_field, request, **kwargs, widget=PictureSelect)

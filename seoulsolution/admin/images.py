from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from seoulsolution.admin.base import TranslatedAdmin
from seoulsolution.admin.forms import TranslatedForm
from seoulsolution.media.models import Image


def preview(image):
    """Return the smallest rendition of ``image`` as HTML; staff also see what no public page shows yet."""
    if not image or not image.renditions:
        return "–"
    return format_html(
        '<img class="admin-picture" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        image.url(width=image.widths()[0]),
        str(image),
        image.width,
        image.height,
    )


class PictureField:
    """Mixin of a ModelAdmin with a picture field: it shows a preview."""

    picture_field = ""

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "picture_preview"]

    @admin.display(description=_("preview"))
    def picture_preview(self, record):
        return preview(getattr(record, self.picture_field, None))


class ImageForm(TranslatedForm):
    def clean(self):
        """Accept a picture without a text alternative: it can be decoration."""
        return super(TranslatedForm, self).clean()


@admin.register(Image)
class ImageAdmin(TranslatedAdmin):
    form = ImageForm
    language_fields = ("alt",)
    needed = ("alt",)
    list_display = ("preview_column", "title_column", "size_column", "credit", "created_at")
    list_display_links = ("preview_column", "title_column")
    date_hierarchy = "created_at"
    search_fields = ("alt_en", "alt_ko", "credit")
    readonly_fields = ("preview_column", "size_column")
    ordering = ("-created_at", "-pk")

    def get_fieldsets(self, request, obj=None):
        fields = ["preview_column", "file", "size_column", "credit"] if obj else ["file", "credit"]
        return [(None, {"fields": fields}), *self.language_fieldsets()]

    @admin.display(description=_("preview"))
    def preview_column(self, image):
        return preview(image)

    @admin.display(description=_("size"), ordering="width")
    def size_column(self, image):
        return f"{image.width} × {image.height}"

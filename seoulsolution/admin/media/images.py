"""The picture library: a list with thumbnails, uploads of many files, and the form of one picture."""

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from seoulsolution.admin.base import TranslatedAdmin
from seoulsolution.admin.filters import LanguageFilter
from seoulsolution.admin.forms import TranslatedForm
from seoulsolution.admin.media.choices import SILENT, preview, used_count
from seoulsolution.admin.media.library import LibraryMixin, duplicate_message
from seoulsolution.admin.uses import uses_of
from seoulsolution.media import duplicates, renditions, storing
from seoulsolution.media.models import Image, Use

#: What the shapes are called that pages crop a picture to.
SHAPE_NAMES = {"wide": _("Lists"), "tall": _("Front page"), "share": _("Shared links")}


class AlternativeFilter(SimpleListFilter):
    """Pictures that say nothing to those who cannot see them."""

    title = _("text alternative")
    parameter_name = "alternative"

    def lookups(self, request, model_admin):
        return [("none", _("Without a text alternative"))]

    def queryset(self, request, queryset):
        return queryset.filter(SILENT) if self.value() == "none" else queryset


class UseFilter(SimpleListFilter):
    """Pictures or files that something uses, or nothing."""

    title = _("use")
    parameter_name = "used"
    used = "image"

    def lookups(self, request, model_admin):
        return [("yes", _("Used")), ("no", _("Not used"))]

    def queryset(self, request, queryset):
        used = Use.objects.exclude(**{self.used: None}).values(self.used)
        if self.value() == "yes":
            return queryset.filter(pk__in=used)
        return queryset.exclude(pk__in=used) if self.value() == "no" else queryset


class ImageForm(TranslatedForm):
    #: It can be decoration.
    needs_title = False
    #: Only asked where the library has the file.
    save_anyway = forms.BooleanField(
        label=_("Save it all the same"), required=False, widget=forms.HiddenInput
    )

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if isinstance(file, UploadedFile) and not cleaned.get("save_anyway"):
            there = duplicates.find(storing.digest_of(file), besides=self.instance)
            if there:
                self.add_error("file", duplicate_message(there))
                self.fields["save_anyway"].widget = forms.CheckboxInput()
        return cleaned


@admin.register(Image)
class ImageAdmin(LibraryMixin, TranslatedAdmin):
    form = ImageForm
    change_list_template = "admin/media/library.html"
    change_form_template = "admin/media/form.html"
    language_fields = ("alt", "caption")
    needed = ("alt",)
    gone_for_good = _("A deleted picture cannot be recovered: the files are gone with it.")
    list_display = (
        "preview_column",
        "name_column",
        "alternative_column",
        "use_column",
        "size_column",
        "credit",
        "created_at",
    )
    list_display_links = ("preview_column", "name_column")
    list_filter = (AlternativeFilter, LanguageFilter, UseFilter)
    date_hierarchy = "created_at"
    search_fields = ("title", "alt_en", "alt_ko", "caption_en", "caption_ko", "credit")
    readonly_fields = ("focal_point", "size_column")
    ordering = ("-created_at", "-pk")

    class Media:
        js = ("admin-site/focal.js",)

    def get_fieldsets(self, request, obj=None):
        # Who may only look would get a link to the master.
        file = ["file", "save_anyway"] if self.has_change_permission(request, obj) else []
        about = ["title", "is_decorative", ("credit", "licence")]
        if obj is None or not obj.pk:
            return [(None, {"fields": [*file, *about]}), *self.language_fieldsets()]
        shown = ["focal_point", ("focal_x", "focal_y"), *file, "size_column"]
        return [(None, {"fields": [*shown, *about]}), *self.language_fieldsets()]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used_count=used_count())

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "file":
            # Without a link to the file that is there: the master is never served. Its name is not kept.
            kwargs |= {"widget": forms.FileInput(attrs={"accept": "image/*"}), "max_length": None}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changelist_view(self, request, extra_context=None):
        context = {"may_add": self.has_add_permission(request)} | (extra_context or {})
        return super().changelist_view(request, context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["uses"] = uses_of(request, [obj]) if obj and obj.pk else None
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=_("preview"))
    def preview_column(self, image):
        return preview(image)

    @admin.display(description=_("name"), ordering="title")
    def name_column(self, image):
        return str(image)

    @admin.display(description=_("text alternative"))
    def alternative_column(self, image):
        if image.is_decorative:
            return _("decorative")
        if image.lacks_alternative:
            return format_html('<span class="admin-chip picture-silent">{}</span>', _("missing"))
        marks = ((code, code.upper(), image.title_in(code)) for code in image.languages)
        chip = '<div><span class="admin-chip">{1}</span> <span lang="{0}">{2}</span></div>'
        return format_html_join("", chip, marks)

    @admin.display(description=_("used in"), ordering="used_count")
    def use_column(self, image):
        return image.used_count or "–"

    @admin.display(description=_("size"), ordering="width")
    def size_column(self, image):
        return f"{image.width} × {image.height}"

    @admin.display(description=_("focal point"))
    def focal_point(self, image):
        crops = [(name, *renditions.SHAPES[shape]) for shape, name in SHAPE_NAMES.items()]
        return render_to_string("admin/media/focal.html", {"image": image, "crops": crops})

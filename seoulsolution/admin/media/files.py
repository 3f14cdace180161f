"""The file library: its list, the form of one file, and taking in what other forms upload."""

from contextlib import suppress

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seoulsolution.admin.base import TranslatedAdmin
from seoulsolution.admin.columns import moment
from seoulsolution.admin.filters import LanguageFilter
from seoulsolution.admin.forms import TranslatedForm
from seoulsolution.admin.media.choices import used_count
from seoulsolution.admin.media.images import UseFilter
from seoulsolution.admin.urls import form_url
from seoulsolution.admin.uses import uses_of
from seoulsolution.content.urls import path_of
from seoulsolution.media import documents
from seoulsolution.media.attachments import measures
from seoulsolution.media.models import File
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Event, Revision

#: For the file dialogue of browsers; what a file is, its content decides.
ACCEPT = ",".join(f".{format}" for format in File.Format.values)
#: Between the parts of a cell.
DOT = " · "


def same_file(upload: UploadedFile, besides: File | None = None) -> File | None:
    """Return the oldest file of the library with this content, but for ``besides``.

    Raise UnusableFileError for what is not accepted.
    """
    same = File.objects.filter(sha256=documents.examine(upload).sha256).order_by("pk")
    return same.exclude(pk=besides.pk if besides else None).first()


def take_in(model_admin: "FileAdmin", request, upload: UploadedFile) -> tuple[File, bool]:
    """Return the file of the library with what was uploaded, and whether it is new there.

    Raise UnusableFileError. To be called outside a transaction: reading the upload takes its time.
    """
    examined = documents.examine(upload)
    if same := same_file(upload):
        return same, False
    file = File(file=upload, language=documents.language_of(examined.text or examined.name))
    with transaction.atomic():
        file.save()
        history.write([file], user=request.user, event=Event.CREATED)
        model_admin.log_addition(request, file, [{"added": {}}])
    return file, True


class FileForm(TranslatedForm):
    needs_title = False  # the file has a name

    save_anyway = forms.BooleanField(
        label=gettext_lazy("Save it all the same"),
        required=False,
        help_text=gettext_lazy("The library then has the same file twice."),
    )

    def clean(self):
        cleaned = super().clean()
        upload = cleaned.get("file")
        if isinstance(upload, UploadedFile) and not cleaned.get("save_anyway"):
            with suppress(documents.UnusableFileError):  # the model says why
                if same := same_file(upload, besides=self.instance):
                    self.add_error("file", self._duplicate_message(same))
        if cleaned.get("alternative_file") == self.instance and self.instance.pk:
            self.add_error("alternative_file", _("A file cannot be its own alternative."))
        return cleaned

    @staticmethod
    def _duplicate_message(file):
        text = _(
            "This file is in the library already: {}. Use that one; or choose the file again and tick "
            "“Save it all the same”."
        )
        return format_html(text, format_html('<a href="{}">{}</a>', form_url(file), str(file)))


class FileUseFilter(UseFilter):
    """The accessible alternative of a file is used, too."""

    used = "file"

    def queryset(self, request, queryset):
        found = super().queryset(request, queryset)
        if self.value() == "yes":
            others = File.objects.exclude(alternative_file=None).values("alternative_file")
            return found | queryset.filter(pk__in=others)
        return found.filter(alternative_of=None) if self.value() == "no" else found


class TitleFilter(LanguageFilter):
    """The language of a file is another matter than that of its title."""

    title = gettext_lazy("title")


@admin.register(File)
class FileAdmin(TranslatedAdmin):
    form = FileForm
    change_form_template = "admin/media/form.html"
    language_fields = ("title",)
    needed = ()
    list_display = (
        "title_column",
        "format",
        "size_column",
        "language",
        "use_column",
        "text_column",
        "updated_at",
    )
    list_filter = ("format", "language", TitleFilter, FileUseFilter)
    search_fields = ("title_en", "title_ko", "name")
    autocomplete_fields = ("alternative_file",)
    readonly_fields = ("present", "text_column", "versions")
    ordering = ("-created_at", "-pk")

    def get_fieldsets(self, request, obj=None):
        # Who may only look would get a link into the storage.
        upload = ["file", "save_anyway"] if self.has_change_permission(request, obj) else []
        about = [("language", "licence")]
        if obj is not None and obj.pk:
            upload = ["present", "text_column", *upload, "versions"]
        instead = (gettext_lazy("For readers who cannot use the file"), {"fields": ALTERNATIVES})
        return [(None, {"fields": [*upload, *about]}), *self.language_fieldsets(), instead]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used_count=used_count("file"))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "file":
            # Without a link to the stored file, which is not served from there.
            kwargs["widget"] = forms.FileInput(attrs={"accept": ACCEPT})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and (upload := request.FILES.get("file")):
            examine_ahead(upload, self.has_change_permission(request))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "file" in form.changed_data and obj.problem:
            messages.warning(request, obj.get_problem_display())

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["uses"] = uses_of(request, [obj]) if obj and obj.pk else None
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def size_column(self, file):
        return filesizeformat(file.size)

    @admin.display(description=gettext_lazy("used in"), ordering="used_count")
    def use_column(self, file):
        return file.used_count or "–"

    @admin.display(description=gettext_lazy("text"))
    def text_column(self, file):
        """Where its text can be read, or why there is none, and whether readers lack something."""
        said = []
        if file.has_text:
            link = format_html('<a href="{}">{}</a>', path_of("file_text", key=file.key), _("Read as text"))
            said.append(link)
        if file.problem:
            said.append(file.get_problem_display())
        if file.needs_alternative:
            text = _("An accessible alternative is missing.")
            said.append(format_html('<span class="admin-problem">{}</span>', text))
        return format_html_join(DOT, "{}", ((each,) for each in said)) or "–"

    @admin.display(description=gettext_lazy("present version"))
    def present(self, file):
        return format_html('<a href="{}">{}</a> ({})', file.url, file.name, ", ".join(measures(file)))

    @admin.display(description=gettext_lazy("earlier versions"))
    def versions(self, file):
        """Return links to the files that it was before, the latest first."""
        seen, links = {file.file.name}, []
        for revision in Revision.objects.of(file).iterator():
            fields = revision.data.get("fields", {})
            if (stored := fields.get("file")) and stored not in seen:
                seen.add(stored)
                address = reverse("media:former_file", args=[file.key, revision.number])
                links.append((address, fields.get("name", ""), moment(revision.created_at)))
        link = '<a href="{}">{}</a> ({})'
        return format_html_join(DOT, link, links) or "–"


ALTERNATIVES = ("alternative_file", "alternative_text")


def examine_ahead(upload: UploadedFile, may_upload: bool) -> None:
    """Read an upload before the form's transaction, which would hold the lock of the writers meanwhile.

    What is found stays with the upload; what is wrong with it, the form says.
    """
    if may_upload:
        with suppress(documents.UnusableFileError):
            documents.examine(upload)

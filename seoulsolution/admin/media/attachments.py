"""Attaching files to a record in its form: chosen from the library, or uploaded in place.

What is uploaded in place goes into the library at once, whatever becomes of the form: a browser would not
send it again after an error elsewhere on the page, and it is read before the form's transaction begins.
"""

import re

from django import forms
from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seoulsolution.admin.columns import language_marks, link_to_form, stale_languages
from seoulsolution.admin.forms import OrderedForm
from seoulsolution.admin.inlines import OrderedInline
from seoulsolution.admin.media.files import ACCEPT, take_in
from seoulsolution.media import documents
from seoulsolution.media.attachments import measures
from seoulsolution.media.models import Attachment, File

_UPLOAD = re.compile(r"(attachments-\d{1,4})-upload", re.ASCII)


class AttachmentForm(OrderedForm):
    upload = forms.FileField(
        label=gettext_lazy("or upload one"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT, "aria-label": gettext_lazy("Upload a file")}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False

    def clean_upload(self):
        """Say what is wrong with what is still here: take_uploads() has taken the rest."""
        upload = self.cleaned_data.get("upload")
        if upload:
            try:
                documents.examine(upload)
            except documents.UnusableFileError as error:
                raise forms.ValidationError(str(error)) from error
        return upload

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("file") and not self.errors:
            self.add_error("file", _("Choose a file, or upload one."))
        return cleaned


class AttachmentInline(OrderedInline, admin.TabularInline):
    """The files of a record, in their order. A kind of content sets the model."""

    form = AttachmentForm
    template = "admin/ordered/tabular.html"
    autocomplete_fields = ("file",)
    readonly_fields = ("about",)

    def get_fields(self, request, obj=None):
        uploads = ("upload",) if self._may_upload(request) else ()
        return ("position", "file", *uploads, "about")

    def _may_upload(self, request):
        return may_upload(self.admin_site.get_model_admin(self.parent_model), request)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if not self._may_upload(request):
            formset.form.base_fields.pop("upload", None)
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and db_field.name == "file":
            formfield.widget.can_delete_related = False
        return formfield

    @admin.display(description=gettext_lazy("about the file"))
    def about(self, attachment):
        """Say what a file is, and how far its title is translated."""
        if not attachment.file_id:
            return "–"
        file, stale = attachment.file, getattr(attachment, "stale_languages", ())
        marks = language_marks(file, stale) if file.languages else ""
        return format_html("{} {}", ", ".join(measures(file)), marks)


class AttachmentsMixin:
    """Mixin of the admin of a kind of content that has an AttachmentInline."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and self.has_change_permission(request) and may_upload(self, request):
            take_uploads(self.admin_site.get_model_admin(File), request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        formsets = (inline.formset for inline in context["inline_admin_formsets"])
        forms = (form for each in formsets if issubclass(each.model, Attachment) for form in each.forms)
        rows = [form.instance for form in forms]
        stale = stale_languages(File, {row.file_id for row in rows if row.file_id})
        for row in rows:
            row.stale_languages = stale.get(row.file_id, ())
        return super().render_change_form(request, context, *args, **kwargs)


def may_upload(record_admin, request) -> bool:
    """Tell whether the user may upload files in the forms of ``record_admin``.

    The library's list of files has its own rights: what a file of another section is called may be a secret.
    """
    file_admin = record_admin.admin_site.get_model_admin(File)
    return record_admin.has_add_permission(request) or file_admin.has_add_permission(request)


def take_uploads(file_admin, request) -> None:
    """Take what was uploaded in rows of attachments into the library, and choose it in its row."""
    rows = [match for name in request.FILES if (match := _UPLOAD.fullmatch(name))]
    data = request.POST.copy()
    for row in rows:
        upload = request.FILES[row[0]]
        try:
            file, is_new = take_in(file_admin, request, upload)
        except documents.UnusableFileError:
            continue  # the form says so
        del request.FILES[row[0]]
        data[f"{row[1]}-file"] = str(file.pk)
        _say_taken(request, file, is_new)
    data._mutable = False
    request.POST = data


def _say_taken(request, file: File, is_new: bool) -> None:
    if not is_new:
        said = _("The library had this file already, and that one is used: {}")
        messages.info(request, format_html(said, link_to_form(file)))
    if file.needs_alternative:
        said = _("Some readers cannot use this file. Give it an accessible alternative: {}")
        messages.warning(request, format_html(said, link_to_form(file)))

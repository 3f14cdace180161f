"""Translated fields in a form: one group per language, shown as tabs where scripts run."""

from django.conf import settings
from django.contrib.admin import TabularInline
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from seoulsolution.admin.dates import DayField, MomentField
from seoulsolution.admin.widgets import DigitsInput, EditorWidget, RecordSelect
from seoulsolution.content.fields import RichTextField


class LanguageFields(BaseModelAdmin):
    """Mixin of ModelAdmin and inlines: one group of fields per language.

    The groups are fieldsets of class ``language``; static/admin-site/tabs.js makes tabs of neighbouring
    ones. Inputs have ``lang`` for spell-checkers and screen readers, and ``data-needed`` if the language
    is incomplete without them, for the mark on the tab.
    """

    #: Translated fields in the order of the form.
    language_fields = ()
    #: The ones that a record needs to be available in a language.
    needed = ("title",)
    #: Whether a language can be withheld.
    can_withhold = False
    formfield_overrides = {
        RichTextField: {"widget": EditorWidget},
        models.IntegerField: {"widget": DigitsInput},
        models.URLField: {"assume_scheme": "https"},
        models.DateField: {"form_class": DayField},
        models.DateTimeField: {"form_class": MomentField},
    }

    def language_fieldsets(self):
        fieldsets = []
        for code, name in settings.LANGUAGES:
            fields = [f"{field}_{code}" for field in self.language_fields]
            fields += [f"withheld_{code}"] if self.can_withhold else []
            heading = format_html('<span lang="{}">{}</span>', code, name)
            classes = ("language", f"language-{code}")
            fieldsets.append((heading, {"fields": fields, "classes": classes}))
        return fieldsets

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and isinstance(db_field, TranslationField):
            original = db_field.translated_field
            # modeltranslation demands the default language; a record may well be Korean only.
            formfield.required = False
            formfield.label = self.language_label(db_field)
            formfield.widget.attrs["lang"] = db_field.language
            if original.name in self.needed:
                formfield.widget.attrs["data-needed"] = ""
        if formfield:
            self._name_inputs(db_field, formfield)
        return formfield

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RecordSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _name_inputs(self, db_field, formfield):
        """Name the inputs that Django's admin leaves without a label."""
        label = formfield.label
        if isinstance(formfield.widget, AdminSplitDateTime):
            name_date_and_time(formfield)
        elif isinstance(self, TabularInline) or db_field.name in getattr(self, "list_editable", ()):
            widget = getattr(formfield.widget, "widget", formfield.widget)
            widget.attrs["aria-label"] = label

    def language_label(self, db_field):
        """Return the label of a translated field, without its language: that is the heading of the group."""
        return capfirst(db_field.translated_field.verbose_name)


def mark_fields(form, marks):
    """Show marks, which are HTML by the name of their field, before what the form says of these fields."""
    for name, mark in marks.items():
        if name in form.fields:
            form[name].help_text = format_html("{} {}", mark, form[name].help_text)


def name_date_and_time(formfield):
    """Name the two inputs of a moment, which Django's admin leaves without a label."""
    for part, name in zip(formfield.widget.widgets, (_("date"), _("time")), strict=True):
        part.attrs["aria-label"] = f"{formfield.label}: {name}"

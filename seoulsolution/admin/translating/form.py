"""Translating in a record's form: the state of each text at its field, with its source beside it."""

from collections import Counter
from functools import cached_property

from django.contrib import messages
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.translating.glossary import glossary
from seoulsolution.admin.translating.versions import texts_of
from seoulsolution.admin.widgets import CellInput
from seoulsolution.content import richtext
from seoulsolution.content.fields import RichTextField
from seoulsolution.content.languages import CODES, other
from seoulsolution.content.models import Child
from seoulsolution.revisions import diff, drafts, history, translations, workflow

#: Sent with the key of a text, or with a language for all of it.
STILL_RIGHT = "_still_right"


class FieldState:
    """How a text in a form compares with the one in the other language, for its template.

    ``state`` is "missing", "stale", "current", or "" where there is nothing to translate.
    """

    #: Whether the user may say that it is still right.
    may_confirm = False

    def __init__(self, bound, field, outdated, glossary):
        self.bound, self.field, self._glossary = bound, field, glossary
        self.language, self.source_language = field.language, other(field.language)
        record = bound.form.instance
        self.key = translations.key_of(field, child=record if isinstance(record, Child) else None)
        self._text = getattr(record, field.name) or ""
        self._source = getattr(record, translations.key_of(field, self.source_language)) or ""
        self._right = outdated.get(self.key, "")

    @property
    def state(self):
        if not self._source:
            return ""
        if not self._text:
            return "missing"
        return "stale" if self._right else "current"

    @property
    def source_name(self):
        return NAMES[self.source_language]

    @property
    def change(self):
        """What has changed in the source since this was right."""
        texts = (diff.show(self.field, text) for text in (self._right, self._source))
        return diff.FieldDiff(self.field.name, "", self.source_name, self.source_language, *texts)

    @property
    def source(self):
        """The text to translate, as HTML that is safe."""
        is_rich = isinstance(self.field.translated_field, RichTextField)
        html = self._source if is_rich else richtext.from_text(self._source)
        return richtext.render(html, self.source_language)

    @cached_property
    def departures(self):
        if not (self._text and self._source):
            return []
        source, text = (diff.show(self.field, text) for text in (self._source, self._text))
        return self._glossary.departures(source, self.source_language, text)

    def show(self):
        """Put what is to say of the text beside its input."""
        # Not all of it is read out at the input.
        state_id = f"{self.bound.auto_id}_translation"
        self.bound.field.widget.attrs.setdefault("aria-describedby", state_id)
        widget, context = self.bound.field.widget, {"field": self, "state_id": state_id}
        if isinstance(widget, CellInput):
            widget.below = render_to_string("admin/translating/field.html", context | {"in_table": True})
        else:
            told = render_to_string("admin/translating/field.html", context)
            self.bound.help_text = format_html("{} {}", self.bound.help_text, told)


class TranslatingMixin:
    """Mixin of a ModelAdmin of translated records, with revisions and language tabs."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and obj.pk:
            states = self._field_states(context, obj)
            open_for = [code for code in CODES if self._may_translate(request, obj, code)]
            for each in states:
                each.may_confirm = each.state == "stale" and each.language in open_for
                each.show()
            self._describe_languages(context["adminform"], obj, states)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _field_states(self, context, record):
        """Return the states of the texts in the form and its rows that have something to translate."""
        outdated, terms = translations.of(history.owner(record)), glossary()
        rows = (form for inline in context["inline_admin_formsets"] for form in inline.formset.forms)
        found = [
            FieldState(form[field.name], field, outdated, terms)
            for form in (context["adminform"].form, *rows)
            for field in translations.columns(form._meta.model)
            if field.name in form.fields
        ]
        return [each for each in found if each.state]

    def _describe_languages(self, adminform, record, states):
        """Say above the fields of each language how far it is translated."""
        for _name, options in adminform.fieldsets:
            code = next((code for code in CODES if f"language-{code}" in options.get("classes", ())), "")
            here = [each for each in states if each.language == code]
            if not here:
                continue
            counts = Counter(each.state for each in here)
            told = {
                "code": code,
                "source_name": NAMES[other(code)],
                "counts": [
                    (state, counts[state]) for state in ("missing", "stale", "current") if counts[state]
                ],
                "may_confirm": any(each.may_confirm for each in here),
                "is_behind": counts["missing"] + counts["stale"] > 0,
                "opts": self.opts,
                "record": record,
            }
            options["description"] = render_to_string("admin/translating/language.html", told)

    def _may_translate(self, request, record, language):
        name = f"{self.model.title_field}_{language}"
        may_change = self.has_change_permission(request, record)
        return may_change and not self.get_locked_fields(request, record, self.model, {name})

    def _confirm(self, request, record, sent):
        """Note that a text is right, or all of a language: behind is then only what was changed later."""
        owner = history.owner(record)
        texts = texts_of(record, drafts.current(owner))
        confirmed = [
            key
            for key in texts.keys() & translations.of(owner).keys()
            if sent in (key, language := texts[key].field.language)
            and self._may_translate(request, record, language)
        ]
        labels = (f"{texts[key].label} ({NAMES[texts[key].field.language]})" for key in sorted(confirmed))
        names = ", ".join(labels)
        if workflow.confirm(owner, confirmed, user=request.user, note=names):
            messages.success(request, _("Still right: %(names)s") % {"names": names})

    def response_change(self, request, obj):
        if sent := request.POST.get(STILL_RIGHT):
            # What the form changed comes first in the history.
            history.write(history.lock([history.owner(obj)]), user=request.user)
            self._confirm(request, obj, sent)
            request.POST = request.POST.copy()  # back to the form, whatever is open in it
            request.POST["_continue"] = "1"
        return super().response_change(request, obj)

"""The inputs of a record's form by name: which ones it has, and what people wrote into them."""

import json
import re

from django import forms
from django.utils.text import capfirst

from seoulsolution.admin.columns import NAMES
from seoulsolution.content import richtext
from seoulsolution.content.languages import CODES

_MANAGEMENT = "(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS"


def known_inputs(model_admin, request, record) -> re.Pattern:
    """Return a pattern of the names that the form of ``record`` (None: a new one) and its rows can send."""
    form = model_admin.get_form(request, record, change=record is not None)
    names = [_part(form.base_fields)]
    for formset, _inline in model_admin.get_formsets_with_inlines(request, record):
        prefix = re.escape(formset.get_default_prefix())
        columns = [*formset.form.base_fields, formset.model._meta.pk.name, "uid", "DELETE"]
        if fk := getattr(formset, "fk", None):
            columns.append(fk.name)
        names.append(rf"{prefix}(?:-\d{{1,2}})?-(?:{_MANAGEMENT}|\d{{1,4}}-{_part(columns)})")
    # Django adds "initial-" for a computed default, "-clear" for a file, and numbers for date and time.
    return re.compile(rf"(?:initial-)?(?:{'|'.join(names)})(?:_\d|-clear)?")


def _part(names) -> str:
    return f"(?:{'|'.join(map(re.escape, names))})"


def read_inputs(text: str, known: re.Pattern) -> dict[str, list[str]]:
    """Return {name: [values]} of the JSON ``text``; raise ValueError unless it is inputs of the form."""
    try:
        found = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, dict) or not all(map(known.fullmatch, found)):
        raise ValueError("not inputs of this form")
    for values in found.values():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ValueError("not values of inputs")
        joined = "".join(values)
        joined.encode()  # half a character cannot be kept
        if "\x00" in joined:
            raise ValueError("NUL")
    return found


def texts_of(model_admin, request, data) -> list[tuple[str, str, bool]]:
    """Return (label, text, whether it is HTML ready for a template) of what people wrote into a form."""
    form = model_admin.get_form(request, None)
    found = [_text(name, field, data.get(name, "")) for name, field in form.base_fields.items()]
    for formset, _inline in model_admin.get_formsets_with_inlines(request, None):
        prefix, kind = re.escape(formset.get_default_prefix()), capfirst(formset.model._meta.verbose_name)
        for sent in data:
            match = re.fullmatch(rf"{prefix}(?:-\d{{1,2}})?-(\d+)-(\w+)", sent)
            if match and (field := formset.form.base_fields.get(match[2])):
                label, text, is_html = _text(match[2], field, data[sent])
                found.append((f"{kind} {int(match[1]) + 1}: {label}", text, is_html))
    return [one for one in found if one[1]]


def _text(name: str, field: forms.Field, value: str) -> tuple[str, str, bool]:
    """Return label, text and whether it is HTML; no text for what is chosen, not written."""
    is_text = isinstance(field, forms.CharField) and not field.widget.is_hidden
    is_html = hasattr(field.widget, "get_config")
    code = name.rpartition("_")[2]
    label = f"{field.label} ({NAMES[code]})" if code in CODES else str(field.label)
    return label, (richtext.render(value) if is_html else value) if is_text else "", is_html

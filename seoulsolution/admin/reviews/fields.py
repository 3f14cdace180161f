"""The fields that matter for a reason, and the small form that has only them."""

import datetime
import html

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.formats import localize_input

from seoulsolution.admin.columns import NAMES
from seoulsolution.content import layout
from seoulsolution.content.languages import CODES
from seoulsolution.reviews.models import Review
from seoulsolution.reviews.reasons import ReviewReason

FIELDS = {
    ReviewReason.NO_DATE: ("date", "year"),
    ReviewReason.IMPOSSIBLE_DATE: ("date", "state"),
    ReviewReason.MONTH_ONLY: ("year", "month"),
    ReviewReason.CUT_TITLE: ("title", "title_cut"),
    ReviewReason.TITLE_ONLY: ("title", "body", "state"),
    ReviewReason.UNSURE_CUT: ("title", "body"),
    ReviewReason.INCOMPLETE: ("body", "state"),
    ReviewReason.MISSING_FILE: ("video_url", "source_url"),
    ReviewReason.LOST_LINK: ("source_url", "body", "intro"),
    ReviewReason.UNCONFIRMED_NAME: ("name", "official_name", "url", "kind"),
    ReviewReason.SITE_OWNER: ("is_site_owner",),
    ReviewReason.UNCLEAR_PLACE: ("kind", "series", "state"),
    ReviewReason.UNCONFIRMED_TOPIC: ("topics",),
    ReviewReason.OTHER_LANGUAGE: ("title", "body", "state"),
    ReviewReason.FLATTENED_TABLE: ("body",),
    ReviewReason.NO_PARAGRAPHS: ("key_points", "body"),
    ReviewReason.SOURCE_TAG: ("title", "source_name", "source_url"),
    ReviewReason.MISSING_PERIOD: ("submission_opens", "submission_closes", "result_announced_on"),
}
#: Fields that belong to a reason without being what it asks for.
BESIDES = {"state", "title_cut", "result_announced_on"}
#: Reasons that only some of their fields answer.
ANSWERS = {ReviewReason.TITLE_ONLY: ("body",)}
#: Reasons that ask for text in a language that the record does not have yet.
ANY_LANGUAGE = {ReviewReason.UNCONFIRMED_NAME, ReviewReason.OTHER_LANGUAGE}


def get_field_names(model_admin, request, record, reasons) -> list[str]:
    """Return the names of the fields that matter for these reasons, if the record's own form has them."""
    editable = set(flatten_fieldsets(model_admin.get_fieldsets(request, record)))
    editable -= set(model_admin.get_readonly_fields(request, record))
    names = [name for reason in reasons for name in _columns(record, reason, FIELDS.get(reason, ()))]
    return [name for name in dict.fromkeys(names) if name in editable]


def is_answered(form, record, reason) -> bool:
    """Tell whether somebody filled in a field that the reason asks for."""
    asked = [name for name in FIELDS.get(reason, ()) if name not in BESIDES]
    columns = _columns(record, reason, ANSWERS.get(reason, asked))
    return any(name in form.changed_data and form.cleaned_data.get(name) for name in columns)


def _columns(record, reason, names):
    codes = CODES if reason in ANY_LANGUAGE else record_languages(record)
    for name in names:
        if name in record.translated_fields:
            yield from (f"{name}_{code}" for code in codes)
        else:
            yield name


def record_languages(record) -> tuple[str, ...]:
    """Return the languages that the record is written in, or all of the site's when it is in none of them."""
    return tuple(code for code in CODES if record.title_in(code)) or CODES


def get_form(model_admin, request, record, reasons, data=None):
    """Return the form of the fields that matter; it checks what the record's own form checks."""
    names = get_field_names(model_admin, request, record, reasons)
    form = model_admin.get_form(request, record, change=True, fields=names)(data, instance=record)
    for name, field in form.fields.items():
        column, _, code = name.rpartition("_")
        if code in CODES and column in record.translated_fields:
            field.label = f"{field.label} ({NAMES[code]})"
        _make_plain(field)
    if (first := first_to_type_in(form)) is not None:
        form.fields[first].widget.attrs["autofocus"] = True
    return form


def first_to_type_in(form) -> str | None:
    """Return the first field if it can be typed into; None when Enter should just save."""
    first = next(iter(form.fields), None)
    typed = ("text", "url")
    return first if first and getattr(form.fields[first].widget, "input_type", "") in typed else None


def _make_plain(field):
    """Use inputs that need no script and no pop-up window."""
    if isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
        field.widget.choices = field.choices
    if isinstance(field, forms.DateField):
        # Of a half-typed date, <input type="date"> sends nothing: it would be taken for none.
        example = localize_input(datetime.date(2023, 11, 24))
        field.widget = forms.DateInput(attrs={"class": "vDateField", "placeholder": example})


def completion(record, reviews: list[Review]) -> tuple[str, str] | None:
    """Return (field, whole title) if a review of a cut title brings the whole one, else None."""
    for review in reviews:
        if review.reason == ReviewReason.CUT_TITLE and review.detail:
            return f"{record.title_field}_{record_languages(record)[0]}", review.detail
    return None


def cuts(record, reviews: list[Review]) -> dict[str, str]:
    """Return {field: text} with the paragraphs and key points that readers see, if a review misses them.

    Texts that staff have broken since, and key points that they wrote, are left as they are.
    """
    if not any(review.reason == ReviewReason.NO_PARAGRAPHS for review in reviews):
        return {}
    found = {}
    for code in record_languages(record):
        body, points = getattr(record, f"body_{code}", "") or "", f"key_points_{code}"
        if not layout.is_wall(body):
            continue
        headlines, rest = layout.without_headlines(body, record.title_in(code))
        if headlines and not getattr(record, points, True):
            found[points] = "\n".join(map(html.unescape, headlines))
            body = rest
        found[f"body_{code}"] = layout.broken(body)
    return found

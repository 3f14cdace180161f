"""Before many records are changed at once: a page that says what will happen to each, and why not to others.

The page sends the records with the numbers of their revisions, so that what is done is what it showed.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from seoulsolution.admin.columns import title_in_interface
from seoulsolution.admin.conflicts import find_stale, is_latest
from seoulsolution.admin.publishing.asking import note_of, read_reason, reason_context, stops
from seoulsolution.admin.publishing.findings import Finding, Weight, findings_of, links_to
from seoulsolution.admin.urls import form_url
from seoulsolution.revisions import history

#: Records named on a page; more are counted.
NAMED = 50
#: The input with the records of the page, which says that its button was pressed.
RECORDS_FIELD = "records"


class ChosenRecords(forms.CharField):
    """The records of a page, each with the number of its latest revision then: ``12:3,15:0``."""

    widget = forms.HiddenInput

    def clean(self, value):
        """Return {id: number of the revision}."""
        value = super().clean(value)
        if not re.fullmatch(r"[0-9]{1,18}:[0-9]{1,9}(,[0-9]{1,18}:[0-9]{1,9})*", value, re.ASCII):
            raise ValidationError(_("Choose the records in the list."))
        return {int(pk): int(number) for pk, number in (pair.split(":") for pair in value.split(","))}

    @staticmethod
    def write(records):
        """Return the value of the field for ``records``."""
        numbers = history.latest_numbers(records)
        return ",".join(f"{record.pk}:{number}" for record, number in numbers.items())


@dataclass
class Plan:
    """What an action does: each record that it takes with what happens, each that it leaves with why.

    ``findings`` are what is to be mended, or needs a reason, before a record is published.
    """

    taken: list[tuple[models.Model, str]] = field(default_factory=list)
    left: list[tuple[models.Model, str]] = field(default_factory=list)
    findings: dict[models.Model, list[Finding]] = field(default_factory=dict)

    @property
    def records(self) -> list[models.Model]:
        return [record for record, _what in self.taken]

    @property
    def needs_reason(self) -> bool:
        return any(self.findings.get(record) for record in self.records)

    def notes(self, reason: str) -> dict[models.Model, str]:
        """Return what the history keeps of the advice that was not followed, by record."""
        return {record: note_of(self.findings.get(record, ()), reason) for record in self.records}


def is_confirmed(request: HttpRequest) -> bool:
    """Tell whether the user has seen the page and pressed its button."""
    return RECORDS_FIELD in request.POST


def make_plan(
    model_admin,
    request: HttpRequest,
    queryset,
    decide: Callable[[models.Model], tuple[bool, str]],
    text: Callable[[models.Model], models.Model] | None = None,
) -> Plan:
    """Lock the chosen records and return the plan for those that are as they were shown; name the others.

    ``decide`` returns whether the action takes a record, and what happens to it or why not. Of an action that
    publishes, ``text`` returns the record as readers will see it: what must be mended first is left. To be
    called in a transaction.
    """
    plan = Plan()
    for record in as_shown(model_admin, request, queryset):
        takes, what = decide(record)
        if takes and text:
            found = [each for each in findings_of(text(record)) if each.weight > Weight.HINT]
            plan.findings[record] = found
            if stops(found, "given"):
                takes, what = False, _("It has to be mended first.")
        (plan.taken if takes else plan.left).append((record, what))
    return plan


def is_to_be_asked(request: HttpRequest, plan: Plan) -> bool:
    """Tell whether the page is still to be shown, or again for a reason that it asks for."""
    if not is_confirmed(request):
        return True
    lacks_reason = plan.needs_reason and not read_reason(request)
    if lacks_reason:
        messages.error(request, _("Nothing is published yet: say why it is published as it is."))
    return lacks_reason


def ask(
    model_admin, request: HttpRequest, plan: Plan, form: forms.Form | None = None
) -> TemplateResponse | None:
    """Return the page that shows ``plan`` and sends the action again; ``form`` asks what else it needs.

    None, which leads back to the list, if none of what was chosen is there as it was shown.
    """
    if not (plan.taken or plan.left):
        return None
    action = request.POST["action"]
    context = model_admin.admin_site.each_context(request) | {
        "title": model_admin.get_actions(request)[action][2],
        "opts": model_admin.opts,
        "action": action,
        "form": form,
        "checkbox": ACTION_CHECKBOX_NAME,
        "records": ChosenRecords.write(plan.records),
        "first": plan.records[0].pk if plan.taken else None,
        "taken": (taken := named(plan.taken, plan.findings)),
        "left": (left := named(plan.left, plan.findings)),
        "more_taken": len(plan.taken) - len(taken),
        "more_left": len(plan.left) - len(left),
        "needs_reason": plan.needs_reason,
        "back": request.get_full_path(),
        **reason_context(request),
    }
    return TemplateResponse(request, "admin/bulk.html", context)


def named(
    rows: Iterable[tuple[models.Model, str]], findings: Mapping[models.Model, list[Finding]]
) -> list[tuple[str, str, str, list]]:
    """Return (title, address, what, findings) of the first rows, and of all others that have findings."""
    return [
        (title_in_interface(each), form_url(each), what, list(links_to(findings.get(each, ()))))
        for at, (each, what) in enumerate(rows)
        if at < NAMED or findings.get(each)
    ]


def fresh(model_admin, pks) -> models.QuerySet:
    """Return the records with all their columns: the list's queryset defers long texts."""
    return model_admin.model._default_manager.filter(pk__in=list(pks))


def as_shown(model_admin, request: HttpRequest, queryset) -> list[models.Model]:
    """Lock the chosen records; return those that are as a page showed them, and name the others.

    To be called in a transaction.
    """
    numbers = _read_numbers(request)
    pks = queryset.values_list("pk", flat=True) if numbers is None else numbers
    parent = getattr(model_admin.model, "revision_parent", None)
    records = fresh(model_admin, pks).select_related(*filter(None, [parent]))
    history.lock(map(history.owner, records))
    found = list(records.all())
    if numbers is None:
        stale = find_stale(request, found)
    else:
        latest = history.latest_numbers(found)
        stale = [each for each in found if not is_latest(numbers[each.pk], latest[each])]
    if stale:
        text = _("Changed by somebody else since this list was shown, and left as it is: %(records)s")
        messages.warning(request, text % {"records": ", ".join(map(str, stale))})
    return [record for record in found if record not in stale]


def _read_numbers(request) -> dict[int, int] | None:
    """Return the numbers of the records of the page that was sent; None where there was none."""
    if not is_confirmed(request):
        return None
    try:
        return ChosenRecords().clean(request.POST[RECORDS_FIELD])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return {}

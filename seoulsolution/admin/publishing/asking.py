"""Whoever publishes is told first what the checks find: obstacles are mended, advice needs a reason.

The reason is kept in the history, with what was found, who published it and when.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import models
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from seoulsolution.admin.columns import title_in_interface
from seoulsolution.admin.publishing.findings import Finding, Weight, findings_of, links_to
from seoulsolution.admin.submitting import PUT_BACK_FIELD
from seoulsolution.content.languages import CODES
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Event, Revision

#: Sent by who publishes in spite of advice: the reason.
REASON_FIELD = "_publish_anyway"
LONGEST_REASON = 500


class AskedError(Exception):
    """Raised where a form would publish what is to be mended or needs a reason; nothing is saved."""

    def __init__(self, findings: list[Finding], prefixes: dict[str, str]) -> None:
        super().__init__(*map(str, findings))
        self.findings, self.prefixes = findings, prefixes


def read_reason(request) -> str:
    return " ".join(request.POST.get(REASON_FIELD, "").split())[:LONGEST_REASON]


def stops(findings: Iterable[Finding], reason: str) -> bool:
    """Tell whether these keep a record from being published, for this ``reason`` if there is one."""
    heaviest = max((finding.weight for finding in findings), default=Weight.HINT)
    return heaviest is Weight.OBSTACLE or (heaviest is Weight.ADVICE and not reason)


def note_of(findings: Iterable[Finding], reason: str) -> str:
    """Return what the history keeps of advice that was not followed: the reason, then the advice."""
    advice = [f"– {finding}" for finding in findings if finding.weight is Weight.ADVICE]
    told = _("Published all the same, for this reason: %(reason)s") % {"reason": reason}
    return "\n".join([told, *advice]) if advice else ""


def reason_context(request) -> dict[str, Any]:
    """Return what templates/admin/publishing/reason.html needs."""
    return {"reason_field": REASON_FIELD, "longest_reason": LONGEST_REASON, "reason": read_reason(request)}


def ask_first(
    request, model_admin, record: models.Model, back: str, language: str = ""
) -> tuple[TemplateResponse | None, str]:
    """Return (the page that tells what was found and asks for a reason, the note for the history).

    There is no page where ``record`` can be published. It sends again what was sent, with the reason. With
    ``language``, only that one is published.
    """
    reason = read_reason(request)
    published = ("", language) if language else ("", *CODES)
    findings = [each for each in findings_of(record) if each.language in published]
    if not stops(findings, reason):
        return None, note_of(findings, reason)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Before this is published"),
        "opts": model_admin.opts,
        "name": title_in_interface(record),
        "findings": list(links_to(findings)),
        "has_obstacle": stops(findings, "given"),
        "sent": [
            (name, values)
            for name, values in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", REASON_FIELD)
        ],
        "back": back,
        **reason_context(request),
    }
    return TemplateResponse(request, "admin/publishing/ask.html", context), ""


class PublishCheckMixin:
    """Mixin of a ModelAdmin of content: its form says what would be better, and asks before it publishes."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        show = partial(super().changeform_view, request, object_id, form_url)
        try:
            return show(extra_context)
        except AskedError as error:
            request.POST = request.POST.copy()
            request.POST[PUT_BACK_FIELD] = "1"
            asked = {
                "asked": list(links_to(error.findings, error.prefixes)),
                "has_obstacle": stops(error.findings, "given"),
                **reason_context(request),
            }
            return show(asked | (extra_context or {}))

    def save_related(self, request, form, formsets, change):
        publishes = self._publishes(request, form.instance)
        before = history.latest_number(form.instance) if publishes and change else 0
        super().save_related(request, form, formsets, change)
        if not publishes:
            return
        # As it is in the database now, with its children; raising takes all of it back.
        findings = findings_of(self.model._default_manager.get(pk=form.instance.pk))
        reason = read_reason(request)
        if stops(findings, reason):
            raise AskedError(findings, _prefixes(formsets))
        request.publish_note = before, note_of(findings, reason)

    def response_add(self, request, obj, *args, **kwargs):
        _keep_note(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request, obj):
        _keep_note(request, obj)
        return super().response_change(request, obj)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        is_shown = obj and obj.pk and not context["adminform"].form.is_bound
        if is_shown and self.has_change_permission(request, obj):
            prefixes = _prefixes(inline.formset for inline in context["inline_admin_formsets"])
            context["findings"] = list(links_to(findings_of(obj), prefixes))
            context["heaviest"] = next((each["weight"] for each in context["findings"]), "")
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _prefixes(formsets) -> dict[str, str]:
    """Return the prefix of each row of ``formsets`` that is a child, by its ``uid``."""
    rows = [form for formset in formsets for form in formset.forms]
    return {str(row.instance.uid): row.prefix for row in rows if hasattr(row.instance, "uid")}


def _keep_note(request, record: models.Model) -> None:
    """Write the reason into the revision that published ``record``, or into a new one if nothing changed."""
    before, note = getattr(request, "publish_note", (0, ""))
    if not note:
        return
    newest = Revision.objects.of(record).filter(number__gt=before).first()
    if newest is None:
        history.write(
            history.lock([record]), user=request.user, event=Event.PUBLISHED, note=note, always=True
        )
        return
    newest.note = note
    newest.save(update_fields=["note"])

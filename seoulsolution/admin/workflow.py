"""From draft to reader: submit, return, approve, publish, plan, discard, and what a form says of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seoulsolution.admin import notifying
from seoulsolution.admin.bulk_forms import AtForm
from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.conflicts import is_current
from seoulsolution.admin.fields import mark_fields
from seoulsolution.admin.publishing.asking import ask_first
from seoulsolution.admin.urls import admin_path, admin_url, form_url
from seoulsolution.content.languages import active_language
from seoulsolution.content.models import State
from seoulsolution.revisions import drafts, history, publishing, workflow
from seoulsolution.revisions.models import Draft, Event, Revision, Submission

#: In the session: what was sent to an address and not done. Its form shows it again.
NOT_DONE = "workflow_not_done"


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PublishForm(NoteForm):
    """A note; and of a draft over a public text, in which languages readers see it."""

    language = forms.ChoiceField(
        label=gettext_lazy("Languages"),
        required=False,
        choices=[("", gettext_lazy("all languages")), *settings.LANGUAGES],
    )
    field_order = ("language", "note")

    def __init__(self, *args, has_draft, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_draft:
            del self.fields["language"]

    @property
    def chosen_language(self):
        return self.cleaned_data.get("language", "")


class ScheduleForm(AtForm, NoteForm):
    field_order = ("at", "note")


class ReturnForm(NoteForm):
    """A note, and a remark on each field that holds text."""

    def __init__(self, *args, record, labels, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in labels.items():
            if getattr(record, name, None):
                label = _("Remark on: %(field)s") % {"field": label}
                self.fields[f"remark_{name}"] = forms.CharField(label=label, required=False)

    @property
    def remarks(self):
        return {
            name.removeprefix("remark_"): text
            for name, text in self.cleaned_data.items()
            if name != "note" and text
        }


@dataclass(frozen=True)
class Action:
    """One thing to do with a text: its name on the button, what is said when it is done, and its form.

    ``run(record, form, user=…, note=…)`` does it; ``about`` tells before what it means.
    """

    label: Promise
    done: Promise
    run: Callable[..., None]
    form: type[NoteForm] = NoteForm
    about: Promise | str = ""


ACTIONS = {
    "submit": Action(
        gettext_lazy("Submit for review"),
        gettext_lazy("Submitted."),
        lambda record, form, **given: workflow.submit(record, **given),
    ),
    "approve": Action(
        gettext_lazy("Approve"),
        gettext_lazy("Approved."),
        lambda record, form, **given: workflow.approve(record, **given),
    ),
    "return": Action(
        gettext_lazy("Return with remarks"),
        gettext_lazy("Returned."),
        lambda record, form, **given: workflow.send_back(record, remarks=form.remarks, **given),
        ReturnForm,
    ),
    "publish": Action(
        gettext_lazy("Publish"),
        gettext_lazy("Published."),
        lambda record, form, **given: publishing.publish(record, language=form.chosen_language, **given),
        PublishForm,
        about=gettext_lazy("Readers see this text at once, or from its moment of going live."),
    ),
    "schedule": Action(
        gettext_lazy("Publish at a time"),
        gettext_lazy("It will be published then."),
        lambda record, form, **given: publishing.schedule(record, form.cleaned_data["at"], **given),
        ScheduleForm,
    ),
    "unschedule": Action(
        gettext_lazy("Do not publish at that time"),
        gettext_lazy("It stays a draft until somebody publishes it."),
        lambda record, form, **given: publishing.schedule(record, None, **given),
    ),
    "discard": Action(
        gettext_lazy("Discard the draft"),
        gettext_lazy("The draft is discarded. Its text stays in the history."),
        lambda record, form, **given: drafts.discard(record, **given),
        about=gettext_lazy("The public text stays as it is."),
    ),
}


class WorkflowMixin:
    """Mixin of a ModelAdmin of content: the way of a text to its readers."""

    def get_urls(self):
        route = "<path:object_id>/workflow/<slug:action>/"
        return [admin_path(self, route, self.workflow_view, "workflow"), *super().get_urls()]

    def has_approve_permission(self, request):
        """Return whether the user edits what others wrote, so that they may return and approve it."""
        return self.has_edit_permission(request)

    def workflow_view(self, request, object_id, action):
        if action not in ACTIONS:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_viewable(request, object_id)
        with history.change([record], user=request.user) as [locked]:
            if not is_current(request, locked):
                self._not_done(
                    request,
                    _("Somebody has saved this since you opened it. Look at it, and press the button again."),
                )
            elif action not in self._allowed_actions(request, locked):
                raise PermissionDenied
            elif action in ("publish", "schedule"):
                shown = drafts.shown(locked)
                only = request.POST.get("language", "")
                question, note = ask_first(request, self, shown, form_url(record), only)
                if question:
                    return question
                self._act(request, locked, action, note)
            else:
                self._act(request, locked, action)
        return redirect(form_url(record))

    def _act(self, request, record, action, reason=""):
        form = self._action_form(action, record, request.POST)
        if not form.is_valid():
            self._not_done(request, *(" ".join(errors) for errors in form.errors.values()))
            return
        note = "\n".join(filter(None, (form.cleaned_data["note"], reason)))
        try:
            ACTIONS[action].run(record, form, user=request.user, note=note)
        except ValidationError as error:
            self._not_done(request, " ".join(error.messages))
        else:
            messages.success(request, ACTIONS[action].done)
            if action in ("submit", "return", "approve"):
                notifying.tell(record, user=request.user, note=form.cleaned_data["note"])

    def _not_done(self, request, *reasons):
        """Say why, and keep what was typed."""
        for reason in reasons:
            messages.error(request, reason)
        request.session[NOT_DONE] = {"url": request.path, "data": request.POST.urlencode()}

    def _action_form(self, action, record, data=None):
        options = {"auto_id": f"{action}-%s"}
        if ACTIONS[action].form is ReturnForm:
            options |= {"record": drafts.shown(record), "labels": self._text_labels()}
        elif ACTIONS[action].form is PublishForm:
            options["has_draft"] = drafts.exist(record)
        return ACTIONS[action].form(data, **options)

    def _text_labels(self):
        """Return what each translated field is called, with its language, by its name."""
        names = {}
        for field in self.model._meta.fields:
            original = getattr(field, "translated_field", None)
            if original is not None and original.name in self.language_fields:
                names[field.name] = f"{original.verbose_name} ({NAMES[field.language]})"
        return names

    def _allowed_actions(self, request, record):
        """Return what the user may do with ``record`` as it is now, as names in the order of ``ACTIONS``."""
        may_change = self.has_change_permission(request, record)
        may_publish = self.has_publish_permission(request, record)
        draft = Draft.objects.of(record).first()
        submission = workflow.submission_of(record)
        status = submission.status if submission else ""
        is_open = draft is not None or record.state != State.PUBLISHED
        allowed = {
            "submit": is_open and may_change and status in ("", Submission.Status.RETURNED),
            "approve": status == Submission.Status.SUBMITTED and self.has_approve_permission(request),
            "return": status in (Submission.Status.SUBMITTED, Submission.Status.APPROVED)
            and self.has_approve_permission(request),
            "publish": is_open and may_publish and not workflow.needs_second_person(record, request.user),
            "discard": draft is not None and self._may_discard(request, record),
        }
        allowed["schedule"] = allowed["publish"] and draft is not None and record.state == State.PUBLISHED
        allowed["unschedule"] = draft is not None and draft.publish_at is not None and may_publish
        return [name for name in ACTIONS if allowed[name]]

    def _may_discard(self, request, record):
        """Return whether the user may discard the draft: what others wrote only who edits their texts."""
        if self.has_edit_permission(request):
            return True
        return self.has_edit_permission(request, record) and workflow.wrote_draft(record, request.user)

    def workflow_context(self, request, record):
        """Return what the form says about the text: since when it is public, its draft, what was decided."""
        draft = Draft.objects.of(record).select_related("revision__created_by", "scheduled_by").first()
        urls = {action: admin_url(record, "workflow", record.pk, action) for action in ACTIONS}
        sent = _sent_and_not_done(request, urls.values())
        actions = [
            {
                "name": action,
                "label": ACTIONS[action].label,
                "about": ACTIONS[action].about,
                "form": self._action_form(action, record, sent.pop(urls[action], None)),
                "url": urls[action],
            }
            for action in self._allowed_actions(request, record)
        ]
        names = ("note", "remark_")
        left = [text for data in sent.values() for name, text in data.items() if name.startswith(names)]
        return {
            "draft": draft,
            "problem": draft.problem.get(active_language(), "") if draft else "",
            "live_since": _live_since(record),
            "may_withdraw": record.state != State.DRAFT and self.has_publish_permission(request, record),
            "submission": workflow.submission_of(record),
            "actions": actions,
            "texts_not_sent": list(filter(None, left)),
            "needs_second_person": workflow.needs_second_person(record, request.user),
        }

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if submission := context.get("workflow", {}).get("submission"):
            mark = '<strong class="admin-remark">{}</strong>'
            marks = {name: format_html(mark, remark) for name, remark in submission.remarks.items()}
            mark_fields(context["adminform"].form, marks)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _sent_and_not_done(request, urls):
    """Return {address: what was sent to it}, once, of an action that was not done at one of ``urls``."""
    if request.session.get(NOT_DONE, {}).get("url") not in urls:
        return {}
    sent = request.session.pop(NOT_DONE)
    return {sent["url"]: QueryDict(sent["data"])}


def _live_since(record):
    """Return since when readers see ``record``, which is public; None if that is not known."""
    revisions = Revision.objects.of(record).live().defer("data")
    hidden = revisions.exclude(data__fields__state=State.PUBLISHED).first()
    first = revisions.filter(number__gt=hidden.number if hidden else 0).last()
    moments = [record.go_live_at]
    if first is not None and first.event != Event.FOUND:
        moments.append(first.due_at or first.created_at)
    return max(filter(None, moments), default=None)

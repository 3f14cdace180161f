"""Nothing that is written in a form of the admin is lost, and nothing is saved twice.

While a form is open, its scripts (static/admin-site/editing.js) keep what differs from what is stored as an
Autosave and note who has the record open. A text that was kept is put back by rendering the form bound to it,
as a form with errors is; only a new press of the button saves it.
"""

import uuid
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from seoulsolution.admin.conflicts import NUMBER_FIELD, is_latest, read_number
from seoulsolution.admin.inputs import known_inputs, read_inputs, texts_of
from seoulsolution.admin.submitting import CONTINUES_FIELD, PUT_BACK_FIELD, answer_once, parse_key, read_key
from seoulsolution.admin.urls import admin_path, admin_url
from seoulsolution.revisions import editing, history
from seoulsolution.revisions.models import Autosave, SubmittedForm

#: Parameter of the form's address that puts back what was kept on the server.
AUTOSAVE_PARAMETER = "autosave"
MOST_KEYS = 50


class EditingMixin:
    """Mixin of a ModelAdmin: forms are saved once, and what was not saved can be put back."""

    def get_urls(self):
        return [
            admin_path(self, "add/editing/", self.editing_view, "editing"),
            admin_path(self, "add/editing/discard/", self.discard_view, "editing_discard"),
            admin_path(self, "<path:object_id>/editing/", self.editing_view, "editing"),
            admin_path(self, "<path:object_id>/editing/discard/", self.discard_view, "editing_discard"),
            *super().get_urls(),
        ]

    # Saving ---------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        show = partial(super().changeform_view, request, object_id, form_url, extra_context)
        if request.method == "POST" and PUT_BACK_FIELD not in request.POST:
            save = partial(self._save, request, object_id, show)
            return answer_once(request, save, partial(self._answer_again, request, object_id))
        self._put_back(request, object_id)
        return show()

    def _save(self, request, object_id, show):
        keys = [read_key(request.POST), read_key(request.POST, CONTINUES_FIELD)]
        try:
            response = show()
        except self.model.DoesNotExist:  # deleted while this request waited for the record
            return self._gone(request, request.POST)
        if isinstance(response, HttpResponseRedirect) or hasattr(request, "saved_record"):
            editing.forget(request.user, self.model, self._pk(object_id), keys)
        return response

    def _answer_again(self, request, object_id, submitted):
        """Answer the form of a pop-up window that was sent twice."""
        record = self.model._default_manager.filter(pk=submitted.object_id).first()
        if record is None:
            raise Http404
        return (self.response_change if object_id else self.response_add)(request, record)

    def response_add(self, request, obj, *args, **kwargs):
        request.saved_record = obj
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request, obj):
        request.saved_record = obj
        return super().response_change(request, obj)

    def _pk(self, object_id):
        """Return the id in an address as the model has it, None for a new record; raise Http404 for no id."""
        try:
            return None if object_id is None else self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            raise Http404 from None

    # Putting back ---------------------------------------------------------------------------------

    def _put_back(self, request, object_id):
        """Bind the form to a text that was kept, in the browser or on the server, if one is asked for."""
        if request.method == "POST":
            request.continued_key = read_key(request.POST)
        elif (autosave := self._asked_autosave(request, object_id)) is not None:
            request.continued_key = autosave.key
            request.POST = _as_sent(autosave)
        else:
            return
        request.method = "GET"  # nothing is saved
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is not None and self.has_change_permission(request, record):
            with transaction.atomic():
                self._look_for_conflict(request, record)
        request.is_put_back = True

    def _asked_autosave(self, request, object_id):
        if AUTOSAVE_PARAMETER not in request.GET:
            return None
        return self._autosaves(request, object_id).first()

    def _autosaves(self, request, object_id):
        return Autosave.objects.unsaved().filter(user=request.user).of(self.model, self._pk(object_id))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.put_back = request.POST if hasattr(request, "is_put_back") else None
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if hasattr(request, "is_put_back"):
            options |= {"data": request.POST.copy(), "files": {}}
        return options

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        object_id = context["object_id"]
        if self.has_change_permission(request, obj) if object_id else self.has_add_permission(request):
            is_bound = context["adminform"].form.is_bound
            context["editing"] = self._editing_context(request, object_id, is_bound)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _editing_context(self, request, object_id, is_bound):
        """Return what the form's scripts and its notice of unsaved text need."""
        context = form_context(request, is_bound)
        autosave = self._autosaves(request, object_id).defer("data").first()
        in_form = autosave is not None and autosave.key in (context["key"], context["continues"])
        query = request.GET.copy()
        query[AUTOSAVE_PARAMETER] = "1"
        return context | {
            "autosave": autosave if context["is_put_back"] or not in_form else None,
            "is_in_form": in_form,
            "put_back": f"?{query.urlencode()}",
            "url": self._url_of(object_id, "editing"),
            "discard_url": self._url_of(object_id, "editing_discard"),
            "most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        }

    def _url_of(self, object_id, page):
        """Return the address of a page about a record, or about a new one (None)."""
        return admin_url(self.model, page, *([object_id] if object_id else []))

    # While the form is open -------------------------------------------------------------------------

    @method_decorator(require_POST)
    def editing_view(self, request, object_id=None):
        """Note that the form is open and keep what differs; say in sentences what its writer should know."""
        record = self._record_to_change(request, object_id)
        if record is None and object_id:
            said = _("Somebody has deleted this since you opened it. Copy your text before you leave.")
            return JsonResponse({"messages": [said]}, status=410)
        try:
            is_kept = self._keep(request, record)
        except ValueError:
            said = [_("What you write here cannot be kept on the server.")]
            return JsonResponse({"messages": said}, status=400)
        said = self._note_presence(request, history.owner(record)) if record else []
        if not is_kept:
            said.append(
                _(
                    "You have other unsaved text here, from another window or device. Until you put it back "
                    "or discard it, what you write is kept in this browser alone."
                )
            )
        return JsonResponse({"messages": said, "is_kept": is_kept})

    @method_decorator(require_POST)
    def discard_view(self, request, object_id=None):
        """Delete the unsaved text that was shown."""
        self._record_to_change(request, object_id)
        keys = [read_key(request.POST), read_key(request.POST, CONTINUES_FIELD)]
        editing.forget(request.user, self.model, self._pk(object_id), keys)
        messages.success(request, _("The text that was not saved is discarded."))
        return HttpResponseRedirect(self._url_of(object_id, "change" if object_id else "add"))

    def _record_to_change(self, request, object_id):
        """Return the record, None for a new or deleted one; raise PermissionDenied for who may not."""
        if object_id is None:
            record, may_change = None, self.has_add_permission(request)
        else:
            # Only the record itself: what its list shows besides is not needed here.
            rows = self.get_queryset(request).prefetch_related(None)
            record = rows.filter(pk=self._pk(object_id)).first()
            may_change = self.has_change_permission(request, record)
        if not may_change:
            raise PermissionDenied
        return record

    def _keep(self, request, record):
        """Keep the inputs that were sent, if any; return False where other unsaved text would be lost.

        Nothing sent means that nothing differs from what is stored. Raise ValueError for what is no form.
        """
        sent = request.POST.get("data")
        if sent is None:
            return True
        key, continues = read_key(request.POST), read_key(request.POST, CONTINUES_FIELD)
        if key is None:
            raise ValueError("a form without a key")
        pk = None if record is None else record.pk
        if not sent:
            editing.forget(request.user, self.model, pk, [key, continues])
            return True
        fields = read_inputs(sent, known_inputs(self, request, record))
        number = max(read_number(request.POST), 0)
        return editing.keep(request.user, self.model, pk, fields, key=key, continues=continues, number=number)

    def _note_presence(self, request, owner):
        """Note that the user has ``owner`` open, or leaves it; return what they should know of others."""
        if "leaving" in request.POST:
            editing.note_closed(owner, request.user)
            return []
        if "hiding" in request.POST:  # it may stay open or be closed
            return []
        editing.note_open(owner, request.user)
        said = []
        if names := editing.other_editors(owner, request.user):
            text = ngettext("%(names)s has this open too.", "%(names)s have this open too.", len(names))
            said.append(text % {"names": ", ".join(names)})
        if not is_latest(read_number(request.POST), history.latest_number(owner)):
            said.append(_("Somebody has saved this since you opened it: saving will show you both texts."))
        return said

    # Deleted records ------------------------------------------------------------------------------

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Show the texts of a form whose record is gone; deleting it a second time is no error."""
        if request.resolver_match.url_name.endswith("_delete"):
            messages.info(request, _("It has been deleted already."))
            return HttpResponseRedirect(admin_url(self.model, "changelist"))
        if data := request.POST or self._autosaved_of_gone(request, object_id):
            return self._gone(request, data)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def _autosaved_of_gone(self, request, object_id):
        try:
            autosave = self._autosaves(request, object_id).first()
        except Http404:
            return None
        return _as_sent(autosave) if autosave else None

    def _gone(self, request, data):
        """Return a page with the texts that were sent to a record that somebody deleted meanwhile."""
        deleted = admin_url(self.model, "deleted")
        context = self.admin_site.each_context(request) | {
            "title": _("Somebody has deleted this since you opened it"),
            "opts": self.opts,
            "texts": texts_of(self, request, data),
            "deleted_url": deleted if self.has_add_permission(request) and not self.gone_for_good else "",
        }
        return TemplateResponse(request, "admin/editing/gone.html", context, status=410)


def form_context(request, is_bound):
    """Return what templates/admin/editing/form.html needs in any form: its key, and whether it differs."""
    is_put_back = hasattr(request, "is_put_back")
    continued = getattr(request, "continued_key", None) or read_key(request.POST, CONTINUES_FIELD)
    return {
        "key": (None if is_put_back else read_key(request.POST)) or uuid.uuid4(),
        "continues": continued or "",
        "is_put_back": is_put_back,
        "is_bound": is_bound,
    }


def status_view(request):
    """Tell a form's scripts who is signed in, a form token that is valid now, and which forms were saved.

    Signing in again in another tab makes the token of a form that is open invalid.
    """
    sent = [key for text in request.GET.getlist("key")[:MOST_KEYS] if (key := parse_key(text))]
    saved = SubmittedForm.objects.filter(user=request.user, key__in=sent)
    return JsonResponse(
        {
            "account": str(request.user.pk),
            "token": get_token(request),
            "saved": [str(key) for key in saved.values_list("key", flat=True)],
        }
    )


def _as_sent(autosave):
    """Return an Autosave as a browser would send it."""
    data = QueryDict(mutable=True)
    for name, values in autosave.data.items():
        data.setlist(name, values)
    data[NUMBER_FIELD] = str(autosave.number)
    data._mutable = False
    return data

"""Withdrawing from the site: a page that names the records and asks for the public reason."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seoulsolution.admin import actions
from seoulsolution.admin.bulk import NAMED, ChosenRecords, named
from seoulsolution.admin.columns import title_in_interface
from seoulsolution.admin.urls import admin_path, admin_url
from seoulsolution.content.languages import CODES
from seoulsolution.content.models import Content
from seoulsolution.revisions import history
from seoulsolution.revisions.models import Event


class WithdrawalForm(forms.Form):
    """The reason in each language, and the records."""

    records = ChosenRecords()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            field = Content._meta.get_field(f"withdrawal_reason_{code}")
            self.fields[f"reason_{code}"] = forms.CharField(
                label=_("Reason (%(language)s)") % {"language": name},
                required=False,
                max_length=field.max_length,
                widget=forms.Textarea(
                    {
                        "rows": 3,
                        "lang": code,
                        "class": "vLargeTextField",
                        "aria-describedby": "withdrawal-help",
                    }
                ),
            )

    @property
    def reasons(self):
        """The reasons that were sent, as arguments of ``Content.withdraw()``."""
        return {name: self.cleaned_data[name] for name in (f"reason_{code}" for code in CODES)}


class WithdrawalMixin:
    """Mixin of a ModelAdmin of a kind of content: withdraws one record, or those of a bulk action."""

    def get_urls(self):
        return [
            admin_path(self, "withdraw/", self.withdraw_view, "withdraw_chosen"),
            admin_path(self, "<int:object_id>/withdraw/", self.withdraw_view, "withdraw"),
            *super().get_urls(),
        ]

    def withdraw_view(self, request, object_id=None):
        """Ask for the reason (of a record that is withdrawn already: for another), then withdraw."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        form = WithdrawalForm(request.POST) if request.method == "POST" else None
        if form and form.is_valid():
            self._withdraw(request, form, object_id)
            return redirect(self._way_back(object_id))
        if object_id is not None:
            records = [self.get_viewable(request, object_id)]
        else:
            chosen = form.cleaned_data.get("records", ()) if form else ()
            records = list(self.get_queryset(request).filter(pk__in=chosen))
        if not records:
            messages.warning(request, _("Choose the records in the list."))
            return redirect(self._way_back(None))
        return self.withdrawal_page(request, records, form, object_id)

    def withdrawal_page(self, request, records, form=None, object_id=None):
        """Return the page that names ``records`` and asks for the reason."""
        self._check_permission(request, records)
        if form is None:
            initial = {"records": ChosenRecords.write(records)}
            if object_id:
                initial |= {
                    f"reason_{code}": getattr(records[0], f"withdrawal_reason_{code}") for code in CODES
                }
            form = WithdrawalForm(initial=initial)
        here = ["withdraw_chosen"] if object_id is None else ["withdraw", object_id]
        context = self.admin_site.each_context(request) | {
            "title": _("Withdraw from the site"),
            "opts": self.opts,
            "object": records[0] if object_id else None,
            "record_title": title_in_interface(records[0]),
            "form": form,
            "action": admin_url(self.model, *here),
            "back": self._way_back(object_id),
            "named": named([(each, "") for each in records], {}),
            "more": max(len(records) - NAMED, 0),
        }
        return TemplateResponse(request, "admin/withdraw.html", context)

    def _withdraw(self, request, form, object_id):
        """Withdraw the records that nobody has saved since the page was shown; say what became of each."""
        numbers = form.cleaned_data["records"]
        pks = [pk for pk in numbers if object_id in (None, pk)]
        records = list(self.get_queryset(request).filter(pk__in=pks))
        self._check_permission(request, records)
        note = "\n".join(filter(None, form.reasons.values()))
        done, saved_meanwhile = [], []
        with history.change(records, user=request.user, event=Event.WITHDRAWN, note=note) as locked:
            for record, latest in history.latest_numbers(locked).items():
                # A record without a revision, number 0, has just got its first one.
                if latest != (numbers[record.pk] or 1):
                    saved_meanwhile.append(record)
                    continue
                record.withdraw(**form.reasons)
                self.log_change(request, record, [{"changed": {"fields": ["state"]}}])
                done.append(record)
        actions.say_drafts(request, done)
        self._say(request, len(done), saved_meanwhile, len(pks) - len(locked))

    def _check_permission(self, request, records):
        if not all(self.has_publish_permission(request, record) for record in records):
            raise PermissionDenied

    def _way_back(self, object_id):
        return admin_url(self.model, *(["change", object_id] if object_id else ["changelist"]))

    def _say(self, request, done, saved_meanwhile, gone):
        if done:
            text = ngettext("%(number)d withdrawn.", "%(number)d withdrawn.", done)
            messages.success(request, text % {"number": done})
        if saved_meanwhile:
            titles = ", ".join(str(record) for record in saved_meanwhile)
            text = _("Saved by somebody meanwhile, and left as it is: %(titles)s")
            messages.warning(request, text % {"titles": titles})
        if gone:
            messages.warning(request, _("What is no longer there was not withdrawn."))

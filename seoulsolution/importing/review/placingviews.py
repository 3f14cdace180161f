"""The page on which staff say what is to become of unplaced lines of one file."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from seoulsolution.admin.columns import link_to_form
from seoulsolution.content.languages import CODES
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.models import UnplacedLine
from seoulsolution.importing.parsing.records import RecordKind
from seoulsolution.importing.review import kinds, placing
from seoulsolution.importing.review.placing import NotPlaced

#: As many lines as the address of the page can name.
MOST_LINES = 300


class PlacingForm(forms.Form):
    """What the draft is to be, and its language; the kinds are those that the user may add."""

    kind = forms.ChoiceField(label=gettext_lazy("RecordKind"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=forms.RadioSelect)

    def __init__(self, request: HttpRequest, detected: str):
        models = {kind: WRITERS[kind].model for kind in placing.KINDS}
        may_add = [
            (kind.value, capfirst(model._meta.verbose_name))
            for kind, model in models.items()
            if admin.site.get_model_admin(model).has_add_permission(request)
        ]
        languages = list(settings.LANGUAGES)
        if detected not in CODES:
            name = _("%(code)s: not a language of the site") % {"code": detected}
            languages.append((detected, name))
        first = may_add[0][0] if may_add else ""
        super().__init__(request.POST or None, initial={"kind": first, "language": detected})
        self.fields["kind"].choices = may_add
        self.fields["language"].choices = languages
        for field in self.fields.values():
            field.widget.use_fieldset = True

    @property
    def can_add(self) -> bool:
        return bool(self.fields["kind"].choices)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Show the chosen lines (``?line=…``) and make a draft of them, or tick them off."""
    if not request.user.has_perm("importing.change_unplacedline"):
        raise PermissionDenied
    lines = _chosen(request.GET)
    if problem := _problem(lines):
        messages.error(request, problem)
        return redirect("admin:importing_unplacedline_changelist")
    form = PlacingForm(request, placing.language_of(lines))
    if "_resolve" in request.POST:
        return _resolve(request, lines)
    if request.method == "POST" and form.can_add and form.is_valid():
        try:
            return _make(request, form, lines)
        except NotPlaced as error:
            form.add_error(None, _said(error))
    detected = form["language"].value()
    context = admin.site.each_context(request) | {
        "title": _("Give lines a place"),
        "form": form,
        "source": lines[0].source,
        "lines": lines,
        "language": detected,
    }
    return render(request, "admin/importing/unplacedline/place.html", context)


def _chosen(query: QueryDict) -> list[UnplacedLine]:
    """The open lines that the address names, in the order of their file."""
    ids = [pk for pk in query.getlist("line") if pk.isdecimal() and len(pk) < 19]
    lines = UnplacedLine.objects.filter(pk__in=ids[: MOST_LINES + 1], resolved_at=None)
    lines = lines.select_related("source").prefetch_related("source__outcomes")
    return list(lines.order_by("source", "number"))


def _problem(lines: list[UnplacedLine]) -> str:
    if not lines:
        return _("Choose lines that are still open.")
    if len(lines) > MOST_LINES:
        return _("Choose at most %(number)d lines at a time.") % {"number": MOST_LINES}
    if len({line.source_id for line in lines}) > 1:
        return _("Choose lines of one file.")
    return ""


def _said(error: NotPlaced) -> str:
    if error.record is None:
        return error.message
    return format_html("{} {}", error.message, link_to_form(error.record))


def _make(request, form, lines) -> HttpResponse:
    kind = RecordKind(form.cleaned_data["kind"])
    model_admin = admin.site.get_model_admin(WRITERS[kind].model)
    with model_admin.create_revision(request):
        record = placing.make_draft(lines, kind, form.cleaned_data["language"], request.user)
        model_admin.log_addition(request, record, [{"added": {}}])
    messages.success(request, _("A draft was made: %(title)s") % {"title": record})
    return redirect("review_desk:record", kind=kinds.label(type(record)), pk=record.pk)


def _resolve(request, lines) -> HttpResponse:
    number = resolve(UnplacedLine.objects.filter(pk__in=[line.pk for line in lines]), request.user)
    say_resolved(request, number)
    place = (lines[0].source.sha256, lines[0].number, lines[-1].number)
    return redirect("admin:importing_sourcefile_lines", *place)


def resolve(lines, user) -> int:
    """Tick those of a queryset of lines off that are open, in the name of ``user``; return their number."""
    return lines.filter(resolved_at=None).update(resolved_at=timezone.now(), resolved_by=user)


def say_resolved(request, number: int):
    text = ngettext("%(number)d line marked as done.", "%(number)d lines marked as done.", number)
    (messages.success if number else messages.info)(request, text % {"number": number})

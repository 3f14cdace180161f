"""The page on which staff give unplaced lines a place."""

from django.contrib import admin, messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from seoulsolution.admin.columns import link_to_form, may_see
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.reviews.queue import record_url
from seoulsolution.admin.urls import form_url
from seoulsolution.admin.views import AdminPageMixin
from seoulsolution.importing.loading.writers import WRITERS
from seoulsolution.importing.models import UnplacedLine
from seoulsolution.importing.parsing.records import RecordKind
from seoulsolution.importing.review.joining import JoinForm, join
from seoulsolution.importing.review.placing import (
    DECIDED_MEANWHILE,
    MOST_LINES,
    NotPlaced,
    PlacingForm,
    language_of,
    make_draft,
    resolve_lines,
    say_resolved,
)


class PlaceLinesView(PermissionRequiredMixin, AdminPageMixin, FormView):
    """Make a draft of the open lines that the address names (``?line=…``), or tick them off."""

    permission_required = "importing.change_unplacedline"
    raise_exception = True
    template_name = "admin/importing/unplacedline/place.html"
    form_class = PlacingForm
    title = gettext_lazy("Give lines a place")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.lines = self.get_lines()

    def get_lines(self) -> list[UnplacedLine]:
        """Return the lines that are still open, in the order of their file."""
        ids = [pk for line in self.request.GET.getlist("line") if (pk := to_id(line))]
        lines = UnplacedLine.objects.filter(pk__in=ids[: MOST_LINES + 1], resolved_at=None)
        lines = lines.select_related("source").prefetch_related("source__outcomes")
        return list(lines.order_by("source", "number"))

    def get_problem(self) -> str:
        """Return why these lines cannot become one draft, or ""."""
        if not self.lines:
            return _("Choose lines that are still open.")
        if len(self.lines) > MOST_LINES:
            return _("Choose at most %(number)d lines at a time.") % {"number": MOST_LINES}
        if len({line.source_id for line in self.lines}) > 1:
            return _("Choose lines of one file.")
        return ""

    def dispatch(self, request, *args, **kwargs):
        if self.has_permission() and (problem := self.get_problem()):
            messages.error(request, problem)
            return redirect("admin:importing_unplacedline_changelist")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "detected": language_of(self.lines)}

    def get_join_form(self, data=None):
        return JoinForm(data, request=self.request, detected=language_of(self.lines))

    def get_context_data(self, **kwargs):
        kwargs.setdefault("join_form", self.get_join_form())
        context = super().get_context_data(source=self.lines[0].source, lines=self.lines, **kwargs)
        return context | {"language": context["form"]["language"].value()}

    def post(self, request, *args, **kwargs):
        if set(request.POST.getlist("shown")) - {str(line.pk) for line in self.lines}:
            form = self.get_form()
            form.add_error(None, DECIDED_MEANWHILE)
            return self.form_invalid(form)
        if "_join" in request.POST:
            return self.join()
        return self.resolve() if "_resolve" in request.POST else super().post(request, *args, **kwargs)

    def join(self):
        """Add the lines to the record that is named, and open it."""
        form = self.get_join_form(self.request.POST)
        if form.is_valid():
            record = form.cleaned_data["record"]
            try:
                join(self.lines, record, form.cleaned_data["language"], self.request.user)
            except NotPlaced as error:
                form.add_error(None, error.message)
            else:
                messages.success(
                    self.request, _("The lines are at the end of its text: %(title)s") % {"title": record}
                )
                return redirect(form_url(record))
        return self.render_to_response(self.get_context_data(join_form=form))

    def form_valid(self, form):
        kind = RecordKind(form.cleaned_data["kind"])
        model_admin = admin.site.get_model_admin(WRITERS[kind].model)
        try:
            with transaction.atomic():
                record = make_draft(self.lines, kind, form.cleaned_data["language"], self.request.user)
                model_admin.log_addition(self.request, record, [{"added": {}}])
        except IntegrityError:
            form.add_error(None, _("Somebody has just made a record of the same lines."))
            return self.form_invalid(form)
        except NotPlaced as error:
            is_seen = error.record and may_see(self.request, error.record)
            link = link_to_form(error.record) if is_seen else ""
            form.add_error(None, format_html("{} {}", error.message, link) if link else error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("A draft was made: %(title)s") % {"title": record})
        return redirect(record_url(record))

    def resolve(self):
        """Tick the lines off and show them in their file."""
        lines = UnplacedLine.objects.filter(pk__in=[line.pk for line in self.lines])
        number = resolve_lines(lines, self.request.user)
        say_resolved(self.request, number)
        if number < len(self.lines):
            messages.warning(self.request, DECIDED_MEANWHILE)
        place = (self.lines[0].source.sha256, self.lines[0].number, self.lines[-1].number)
        return redirect("admin:importing_sourcefile_lines", *place)

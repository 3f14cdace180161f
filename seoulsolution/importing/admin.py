"""What the importer remembers, for staff to read; decisions about it are made in the work list of reviews."""

from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seoulsolution.admin.columns import link_to_form, title_in_interface
from seoulsolution.admin.filters import OpenFilter
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.reviews.queue import get_admins, record_url
from seoulsolution.content.models import Sourced
from seoulsolution.importing.models import FileOutcome, Proposal, Run, SourceFile, UnplacedLine
from seoulsolution.importing.review.lines import LINES_PER_PAGE, FileLines
from seoulsolution.importing.review.placing import MOST_LINES, resolve_lines, say_resolved
from seoulsolution.importing.review.views import PlaceLinesView


class ReadOnly(admin.options.BaseModelAdmin):
    """Mixin of admins and inlines that change nothing."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    """Read-only pages, with the name of the model as their heading."""

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name)}
        return super().change_view(request, object_id, form_url, title | (extra_context or {}))

    def history_view(self, request, object_id, extra_context=None):
        # Django looks for the row first, and tells anybody who enters the admin that there is none.
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)


class FileOutcomeInline(ReadOnly, admin.TabularInline):
    model = FileOutcome
    fields = ("path", "status", "reason", "source")
    extra = 0


def _kinds_seen(request: HttpRequest) -> list[int]:
    """Return the content types of the kinds of records that the user may see."""
    try:
        return list(get_admins(request))
    except PermissionDenied:
        return []


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "status", "finished_at", "file_count", "id")
    list_filter = ("status",)
    date_hierarchy = "started_at"
    fields = ("id", "status", "started_at", "finished_at", "totals")
    inlines = (FileOutcomeInline,)

    @admin.display(description=_("files"))
    def file_count(self, run):
        return sum(run.totals.get("files", {}).values())


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnlyAdmin):
    list_display = (
        "__str__",
        "kind_of_page",
        "lines_nonblank",
        "lines_record",
        "lines_unplaced",
        "imported_at",
    )
    list_filter = ("layout", "encoding")
    search_fields = ("outcomes__path", "sha256")
    fields = (
        ("kind_of_page", "imported_at"),
        ("encoding", "lines_total", "lines_nonblank"),
        "sha256",
    )
    readonly_fields = ("kind_of_page",)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text", "listing").prefetch_related("outcomes")

    @admin.display(description=_("kind of page"), ordering="layout")
    def kind_of_page(self, source):
        return gettext(source.layout)

    def get_urls(self):
        place = "of/<str:sha256>/<int:first>-<int:last>/"
        view = self.admin_site.admin_view(self.place_view)
        return [path(place, view, name="importing_sourcefile_lines"), *super().get_urls()]

    def place_view(self, request: HttpRequest, sha256: str, first: int, last: int):
        """Redirect to the lines ``first`` to ``last`` of the file with these contents."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = get_object_or_404(SourceFile.objects.only("pk"), sha256=sha256)
        address = reverse("admin:importing_sourcefile_change", args=[source.pk])
        page = (first - 1) // LINES_PER_PAGE + 1
        return redirect(f"{address}?page={page}&first={first}&last={last}#line-{first}")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        page = Paginator(range(1, obj.lines_total + 1), LINES_PER_PAGE).get_page(request.GET.get("page"))
        asked = range(_number(request, "first"), _number(request, "last") + 1)
        can_place = request.user.has_perm("importing.change_unplacedline")
        lines = FileLines(obj, page.start_index(), page.end_index(), request).lines(asked)
        context |= {
            "line_page": page,
            "lines": lines,
            "can_place": can_place,
            "open_lines": any(line.unplaced and not line.unplaced.resolved_at for line in lines),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _number(request: HttpRequest, name: str) -> int:
    return to_id(request.GET.get(name, ""))


@admin.register(UnplacedLine)
class UnplacedLineAdmin(ReadOnlyAdmin):
    """Unplaced lines; resolved ones stay listed, with who resolved them and when."""

    list_display = ("text", "place", "done")
    list_select_related = ("source", "resolved_by")
    list_filter = (OpenFilter,)
    list_per_page = 100
    show_full_result_count = False
    search_fields = ("text", "source__outcomes__path")
    actions = ["draft", "resolve"]
    fields = ("text", "place", "done")
    readonly_fields = fields

    def get_queryset(self, request):
        lines = super().get_queryset(request).prefetch_related("source__outcomes", "provenance__record")
        may_see = Q(provenance__content_type__in=_kinds_seen(request))
        lines = lines.annotate(may_see_record=ExpressionWrapper(may_see, BooleanField()))
        return lines.defer("source__text", "source__listing")

    def get_urls(self):
        view = self.admin_site.admin_view(PlaceLinesView.as_view())
        return [path("place/", view, name="importing_unplacedline_place"), *super().get_urls()]

    def has_resolve_permission(self, request):
        return request.user.has_perm("importing.change_unplacedline")

    @admin.action(description=_("Mark as done"), permissions=["resolve"])
    def resolve(self, request, queryset):
        """Tick off the chosen lines that are open."""
        chosen = UnplacedLine.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        say_resolved(request, resolve_lines(chosen, request.user))

    @admin.action(description=_("Make a draft of them …"), permissions=["resolve"])
    def draft(self, request, queryset):
        """Open the page that asks what the chosen lines are to become."""
        chosen = queryset.order_by("number").values_list("pk", flat=True)[: MOST_LINES + 1]
        query = urlencode({"line": list(chosen)}, doseq=True)
        return redirect(f"{reverse('admin:importing_unplacedline_place')}?{query}")

    @admin.display(description=_("file"), ordering=("source", "number"))
    def place(self, line):
        numbers = [line.source.sha256, line.number, line.number]
        address = reverse("admin:importing_sourcefile_lines", args=numbers)
        return format_html('<a href="{}">{}, {}</a>', address, line.source, line.number)

    @admin.display(description=_("done"), ordering="resolved_at")
    def done(self, line):
        record = line.provenance and line.provenance.record
        if not (line.may_see_record and isinstance(record, Sourced)):
            return done_mark(line)
        return format_html("{}<br>{}", done_mark(line), link_to_form(record))


def done_mark(decided) -> str:
    """Return when and by whom something was decided; "–" while it is open."""
    if decided.resolved_at is None:
        return "–"
    return format_html("{} {}", timezone.localtime(decided.resolved_at).date(), decided.resolved_by or "")


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Second texts of records that the user may see, and what was decided.

    An open one links to the work list of reviews.
    """

    list_display = ("record", "kind", "status", "source", "created_at", "done")
    list_display_links = ("status",)
    list_filter = ("status", "entry__kind")
    list_select_related = ("entry", "source", "resolved_by")
    search_fields = ("entry__title",)
    fields = ("record", "kind", "status", "source", ("first_line", "last_line"), "differences", "done")
    readonly_fields = ("record", "kind", "differences", "done")

    def get_queryset(self, request):
        proposals = super().get_queryset(request).filter(entry__content_type__in=_kinds_seen(request))
        proposals = proposals.prefetch_related("entry__record", "source__outcomes")
        return proposals.defer("source__text", "source__listing")

    @admin.display(description=_("record"))
    def record(self, proposal):
        record = proposal.entry.record
        if not isinstance(record, Sourced):
            return proposal.entry.title
        if proposal.status != Proposal.Status.OPEN:
            return link_to_form(record)
        return format_html('<a href="{}">{}</a>', record_url(record), title_in_interface(record))

    @admin.display(description=_("kind"))
    def kind(self, proposal):
        return proposal.entry.get_kind_display()

    @admin.display(description=_("proposed values"))
    def differences(self, proposal):
        """Return each field with the text that the file has for it."""
        return format_html_join("", "<p><strong>{}</strong></p><pre>{}</pre>", proposal.values.items())

    @admin.display(description=_("done"), ordering="resolved_at")
    def done(self, proposal):
        return done_mark(proposal)

"""What the importer remembers, for staff to read; nothing here is changed by hand."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.desk.columns import title_in_interface
from seoulsolution.content.models import Sourced
from seoulsolution.importing.models import FileOutcome, Proposal, Run, SourceFile, UnplacedLine


class ReadOnly(admin.options.BaseModelAdmin):
    """Pages and rows that show and don't change."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class FileOutcomeInline(ReadOnly, admin.TabularInline):
    model = FileOutcome
    fields = ("path", "status", "reason", "source")
    extra = 0


class UnplacedLineInline(ReadOnly, admin.TabularInline):
    model = UnplacedLine
    fields = ("number", "text")
    extra = 0


@admin.register(Run)
class RunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("started_at", "status", "finished_at", "file_count", "id")
    list_filter = ("status",)
    date_hierarchy = "started_at"
    fields = ("id", "status", "started_at", "finished_at", "totals")
    inlines = (FileOutcomeInline,)

    @admin.display(description=_("files"))
    def file_count(self, run):
        return sum(run.totals.get("files", {}).values())


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("__str__", "frame", "lines_nonblank", "lines_record", "lines_unplaced", "imported_at")
    list_filter = ("frame", "encoding")
    search_fields = ("outcomes__path", "sha256")
    fields = (
        "sha256",
        "encoding",
        "frame",
        "imported_at",
        ("lines_total", "lines_nonblank", "lines_record", "lines_furniture", "lines_unplaced"),
        "lines",
    )
    inlines = (UnplacedLineInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text", "listing").prefetch_related("outcomes")

    @admin.display(description=_("text"))
    def lines(self, source):
        """The text with its line numbers, so that a place named anywhere can be found."""
        numbered = enumerate(source.text.splitlines(), start=1)
        return format_html("<pre>{}</pre>", format_html_join("\n", "{} {}", numbered))


@admin.register(UnplacedLine)
class UnplacedLineAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("text", "number", "source")
    list_select_related = ("source",)
    search_fields = ("text",)

    def get_queryset(self, request):
        lines = super().get_queryset(request).prefetch_related("source__outcomes")
        return lines.defer("source__text", "source__listing")


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("record", "kind", "status", "source", "created_at")
    list_filter = ("status", "entry__kind")
    list_select_related = ("entry", "source")
    search_fields = ("entry__title",)
    fields = ("record", "kind", "status", "source", ("first_line", "last_line"), "differences", "created_at")

    def get_queryset(self, request):
        proposals = super().get_queryset(request).prefetch_related("entry__record", "source__outcomes")
        return proposals.defer("source__text", "source__listing")

    @admin.display(description=_("record"))
    def record(self, proposal):
        record = proposal.entry.record
        if not isinstance(record, Sourced):
            return proposal.entry.title
        options = record._meta
        address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, title_in_interface(record))

    @admin.display(description=_("kind"))
    def kind(self, proposal):
        return proposal.entry.get_kind_display()

    @admin.display(description=_("proposed values"))
    def differences(self, proposal):
        """Each field with the text the file has for it."""
        return format_html_join("", "<p><strong>{}</strong></p><pre>{}</pre>", proposal.values.items())

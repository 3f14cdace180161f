"""The list of reviews over all kinds of records; the kinds stand in the admin of their own apps."""

from django.contrib import admin
from django.db.models import F
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from seoulsolution.admin import actions
from seoulsolution.admin.columns import link_to_form
from seoulsolution.admin.filters import OpenFilter
from seoulsolution.content.models import Sourced
from seoulsolution.reviews.models import Review


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    """What waits for a look, over all kinds of records."""

    list_display = ("record_column", "kind_column", "reason", "detail", "done_column")
    list_display_links = None
    list_filter = (OpenFilter, "reason")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("detail",)
    actions = [actions.resolve]
    readonly_fields = ("record_column", "reason", "detail", "created_at", "done_column")
    fields = readonly_fields

    def get_queryset(self, request):
        reviews = super().get_queryset(request).select_related("content_type", "resolved_by")
        return reviews.prefetch_related("record")

    def get_ordering(self, request):
        return [F("resolved_at").asc(nulls_first=True), "reason", "pk"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("record"))
    def record_column(self, review):
        if not isinstance(review.record, Sourced):
            return "–"
        return link_to_form(review.record)

    @admin.display(description=gettext_lazy("kind"))
    def kind_column(self, review):
        return capfirst(review.content_type.model_class()._meta.verbose_name)

    @admin.display(description=gettext_lazy("done"))
    def done_column(self, review):
        if review.resolved_at is None:
            return "–"
        return format_html("{} {}", review.resolved_at.date(), review.resolved_by or "")

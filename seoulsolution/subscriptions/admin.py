"""Who is subscribed, for staff to read; they can delete an address, and nothing else."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from seoulsolution.subscriptions import subscribing
from seoulsolution.subscriptions.models import Subscriber


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin):
    list_display = ("email", "language", "kinds", "confirmed_at")
    list_filter = ("language",)
    search_fields = ("email",)
    fields = ("email", "language", "kinds", "confirmed_at")
    readonly_fields = fields
    date_hierarchy = "confirmed_at"
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("subscriptions")

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    @admin.display(description=_("gets"))
    def kinds(self, subscriber):
        return ", ".join(each.kind_label for each in subscriber.subscriptions.all())

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        # Django looks for the row first, and tells anybody who enters the admin that there is none.
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs, request):
        """Name the addresses, and not every mail that was sent to them."""
        objs = list(objs)
        emails = [subscriber.email for subscriber in objs]
        forbidden = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return emails, {self.opts.verbose_name_plural: len(emails)}, forbidden, []

    def delete_model(self, request, obj):
        subscribing.erase(obj)

    def delete_queryset(self, request, queryset):
        for subscriber in queryset:
            subscribing.erase(subscriber)

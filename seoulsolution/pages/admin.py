from django.contrib import admin

from seoulsolution.admin.base import ContentAdmin
from seoulsolution.pages.models import Alert, Page


@admin.register(Page)
class PageAdmin(ContentAdmin):
    language_fields = ("title", "body")
    needed = ("title", "body")
    list_display = ("title_column", "key", "state_column", "language_column", "position")
    list_editable = ("position",)
    ordering = ("position", "pk")
    search_fields = ("title_en", "title_ko", "key")
    shared_fieldsets = (
        (None, {"fields": ("key", "position", "is_emphasized", "effective_on")}),
        ContentAdmin.publication,
    )


@admin.register(Alert)
class AlertAdmin(ContentAdmin):
    language_fields = ("message", "link")
    needed = ("message",)
    list_display = (
        "title_column",
        "severity",
        "state_column",
        "language_column",
        "go_live_at",
        "expires_at",
    )
    search_fields = ("message_en", "message_ko")
    shared_fieldsets = (
        (None, {"fields": ("severity",)}),
        ContentAdmin.times,
    )

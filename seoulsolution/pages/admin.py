from django.contrib import admin

from seoulsolution.admin.base import ContentAdmin
from seoulsolution.pages.models import Page


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

"""The terms of search: names of the same thing in both languages."""

from django.contrib import admin

from seoulsolution.search.models import Term


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    list_display = ("__str__", "always")
    list_filter = ("always",)
    search_fields = ("korean", "english")
    fields = ("korean", "english", "always")

"""The terms of search: names of the same thing in both languages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from seoulsolution.search.models import Term


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    list_display = ("__str__", "always_column")
    list_filter = ("always",)
    search_fields = ("korean", "english")
    fields = ("korean", "english", "always")

    @admin.display(description=_("always look for all names"), ordering="always")
    def always_column(self, term):
        return _("Yes") if term.always else _("No")

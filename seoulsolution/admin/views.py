"""What the admin's pages outside any ModelAdmin share."""

from django.contrib import admin
from django.views.generic.base import ContextMixin


class AdminPageMixin(ContextMixin):
    """Give a class-based view the context that templates of the admin expect."""

    title = ""

    def get_title(self) -> str:
        return self.title

    def get_context_data(self, **kwargs):
        context = admin.site.each_context(self.request) | {"title": self.get_title()}
        return super().get_context_data(**context | kwargs)

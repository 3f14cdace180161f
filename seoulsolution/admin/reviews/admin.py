"""Reviews in the admin: their addresses lead to the work list."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from seoulsolution.admin.reviews.queue import ReviewFilters, list_url, record_url
from seoulsolution.content.models import Sourced
from seoulsolution.reviews.models import Review


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """Redirect to the work list with the same reason and state."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        query = request.GET
        done = "yes" if query.get("done") == "yes" else ""
        return redirect(list_url(ReviewFilters(reason=query.get("reason__exact", ""), done=done)))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Redirect to the record's page of the work list."""
        review = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, review):
            raise PermissionDenied
        if review is None or not isinstance(review.record, Sourced):
            return redirect("admin_reviews:list")
        return redirect(record_url(review.record))

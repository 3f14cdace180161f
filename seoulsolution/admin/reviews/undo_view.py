"""The button in a message that takes back what was just done to a record of the work list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from seoulsolution.admin.conflicts import to_number
from seoulsolution.admin.forms import SAVED_MEANWHILE
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.reviews import undoing
from seoulsolution.admin.reviews.queue import record_url
from seoulsolution.admin.reviews.views import RecordReviewView


class UndoReviewView(RecordReviewView):
    """Take back what was just done to a record, and open it again."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if not self.has_change_permission():
            raise PermissionDenied
        reviews = [to_id(pk) for pk in request.POST.get("reviews", "").split(",")]
        numbers = {name: to_number(request.POST.get(name, "")) for name in ("before", "after")}
        if undoing.undo(self.object, reviews, user=request.user, **numbers):
            messages.success(request, _("Taken back: %(title)s") % {"title": self.object})
        else:
            messages.error(request, SAVED_MEANWHILE)
        return redirect(record_url(self.object))

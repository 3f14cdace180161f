"""Taking back what was just done to a record of the work list, from the message that says so."""

from django.db import models, transaction
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from seoulsolution.admin.reviews.queue import record_url
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import applying, history
from seoulsolution.revisions.models import Event, Revision


def button(request, record, reviews: list[Review], before: int) -> SafeString:
    """Return a form that opens ``reviews`` again and brings back the text of revision ``before``."""
    after = history.latest_number(history.owner(record))
    return format_html(
        '<form method="post" action="{}undo/" class="admin-undo">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="reviews" value="{}">'
        '<input type="hidden" name="before" value="{}"><input type="hidden" name="after" value="{}">'
        '<button type="submit">{}</button></form>',
        record_url(record),
        get_token(request),
        ",".join(str(review.pk) for review in reviews),
        before or 1,  # the first revision of a record that had none is as it was found
        after,
        _("Undo"),
    )


def undo(record: models.Model, reviews: list[int], before: int, after: int, *, user) -> bool:
    """Open ``reviews``, which ``user`` resolved, and bring back the text; return False if it changed since.

    ``before`` and ``after`` are the numbers of the revisions before and after what is taken back.
    """
    owner = history.owner(record)
    with transaction.atomic():
        history.lock([owner])
        if history.latest_number(owner) != after:
            return False
        if before < after and (revision := Revision.objects.of(owner).live().filter(number=before).first()):
            with history.change([owner], user=user, event=Event.RESTORED) as [locked]:
                applying.apply(locked, applying.usable(locked, revision.data)[0])
        mine = record.reviews.filter(pk__in=reviews, resolved_by=user)
        mine.update(resolved_at=None, resolved_by=None)
    return True

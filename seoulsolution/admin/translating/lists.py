"""Who has to know of a translation: its writer when the other language changed, and the other way round."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.sections import ROWS, Row, Section
from seoulsolution.admin.translating.board import translated_admins
from seoulsolution.revisions.models import Translation

#: A translation is news for as long.
NEWS_FOR = datetime.timedelta(days=14)


def translations(request, admins):
    """Yield what is new of translations for the user, on the first page. A query per list and kind."""
    models = (each.model for each in translated_admins(request))
    kinds = ContentType.objects.get_for_models(*models).values()
    rows = Translation.objects.filter(content_type__in=kinds).select_related("changed_by")
    behind = rows.exclude(stale_since=None).annotate(time=F("stale_since")).order_by("-time")
    new = landed(rows, request.user).annotate(time=F("changed_at"))
    board = {"url": reverse("admin:translations"), "link": _("All translations")}
    lists = [
        ("translate", _("Your translations to update"), behind.filter(changed_by=request.user)),
        ("translated", _("Translations of your texts"), new),
        ("outdated", _("Translations out of date"), behind.exclude(changed_by=request.user)),
    ]
    for name, title, entries in lists:
        found = [each for each in entries[:ROWS].prefetch_related("record") if each.record is not None]
        yield Section(name, title, [_row(each) for each in found], **board)


def landed(rows, user):
    """Return those of ``rows`` that somebody else wrote lately of a text that ``user`` wrote before."""
    own = Translation.objects.filter(
        ~Q(language=OuterRef("language")),
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        changed_by=user,
        changed_at__lt=OuterRef("changed_at"),
    )
    since = timezone.now() - NEWS_FOR
    new = rows.filter(Exists(own), changed_at__gte=since, stale_since=None)
    return new.exclude(changed_by=user).order_by("-changed_at")


def _row(translation):
    person = str(translation.changed_by or "")
    what = ": ".join(filter(None, [NAMES[translation.language], person]))
    return Row.of(translation.record, translation.time, what)

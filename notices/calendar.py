"""Submission periods as iCalendar (RFC 5545): one file per notice, and one of all to subscribe to."""

import datetime

from django.conf import settings
from django.http import HttpResponse, HttpResponseGone
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vText

from notices.models import Notice
from notices.period import Period
from seoulsolution.content.excerpts import heading
from seoulsolution.content.languages import Localized, active_language, localize
from seoulsolution.content.syndication.http import AUTHORITY, absolute, marked

CONTENT_TYPE = "text/calendar; charset=utf-8"
ONE_DAY = datetime.timedelta(days=1)
#: The last day after which there is another.
LAST_DAY = datetime.date.max - ONE_DAY


def has_period(notice):
    """Return whether a calendar can show the notice."""
    return bool(notice.submission_opens or notice.submission_closes)


def event(item):
    """Return the submission period of ``item`` (a Localized notice) as an all-day event.

    If only the first or the last day is known, the event is that one day.
    """
    first = item.submission_opens or item.submission_closes
    last = item.submission_closes or item.submission_opens
    entry = Event()
    entry.add("uid", f"notice-{item.pk}@{AUTHORITY}")
    changed_at = item.changed_in(item.lang) or item.updated_at
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("dtstart", first)
    entry.add("dtend", min(last, LAST_DAY) + ONE_DAY)  # DTEND is exclusive
    with override(item.lang):
        title, about = summary(item), description(item)
    entry.add("summary", _in_language(marked(item, title), item.lang))
    entry.add("description", _in_language(about, item.lang))
    entry.add("url", absolute(item.url))
    if item.where_to_submit:
        entry.add("location", _in_language(item.where_to_submit, item.lang))
    entry.add("transp", "TRANSPARENT")  # it does not block anybody's time
    return entry


def summary(item):
    """Return the title, with what the day means if only one is known."""
    if item.submission_opens and item.submission_closes:
        return heading(item)
    if item.submission_opens:
        return _("%(title)s: submission opens") % {"title": heading(item)}
    return _("%(title)s: submission closes") % {"title": heading(item)}


def description(item):
    """Return the dates with their time zone, how to submit, and where to read more."""
    lines = [Period.of(item.record).explanation, item.how_to_submit, absolute(item.url)]
    return "\n".join(filter(None, lines))


def _in_language(words, language):
    text = vText(words)
    text.params["LANGUAGE"] = language
    return text


def calendar(items, name):
    """Return a calendar called ``name`` with an event for each of ``items``."""
    document = Calendar()
    document.add("prodid", f"-//{settings.SITE_NAME['en']}//{AUTHORITY}//EN")
    document.add("version", "2.0")
    document.add("method", "PUBLISH")
    document.add("x-wr-calname", name)
    document.add("x-wr-timezone", settings.TIME_ZONE)
    document.add("refresh-interval", datetime.timedelta(days=1), parameters={"VALUE": "DURATION"})
    for item in items:
        document.add_component(event(item))
    return document


@require_safe
def notices_calendar(request):
    """Return the calendar of all notices that have a period: no reader misses one that is not translated."""
    language = active_language()
    items = [item for item in localize(Notice.objects.visible(), language) if has_period(item)]
    name = f"{settings.SITE_NAME[language]} – {_('Notices')}"
    return HttpResponse(calendar(items, name).to_ical(), content_type=CONTENT_TYPE)


@require_safe
def notice_calendar(request, id_and_slug):
    """Return the calendar of one notice, found by its id whatever the slug, as on its page."""
    language, pk = active_language(), id_and_slug[0]
    dated = Notice.objects.visible().exclude(submission_opens=None, submission_closes=None)
    notice = dated.filter(**{"pk": pk, f"withheld_{language}": False}).first()
    if notice is None:
        get_object_or_404(Notice.objects.withdrawn(), pk=pk)
        return HttpResponseGone(_("This has been withdrawn"), content_type="text/plain; charset=utf-8")
    item = Localized(notice, language)
    filename = f"notice-{item.pk}-{language}.ics"
    return HttpResponse(
        calendar([item], heading(item)).to_ical(),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )

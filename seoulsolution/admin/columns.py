"""Columns of the admin's lists, and what a form says about whether its record is public."""

import copy

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from seoulsolution.admin.urls import form_url
from seoulsolution.content.languages import CODES, active_language
from seoulsolution.content.models import State
from seoulsolution.reviews.models import Review
from seoulsolution.revisions.models import Draft, Translation

NAMES = dict(settings.LANGUAGES)


def open_reviews_of(model):
    """Return the number of open reviews of each record of ``model``, as an annotation."""
    reviews = Review.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=OuterRef("pk"), resolved_at=None
    )
    counted = reviews.order_by().values("object_id").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def draft_of(model):
    """Return when and by whom the draft of each record of ``model`` was saved, as annotations."""
    draft = Draft.objects.of_model(model).filter(object_id=OuterRef("pk"))
    return {
        "draft_at": Subquery(draft.values("revision__created_at")),
        "draft_by": Subquery(draft.values("revision__created_by__username")),
    }


def link_to_form(record) -> str:
    """Return the record's title as a link to its form, escaped."""
    return format_html('<a href="{}">{}</a>', form_url(record), title_in_interface(record))


def may_see(request, record) -> bool:
    """Tell whether the user may see this very record in the admin."""
    model_admin = admin.site._registry.get(type(record))
    return model_admin is not None and model_admin.has_view_permission(request, record)


def title_in_interface(record):
    """Return the record's title in the interface's language, or in another one and saying which."""
    here = active_language()
    if title := record.title_in(here):
        return title
    for code in CODES:
        if title := record.title_in(code):
            return _foreign(code, title, NAMES[code])
    if title := getattr(record, "foreign_title", ""):
        return _foreign(record.foreign_language, title, _("not a language of the site"))
    return str(record)


def _foreign(code, title, meaning):
    chip = '<span lang="{}">{}</span> <span class="admin-chip" title="{}">{}</span>'
    return format_html(chip, code, title, meaning, code.upper())


def state_mark(state, label):
    """Return a state as a word; the style sheet adds a shape."""
    return format_html('<span class="admin-state admin-state-{}">{}</span>', state, label)


def language_marks(record, stale=()):
    """Return a chip per language: struck out if the record cannot be read in it, amber if it is ``stale``."""
    chips = []
    for code in CODES:
        there = code in record.languages
        withheld = getattr(record, f"withheld_{code}", False)
        if code in stale:
            state, meaning = "stale", pgettext("translation", "out of date")
        else:
            meaning = _("available") if there else _("withheld") if withheld else _("missing")
            state = "there" if there else "missing"
        chips.append((state, NAMES[code], meaning, code.upper(), meaning))
    return format_html_join(
        " ",
        '<span class="admin-chip admin-chip-{}" title="{}: {}">'
        '{}<span class="visually-hidden"> {}</span></span>',
        chips,
    )


class ColumnsMixin:
    """Columns that lists of records choose from."""

    @admin.display(description=gettext_lazy("title"), ordering="title_here")
    def title_column(self, record):
        return title_in_interface(record)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_column(self, record):
        if record.state == State.PUBLISHED and (when := _timing(record)):
            state = state_mark("timed", record.get_state_display())
            mark = format_html("{} <small>{}</small>", state, when)
        else:
            mark = state_mark(record.state, record.get_state_display())
        if record.draft_at is None:
            return mark
        draft = _("draft of %(time)s by %(person)s")
        told = draft % {"time": moment(record.draft_at), "person": record.draft_by or "–"}
        return format_html('{} <small class="admin-draft">{}</small>', mark, told)

    @admin.display(description=gettext_lazy("languages"))
    def language_column(self, record):
        return language_marks(record)

    @admin.display(description=gettext_lazy("topics"))
    def topic_column(self, record):
        return ", ".join(str(topic) for topic in record.topics.all()) or "–"

    @admin.display(description=pgettext_lazy("column", "to review"))
    def review_column(self, record):
        return record.open_reviews or "–"

    @admin.display(description=gettext_lazy("date"), ordering="sort_date")
    def date_column(self, record):
        return date_format(record.date, "SHORT_DATE_FORMAT") if record.date else "–"


def _timing(record):
    now = timezone.now()
    if record.go_live_at and record.go_live_at > now:
        return _("from %(time)s") % {"time": moment(record.go_live_at)}
    if record.expires_at and record.expires_at <= now:
        return _("until %(time)s") % {"time": moment(record.expires_at)}
    return ""


def moment(time):
    return date_format(timezone.localtime(time), "SHORT_DATETIME_FORMAT")


def why_not_public(record, now=None):
    """Return the reasons, as sentences, why the public cannot see ``record``; none when it can."""
    now = now or timezone.now()
    reasons = []
    if record.state == State.DRAFT:
        reasons.append(_("It is a draft."))
    elif record.state == State.WITHDRAWN:
        reasons.append(_("It has been withdrawn."))
    if record.go_live_at and record.go_live_at > now:
        reasons.append(_("It goes live at %(time)s.") % {"time": moment(record.go_live_at)})
    if record.expires_at and record.expires_at <= now:
        reasons.append(_("It expired at %(time)s.") % {"time": moment(record.expires_at)})
    if not record.languages:
        reasons.append(why_in_no_language(record))
    return reasons


def why_in_no_language(record) -> str:
    """Return, of a record that nobody can read in any language, whether that is for its text."""
    shown = copy.copy(record)
    for code in CODES:
        setattr(shown, f"withheld_{code}", False)
    shown.compute()
    if shown.languages:
        return _("Its languages are withheld.")
    return _("It is not complete in any language.")


def stale_languages(model, pks) -> dict[int, set[str]]:
    """Return by id the languages in which those records of ``model`` are behind the other. One query."""
    rows = Translation.objects.of_model(model).filter(object_id__in=pks).exclude(stale_since=None)
    found = {}
    for pk, language in rows.values_list("object_id", "language"):
        found.setdefault(pk, set()).add(language)
    return found


def language_links(record, is_public):
    """Return for each language its name, its page if the public can read it, or else why not.

    Of a page that is behind the other language it says so, too.
    """
    stale = stale_languages(type(record), [record.pk]).get(record.pk, ())
    links = []
    for code in CODES:
        available = code in record.languages
        withheld = getattr(record, f"withheld_{code}")
        outdated = _("out of date: readers see the last published translation") if code in stale else ""
        links.append(
            {
                "code": code,
                "name": NAMES[code],
                "url": record.get_absolute_url(code) if available and is_public else "",
                "note": outdated if available else _("withheld") if withheld else _("not complete"),
            }
        )
    return links


def title_here(model):
    """Return the title in the interface's language, as an annotation to sort by."""
    here = active_language()
    ours = [f"{model.title_field}_{code}" for code in sorted(CODES, key=lambda code: code != here)]
    return Coalesce(*(F(name) for name in ours), output_field=CharField())

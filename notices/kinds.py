"""Notices in feeds, the sitemap, the API, structured data and search."""

from django.utils.translation import gettext_lazy as _

from notices.models import Notice, NoticeAttachment, SubmissionState
from notices.views import NoticeList, StateFacet
from seoulsolution.content import richtext
from seoulsolution.content.excerpts import beginning, heading
from seoulsolution.content.languages import localize
from seoulsolution.content.marks import tidy_author
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.api.fields import (
    AUTHOR,
    Field,
    HtmlField,
    RowsField,
    TranslatedField,
)
from seoulsolution.content.syndication.api.filters import ByChoice, ByYear
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.syndication.kinds import Kind, register
from seoulsolution.media.attachments import (
    ATTACHMENTS_FIELD,
    attachments_of,
    enclosures,
    searched_texts,
    structured_files,
)
from seoulsolution.media.models import File, Image


@register
class NoticeKind(Kind):
    name = "notices"
    model = Notice
    label = _("Notices")
    shows = (Image, File)
    list_name = "notices:notice_list"
    list_view = NoticeList
    navigation_position = 3
    feed_name = "notices:notice_feed"
    feed_prefetch_related = ("parts", attachments_of(NoticeAttachment))
    is_mailed = True
    api_fields = (
        TranslatedField("title", _("title")),
        HtmlField("intro", _("introduction, as HTML")),
        Field("date", _("date of publication; empty when it is not recorded")),
        AUTHOR,
        Field(
            "state",
            _("where it stands today in Seoul; empty when no date is known"),
            lambda notice: notice.submission_state(),
        ),
        Field("submission_opens", _("first day of submission, in Seoul")),
        Field("submission_closes", _("last day of submission, in Seoul")),
        Field("result_announced_on", _("day the result is announced, in Seoul")),
        TranslatedField("how_to_submit", _("how to submit")),
        TranslatedField("where_to_submit", _("where to submit")),
        Field("citizens_required", _("citizens who must sign when citizens nominate")),
        Field("source_url", _("address where it was published first")),
        RowsField(
            "parts",
            _("its numbered parts"),
            fields=(
                Field("number", _("number")),
                Field("kind", _("what the part is about")),
                TranslatedField("title", _("title")),
                HtmlField("body", _("whole text, as HTML")),
            ),
        ),
        RowsField(
            "selection_steps",
            _("steps of the selection"),
            fields=(
                Field("position", _("place in the order")),
                TranslatedField("title", _("title")),
                Field("year", _("year")),
                Field("month", _("month, from 1 to 12")),
            ),
        ),
        ATTACHMENTS_FIELD,
    )
    api_filters = (
        ByChoice("state", tuple(SubmissionState.values), _("where it stands today"), StateFacet().condition),
        ByYear(_("year of the date; undated for records without one"), date_field="sort_date"),
    )
    api_prefetch_related = ("parts", "selection_steps", attachments_of(NoticeAttachment))
    search_number = 5
    search_parts = ("parts", "selection_steps", "attachments")
    search_dated_by = ""  # what it is ordered by may be its period instead

    def feed_summary(self, item):
        return beginning(item.intro)

    def feed_content(self, item):
        parts = [part for part in localize(item.parts.all(), item.lang) if part.is_translated]
        return item.intro + "".join(richtext.heading(part.title) + part.body for part in parts)

    def feed_enclosures(self, item):
        return enclosures(item)

    def jsonld(self, item):
        """Return an event for a notice whose period is known, else a service."""
        about = {
            "url": absolute(item.canonical_url),
            "name": heading(item),
            "description": beginning(item.intro),
            "inLanguage": item.lang,
            "image": jsonld.picture(None, item.lang)[0],
            "subjectOf": structured_files(item),
        }
        publisher = jsonld.publisher(item.lang)
        if not (item.submission_opens and item.submission_closes):
            return {"@type": "GovernmentService", **about, "provider": publisher}
        place = {"@type": "Place", "name": item.where_to_submit, "address": item.where_to_submit}
        return {
            "@type": "Event",
            **about,
            "startDate": item.submission_opens.isoformat(),
            "endDate": item.submission_closes.isoformat(),
            "location": place if item.where_to_submit else None,
            "organizer": publisher,
        }

    def search_text(self, record, language):
        parts = [richtext.to_text(getattr(record, f"intro_{language}"))]
        parts += [getattr(record, f"{name}_{language}") for name in ("how_to_submit", "where_to_submit")]
        for part in record.parts.all():
            parts += [part.title_in(language), richtext.to_text(getattr(part, f"body_{language}"))]
        parts += [step.title_in(language) for step in record.selection_steps.all()]
        parts += searched_texts(record, language)
        return record.title_in(language), parts, [tidy_author(record.author)]

    def search_date(self, record):
        return record.date or record.submission_opens

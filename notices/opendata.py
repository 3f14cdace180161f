"""Notices as open data, with their parts and the steps of the selection."""

from django.utils.translation import gettext_lazy as _

from notices.models import Notice, SubmissionState
from notices.views import StateFacet
from seoulsolution.content.syndication.api.fields import Field, RichText, Several, Translated
from seoulsolution.content.syndication.api.filters import ByChoice, ByYear
from seoulsolution.content.syndication.api.resources import Resource, content_fields, register

register(
    Resource(
        "notices",
        _("Notices"),
        Notice,
        "notices:notice_list",
        content_fields(
            "notices",
            Translated("title", _("title")),
            RichText("intro", _("introduction, as HTML")),
            Field("date", _("date of publication; empty when it is not recorded")),
            Field("author", _("author")),
            Field(
                "state",
                _("where it stands today in Seoul; empty when no date is known"),
                lambda notice: notice.submission_state(),
            ),
            Field("submission_opens", _("first day of submission, in Seoul")),
            Field("submission_closes", _("last day of submission, in Seoul")),
            Field("result_announced_on", _("day the result is announced, in Seoul")),
            Translated("how_to_submit", _("how to submit")),
            Translated("where_to_submit", _("where to submit")),
            Field("citizens_required", _("citizens who must sign when citizens nominate")),
            Field("source_url", _("address where it was published first")),
            Several(
                "parts",
                _("its numbered parts"),
                fields=(
                    Field("number", _("number")),
                    Field("kind", _("what the part is about")),
                    Translated("title", _("title")),
                    RichText("body", _("whole text, as HTML")),
                ),
            ),
            Several(
                "selection_steps",
                _("steps of the selection"),
                fields=(
                    Field("position", _("place in the order")),
                    Translated("title", _("title")),
                    Field("year", _("year")),
                    Field("month", _("month, from 1 to 12")),
                ),
            ),
        ),
        (
            ByChoice(
                "state", tuple(SubmissionState.values), _("where it stands today"), StateFacet().condition
            ),
            ByYear(_("year of the date; undated for records without one"), date_field="sort_date"),
        ),
        prefetch=("parts", "selection_steps"),
    )
)

"""Why staff should look at a record. A record may be public while it has open reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewReason(models.TextChoices):
    """Operators and scripts know the reasons by these codes."""

    NO_DATE = "no_date", _("no date in the source")
    IMPOSSIBLE_DATE = "impossible_date", _("impossible date in the source")
    MONTH_ONLY = "month_only", _("only the month is known")
    CUT_TITLE = "cut_title", _("title is cut in the source")
    TITLE_ONLY = "title_only", _("title without text")
    UNSURE_CUT = "unsure_cut", _("cut between texts is inferred")
    INCOMPLETE = "incomplete", _("source ends in the middle of the text")
    MISSING_FILE = "missing_file", _("file or video is not in the source")
    LOST_PICTURE = "lost_picture", _("picture is not in the source")
    LOST_LINK = "lost_link", _("link is not in the source")
    UNCONFIRMED_NAME = "unconfirmed_name", _("names and address to be confirmed")
    SITE_OWNER = "site_owner", _("the site's owner, not a partner")
    UNCLEAR_PLACE = "unclear_place", _("place on the site to be decided")
    UNCONFIRMED_TOPIC = "unconfirmed_topic", _("topics proposed from words in the text")
    OTHER_LANGUAGE = "other_language", _("in a language the site does not have")
    FLATTENED_TABLE = "flattened_table", _("table kept as plain text")
    SOURCE_TAG = "source_tag", _("source tag in the title to be checked")
    MISSING_PERIOD = "missing_period", _("submission period not stated")
    NO_PARAGRAPHS = "no_paragraphs", _("no paragraphs in the source")
    SECOND_TEXT = "second_text", _("another text in a later file")

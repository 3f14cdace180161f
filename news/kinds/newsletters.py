"""Issues of the newsletter in feeds, the sitemap, the API, structured data and search."""

import re

from django.utils.translation import gettext_lazy as _

from news.models import Issue, IssueKeyConverter, Post
from news.views import STORIES_IN_ORDER, IssueList, linked_popular_titles
from seoulsolution.content import richtext
from seoulsolution.content.excerpts import heading, shorten
from seoulsolution.content.languages import CODES, localize
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.api.fields import Field, HtmlField, RowsField, TranslatedField
from seoulsolution.content.syndication.api.filters import ByChoice, ByYear
from seoulsolution.content.syndication.api.resources import record_url
from seoulsolution.content.syndication.http import absolute
from seoulsolution.content.syndication.kinds import Kind, register
from seoulsolution.media.models import Image


def popular_titles(issue):
    """Return the popular titles of an issue, except those in a language it cannot be read in."""
    foreign = set(CODES) - set(issue.languages)
    return [popular for popular in issue.popular_titles.all() if popular.language not in foreign]


def popular_post(popular):
    """Return the API address of the post that a popular title names, or None if it is not public."""
    return record_url(popular.post) if popular.post else None


@register
class IssueKind(Kind):
    name = "newsletter"
    model = Issue
    label = _("Newsletter")
    shows = (Post, Image)
    list_name = "news:issue_list"
    list_view = IssueList
    navigation_position = 4
    feed_name = "news:issue_feed"
    feed_has_days = False  # only the month of an issue is known
    is_mailed = True
    feed_prefetch_related = (STORIES_IN_ORDER,)
    api_fields = (
        Field("series", _("newsletter (regular issues, No.) or special (special issues, Vol.)")),
        Field("number", _("number in its series; it stands in the address, after special- in that series")),
        Field("year", _("year")),
        Field("month", _("month, from 1 to 12; the day of an issue is not recorded")),
        TranslatedField("title", _("title")),
        TranslatedField("lead", _("opening words")),
        TranslatedField("photo_caption", _("what its photograph shows")),
        Field("author", _("author")),
        RowsField(
            "stories",
            _("its stories, in their order"),
            fields=(
                Field("position", _("place in the issue")),
                TranslatedField("title", _("title")),
                HtmlField("body", _("whole text, as HTML")),
            ),
        ),
        RowsField(
            "popular_titles",
            _("titles it named as popular"),
            popular_titles,
            fields=(
                Field("title", _("title")),
                Field("language", _("language of the title")),
                Field("post", _("that post as JSON, if it is here"), popular_post),
            ),
        ),
    )
    api_filters = (
        ByYear(_("year of the issue"), year_field="year"),
        ByChoice("series", tuple(Issue.Series.values), _("series of issues")),
    )
    api_lookup = "key"
    search_number = 3
    search_parts = ("stories", "popular_titles")
    search_dated_by = "month"
    periodical_names = {
        Issue.Series.NEWSLETTER: {"en": "Newsletter", "ko": "뉴스레터"},
        Issue.Series.SPECIAL: {"en": "Newsletter, Special Issues", "ko": "뉴스레터 특별호"},
    }

    @property
    def api_prefetch_related(self):  # type: ignore[override]  # made at each request: what is visible changes
        return STORIES_IN_ORDER, *linked_popular_titles()

    def api_conditions(self, key):
        if not re.fullmatch(IssueKeyConverter.regex, key, re.ASCII):
            return None
        series, number = IssueKeyConverter().to_python(key)
        return {"series": series, "number": number}

    def stories(self, item):
        return [story for story in localize(item.stories.all(), item.lang) if story.is_translated]

    def feed_summary(self, item):
        return shorten(item.lead or " · ".join(story.title for story in self.stories(item)))

    def feed_content(self, item):
        stories = [richtext.heading(story.title) + story.body for story in self.stories(item)]
        return richtext.from_text(item.lead) + "".join(stories)

    def jsonld(self, item):
        """Return structured data. The date is a month, which ISO 8601 allows."""
        address = absolute(item.canonical_url)
        stories = localize(item.stories.all(), item.lang)
        return {
            "@type": "PublicationIssue",
            "url": address,
            "name": heading(item),
            "issueNumber": item.number,
            "datePublished": f"{item.year}-{item.month:02}",
            "inLanguage": item.lang,
            "description": item.lead,
            "publisher": jsonld.publisher(item.lang),
            "isPartOf": {"@type": "Periodical", "name": self.periodical_names[item.series][item.lang]},
            "hasPart": [
                jsonld.filled(
                    {"@type": "Article", "headline": story.title, "url": f"{address}#story-{place}"}
                )
                for place, story in enumerate(stories, start=1)
                if story.is_translated
            ],
        }

    def search_text(self, record, language):
        parts = [getattr(record, f"{name}_{language}") for name in ("lead", "photo_caption")]
        for story in record.stories.all():
            parts += [story.title_in(language), richtext.to_text(getattr(story, f"body_{language}"))]
        parts += [popular.title for popular in record.popular_titles.all() if popular.language == language]
        return record.title_in(language), parts, [record.author]

    def search_date(self, record):
        return record.date

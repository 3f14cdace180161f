"""News, archive, newsletter and topics as open data."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from news.models import Document, Issue, PopularTitle, Post, Story, Topic
from seoulsolution.content.languages import CODES
from seoulsolution.content.syndication.api.fields import Field, RichText, Several, Translated, picture
from seoulsolution.content.syndication.api.filters import ByChoice, ByTopic, ByYear
from seoulsolution.content.syndication.api.resources import Resource, content_fields, register
from seoulsolution.content.syndication.http import absolute

BY_TOPIC = ByTopic(Topic, _("slug of a topic"))
BY_DATE = ByYear(_("year of the date; undated for records without one"), date_field="sort_date")
TEXTS = (
    Translated("title", _("title")),
    Translated("summary", _("one or two sentences")),
    RichText("body", _("whole text, as HTML")),
)
ABOUT = (
    Field("date", _("date of publication; empty when it is not recorded")),
    Field("author", _("author")),
    Field("source_name", _("where it was published first")),
    Field("source_url", _("address where it was published first")),
    Field("topics", _("slugs of its topics"), lambda record: [topic.slug for topic in record.topics.all()]),
)
COVER = Field(
    "cover", _("picture: address, width, height, credit"), lambda record: picture(record.cover), in_rows=False
)


def popular_titles(issue):
    """Return the titles an issue named, without those in a language of it that is withheld."""
    foreign = set(CODES) - set(issue.languages)
    return [popular for popular in issue.popular_titles.all() if popular.language not in foreign]


def popular_post(popular):
    """Return the address, as JSON, of the post a popular title names, while the public may read it."""
    return absolute(f"/api/news/{popular.post.pk}/") if popular.post else None


def topic_address(topic, language):
    return absolute(topic.get_absolute_url(language))


register(
    Resource(
        "news",
        _("News"),
        Post,
        "news:post_list",
        content_fields("news", *TEXTS, *ABOUT, COVER),
        (BY_TOPIC, BY_DATE),
        select=("cover",),
        prefetch=("topics",),
    )
)
register(
    Resource(
        "archive",
        _("Archive"),
        Document,
        "news:document_list",
        content_fields(
            "archive",
            *TEXTS,
            Field("kind", _("report, interview, brochure, video or index")),
            Field("year", _("year the document is about or of")),
            *ABOUT,
            Field("video_url", _("address of the video")),
            COVER,
        ),
        (ByChoice("kind", tuple(Document.Kind.values), _("kind of document")), BY_TOPIC, BY_DATE),
        select=("cover",),
        prefetch=("topics",),
    )
)
register(
    Resource(
        "newsletter",
        _("Newsletter"),
        Issue,
        "news:issue_list",
        content_fields(
            "newsletter",
            Field("number", _("number of the issue; it stands in the address")),
            Field("year", _("year")),
            Field("month", _("month, from 1 to 12; the day of an issue is not recorded")),
            Translated("title", _("title")),
            Translated("lead", _("opening words")),
            Translated("photo_caption", _("what its photograph shows")),
            Field("author", _("author")),
            Several(
                "stories",
                _("its stories, in their order"),
                fields=(
                    Field("position", _("place in the issue")),
                    Translated("title", _("title")),
                    RichText("body", _("whole text, as HTML")),
                ),
            ),
            Several(
                "popular_titles",
                _("titles it named as popular"),
                popular_titles,
                fields=(
                    Field("title", _("title")),
                    Field("language", _("language of the title")),
                    Field("post", _("that post as JSON, if it is here"), popular_post),
                ),
            ),
        ),
        (ByYear(_("year of the issue"), year_field="year"),),
        lookup="number",
        prefetch=(
            Prefetch("stories", Story.objects.order_by("position", "pk")),
            Prefetch("popular_titles", PopularTitle.objects.order_by("position")),
            Prefetch("popular_titles__post", Post.objects.visible()),
        ),
    )
)
register(
    Resource(
        "topics",
        _("Topics"),
        Topic,
        "news:topic_list",
        (
            Field("slug", _("short name; it stands in addresses and filters")),
            Translated("name", _("name")),
            Translated("url", _("address of its page"), topic_address),
            Field("news", _("number of public news posts"), lambda topic: topic.post_count),
            Field("archive", _("number of public archive documents"), lambda topic: topic.document_count),
        ),
        lookup="slug",
        annotate=lambda topics, language: topics.counted(language),
    )
)

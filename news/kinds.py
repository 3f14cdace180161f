"""News, documents, issues and topics in feeds, the sitemap, the API, structured data and search."""

import re

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from news.models import (
    LISTED_TOPICS,
    Document,
    DocumentAttachment,
    Issue,
    IssueKeyConverter,
    Post,
    PostAttachment,
    Topic,
)
from news.videos import player_of
from news.views import POPULAR_TITLES_IN_ORDER, STORIES_IN_ORDER, DocumentList, IssueList, PostList
from seoulsolution.content import key_points, richtext
from seoulsolution.content.excerpts import heading, shorten
from seoulsolution.content.languages import CODES, active_language, localize
from seoulsolution.content.marks import tidy_author, tidy_title
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.api.fields import (
    AUTHOR,
    Field,
    HtmlField,
    RowsField,
    TranslatedField,
    picture,
)
from seoulsolution.content.syndication.api.filters import ByChoice, ByTopic, ByYear
from seoulsolution.content.syndication.api.resources import record_url
from seoulsolution.content.syndication.http import LICENCE_URL, absolute
from seoulsolution.content.syndication.kinds import Kind, register
from seoulsolution.media.attachments import (
    ATTACHMENTS_FIELD,
    attachments_of,
    enclosures,
    searched_texts,
    structured_files,
)
from seoulsolution.media.models import File, Image

BY_TOPIC = ByTopic(Topic, _("slug of a topic"))
BY_DATE = ByYear(_("year of the date; undated for records without one"), date_field="sort_date")
TEXTS = (
    TranslatedField("title", _("title")),
    TranslatedField("summary", _("one or two sentences")),
    TranslatedField("key_points", _("key points, one per line"), in_rows=False),
    HtmlField("body", _("whole text, as HTML")),
)
ABOUT = (
    Field("date", _("date of publication; empty when it is not recorded")),
    AUTHOR,
    Field("source_name", _("where it was published first")),
    Field("source_url", _("address where it was published first")),
    Field(
        "topics",
        _("slugs of its topics"),
        lambda record: [topic.slug for topic in record.listed_topics],
        relation="topics",
    ),
)
COVER = Field(
    "cover", _("picture: address, width, height, credit"), lambda record: picture(record.cover), in_rows=False
)


class ArticleKind(Kind):
    """What posts and documents share."""

    shows = (Topic, Image, File)
    api_select_related = ("cover",)
    search_topics = "topics"
    search_parts = ("attachments",)

    def feed_content(self, item):
        return key_points.whole_text(item)

    def feed_categories(self, item):
        """Return names in the language of the feed, whatever that of the text: readers filter by them."""
        return [name for topic in item.listed_topics if (name := topic.title_in(active_language()))]

    def feed_enclosures(self, item):
        return enclosures(item)

    def article(self, item, schema_type, **more):
        """Return structured data. The author may be a person or an office, so it is a credit."""
        return jsonld.work(
            item,
            schema_type,
            headline=heading(item)[:110],
            description=item.excerpt,
            datePublished=item.date.isoformat() if item.date else None,
            creditText=tidy_author(item.author),
            image=jsonld.shared_picture(item, item.lang)[0],
            about=[{"@type": "Thing", "name": name} for name in ArticleKind.feed_categories(self, item)],
            isBasedOn=item.source_url,
            associatedMedia=structured_files(item),
            **more,
        )

    def search_text(self, record, language):
        names = ("summary", "key_points", "body")
        summary, points, body = (getattr(record, f"{name}_{language}") for name in names)
        credits = [tidy_author(record.author), record.source_name]
        is_film = getattr(record, "kind", "") == Document.Kind.VIDEO
        title = tidy_title(record.title_in(language), is_film=is_film)
        texts = [summary, points, richtext.to_text(body), *searched_texts(record, language)]
        return title, texts, credits

    def search_date(self, record):
        return record.date


@register
class PostKind(ArticleKind):
    name = "news"
    model = Post
    label = _("News")
    list_name = "news:post_list"
    list_view = PostList
    navigation_position = 1
    feed_name = "news:post_feed"
    api_prefetch_related = (LISTED_TOPICS, attachments_of(PostAttachment))
    feed_prefetch_related = ("cover", *api_prefetch_related)
    api_fields = (*TEXTS, *ABOUT, COVER, ATTACHMENTS_FIELD)
    api_filters = (BY_TOPIC, BY_DATE)
    search_number = 1

    def jsonld(self, item):
        return self.article(item, "NewsArticle")


@register
class DocumentKind(ArticleKind):
    name = "archive"
    model = Document
    label = _("Archive")
    list_name = "news:document_list"
    list_view = DocumentList
    navigation_position = 2
    feed_name = "news:document_feed"
    api_prefetch_related = (LISTED_TOPICS, attachments_of(DocumentAttachment))
    feed_prefetch_related = ("cover", *api_prefetch_related)
    api_fields = (
        *TEXTS,
        Field("kind", _("report, interview, brochure, video or index")),
        Field("year", _("year the document is about or of")),
        *ABOUT,
        Field("video_url", _("address of the video")),
        Field("duration", _("length of the video in seconds")),
        TranslatedField("transcript", _("what is said and seen in the video"), in_rows=False),
        TranslatedField("department", _("office of the city responsible for what it describes")),
        COVER,
        ATTACHMENTS_FIELD,
    )
    api_filters = (ByChoice("kind", tuple(Document.Kind.values), _("kind of document")), BY_TOPIC, BY_DATE)
    search_number = 2
    schema_types = {
        Document.Kind.REPORT: "Report",
        Document.Kind.INTERVIEW: "Article",
        Document.Kind.VIDEO: "VideoObject",
    }

    def feed_categories(self, item):
        return [item.get_kind_display(), *super().feed_categories(item)]

    def jsonld(self, item):
        schema_type = self.schema_types.get(item.kind, "CreativeWork")
        office = {"@type": "GovernmentOrganization", "name": item.department} if item.department else None
        data = self.article(item, schema_type, genre=item.get_kind_display(), sourceOrganization=office)
        if item.kind == Document.Kind.VIDEO:
            player = player_of(item.video_url)
            return {
                **data,
                "thumbnailUrl": data["image"],
                "uploadDate": data["datePublished"],
                "contentUrl": item.video_url,
                "embedUrl": player.url.partition("?")[0] if player else None,
                "duration": f"PT{item.duration}S" if item.duration else None,
                "transcript": item.transcript,
            }
        return data

    def search_text(self, record, language):
        title, texts, credits = super().search_text(record, language)
        more = [getattr(record, f"{name}_{language}") for name in ("transcript", "department")]
        return title, [*texts, *more], credits

    def search_year(self, record):
        return record.date.year if record.date else record.year


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
        AUTHOR,
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
    api_prefetch_related = (
        STORIES_IN_ORDER,
        POPULAR_TITLES_IN_ORDER,
        Prefetch("popular_titles__post", Post.objects.visible()),
    )
    search_number = 3
    search_parts = ("stories", "popular_titles")
    search_dated_by = "month"
    periodical_names = {
        Issue.Series.NEWSLETTER: {"en": "Newsletter", "ko": "뉴스레터"},
        Issue.Series.SPECIAL: {"en": "Newsletter, Special Issues", "ko": "뉴스레터 특별호"},
    }

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
        return record.title_in(language), parts, [tidy_author(record.author)]

    def search_date(self, record):
        return record.date


@register
class TopicKind(Kind):
    """Topics store no time of change: a topic's page changes when its posts and documents do."""

    name = "topics"
    model = Topic
    label = _("Topics")
    list_name = "news:topic_list"
    navigation_position = 6
    api_fields = (
        Field("slug", _("short name; it stands in addresses and filters")),
        TranslatedField("name", _("name")),
        TranslatedField("introduction", _("one or two sentences")),
        TranslatedField(
            "url", _("address of its page"), lambda topic, code: absolute(topic.get_absolute_url(code))
        ),
        Field("news", _("number of public news posts"), lambda topic: topic.post_count),
        Field("archive", _("number of public archive documents"), lambda topic: topic.document_count),
    )
    api_lookup = "slug"

    def sitemap_queryset(self, ids):
        return self.model.objects.visible().filter(pk__gte=ids.start, pk__lt=ids.stop)

    def sitemap_changed_at(self, record, language):
        return None

    def api_conditions(self, key):
        return {"slug": key}

    def api_queryset(self, language):
        return super().api_queryset(language).counted()

    def jsonld(self, item):
        return {
            "@type": "CollectionPage",
            "url": absolute(item.canonical_url),
            "name": str(item),
            "inLanguage": item.lang,
            "description": item.introduction,
            "about": {"@type": "Thing", "name": str(item)},
            "publisher": jsonld.publisher(item.lang),
            "license": LICENCE_URL,
        }

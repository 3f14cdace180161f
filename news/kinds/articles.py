"""News posts and archive documents in feeds, the sitemap, the API, structured data and search."""

from django.utils.translation import gettext_lazy as _

from news.models import LISTED_TOPICS, Document, DocumentAttachment, Post, PostAttachment, Topic
from news.videos import player_of
from news.views import DocumentList, PostList
from seoulsolution.content import key_points, richtext
from seoulsolution.content.excerpts import heading
from seoulsolution.content.languages import active_language
from seoulsolution.content.marks import tidy_author, tidy_title
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.api.fields import Field, HtmlField, TranslatedField, picture
from seoulsolution.content.syndication.api.filters import ByChoice, ByTopic, ByYear
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
    Field("author", _("author")),
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

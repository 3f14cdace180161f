from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, When
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from news.models import (
    LISTED_TOPICS,
    Article,
    Document,
    DocumentAttachment,
    Issue,
    PopularTitle,
    Post,
    PostAttachment,
    Story,
    Topic,
)
from news.related import related
from news.videos import clock_time, player_of
from seoulsolution.content.excerpts import letters
from seoulsolution.content.languages import active_language, localize, localize_parts, own_first
from seoulsolution.content.lists.archives import ArchiveListView, PeriodPlace
from seoulsolution.content.lists.facets import (
    ChoiceFacet,
    ColumnFacet,
    LanguageFacet,
    RelatedFacet,
    YearFacet,
)
from seoulsolution.content.lists.prev_next import newer_and_older
from seoulsolution.content.syndication.feeds import feed_link, feed_url
from seoulsolution.content.syndication.kinds import kind_of
from seoulsolution.content.views import DetailView, ListView
from seoulsolution.media.attachments import attached_files, attachments_of

TOPIC_FACET = RelatedFacet(Topic, "topics", "topic", _("Topic"))
#: The parts of issues; by the default order of their models the database would also join the issues.
STORIES_IN_ORDER = Prefetch("stories", Story.objects.order_by("position", "pk"))
#: What lists show of them.
STORY_TITLES = Prefetch(
    "stories", Story.objects.order_by("position", "pk").defer("body", "body_en", "body_ko")
)
POPULAR_TITLES_IN_ORDER = Prefetch("popular_titles", PopularTitle.objects.order_by("position"))


def linked_popular_titles():
    """Return what to prefetch of issues: a popular title is linked only while its post can be read."""
    return POPULAR_TITLES_IN_ORDER, Prefetch("popular_titles__post", Post.objects.visible())


class ArticleDetail(DetailView):
    """What the pages of a post and of a document share."""

    select_related = ("cover",)
    #: The models of related records, the view's own first.
    related_models: tuple[type[Article], ...] = (Post, Document)
    #: What else the heading of a neighbour reads.
    link_columns: tuple[str, ...] = ()

    def get_context_data(self, **kwargs):
        others = self.model.objects.visible().for_links("title_cut", *self.link_columns)
        newer, older = newer_and_older(others, self.object)
        near = localize(related(self.object, self.related_models), active_language())
        context = super().get_context_data(related=near, newer=newer, older=older, **kwargs)
        return context | {"attachments": attached_files(self.item)}


class PostDetail(ArticleDetail):
    model = Post
    template_name = "news/post_detail.html"
    prefetch_related = (LISTED_TOPICS, attachments_of(PostAttachment))
    list_name = "news:post_list"
    list_label = _("News")


class DocumentDetail(ArticleDetail):
    model = Document
    template_name = "news/document_detail.html"
    prefetch_related = (LISTED_TOPICS, attachments_of(DocumentAttachment))
    list_name = "news:document_list"
    list_label = _("Archive")
    related_models = (Document, Post)
    link_columns = ("kind",)

    def get_context_data(self, **kwargs):
        document = self.object
        self.player = player_of(document.video_url)
        length = clock_time(document.duration) if document.duration else ""
        return super().get_context_data(video=self.player, length=length, **kwargs)

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if self.player:
            response._csp_update = {"frame-src": [self.player.origin]}
        return response


class ArticleList(ArchiveListView):
    """What the lists of posts and of documents share."""

    def get_rows(self):
        return self.model.objects.for_cards()


class PostList(ArticleList):
    model = Post
    rows_template = "news/post_rows.html"
    heading = _("News")
    lede = _("What the city announced, newest first.")
    facets = (TOPIC_FACET, YearFacet(), LanguageFacet())
    place = PeriodPlace("news:post_list")
    record_view = PostDetail


class ContentFacet(ColumnFacet):
    """By whether a document has a text, film or file here, or is a title alone."""

    OPTIONS = {"content": _("With text, film or file"), "title": _("Title only")}

    def __init__(self):
        super().__init__("holds", _("What is here"))

    def condition(self, value):
        if value not in self.OPTIONS:
            raise ValueError(value)
        attached = Document.objects.filter(attachments__isnull=False).order_by().values("pk")
        content = Q(has_content=True) | Q(pk__in=attached)
        return content if value == "content" else ~content

    def columns(self):
        attached = DocumentAttachment.objects.filter(document=OuterRef("pk")).order_by()
        content = Case(When(Q(has_content=True) | Exists(attached), then=True), default=False)
        return {"_holds": ExpressionWrapper(content, BooleanField())}

    def values(self, *columns):
        return ("content" if columns[0] else "title",)

    def names(self, values, language):
        return {value: self.OPTIONS[value] for value in self.OPTIONS if value in values}


class DocumentList(ArticleList):
    model = Document
    rows_template = "news/document_rows.html"
    heading = _("Archive")
    lede = _("Reports, interviews, brochures and films about the city's policies.")
    facets = (
        ChoiceFacet("kind", _("Kind"), Document.Kind.choices),
        ContentFacet(),
        TOPIC_FACET,
        YearFacet(),
        LanguageFacet(),
    )
    place = PeriodPlace("news:document_list")
    record_view = DocumentDetail


class IssueList(ListView):
    model = Issue
    rows_template = "news/issue_rows.html"
    heading = _("Newsletter")
    lede = _("Stories from Seoul, issue by issue.")
    prefetch_related = (STORY_TITLES,)
    facets = (YearFacet(year_field="year"), LanguageFacet())


class IssueDetail(DetailView):
    """The page of an issue, addressed by its series and number alone."""

    model = Issue
    template_name = "news/issue_detail.html"
    list_name = "news:issue_list"
    list_label = _("Newsletter")
    prefetch_related = (STORIES_IN_ORDER,)

    @classmethod
    def lookup(cls, kwargs):
        series, number = kwargs["key"]
        return {"series": series, "number": number}

    def get_queryset(self):
        return super().get_queryset().prefetch_related(*linked_popular_titles())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        issue = self.object
        series = Issue.objects.visible().filter(series=issue.series)
        newer, older = newer_and_older(series, issue, ("year", "month", "number"))
        stories = localize_parts(issue.stories.all(), self.item)
        places = {letters(story.title): place for place, story in enumerate(stories, start=1)}
        return context | {
            "page_title": issue.display_name,
            "stories": stories,
            "popular_titles": [
                (title, places.get(letters(title.title)))
                for title in issue.popular_titles.all()
                if title.language in issue.languages
            ],
            "newer": newer,
            "older": older,
        }


TOPIC_POSTS = 6
TOPIC_DOCUMENTS = 4


@dataclass(frozen=True)
class TopicSection:
    """The newest records of one kind under a topic, how many there are, and their list and feed."""

    items: list[Any]
    count: int
    list_url: str
    feed_url: str


@require_safe
def topic_list(request):
    """List every topic that has public records, with their number."""
    topics = localize(Topic.objects.visible().counted(), active_language())
    return render(request, "news/topic_list.html", {"topics": topics})


class TopicDetail(DetailView):
    """The page of one topic, addressed by its slug alone. A fixed number of queries."""

    model = Topic
    template_name = "news/topic_detail.html"
    list_name = "news:topic_list"
    list_label = _("Topics")

    def get_context_data(self, **kwargs):
        topic = self.object
        posts = self._section(kind_of(Post), TOPIC_POSTS)
        documents = self._section(kind_of(Document), TOPIC_DOCUMENTS)
        return super().get_context_data(
            posts=posts,
            documents=documents,
            others=localize(Topic.objects.visible().exclude(pk=topic.pk), active_language()),
            feed_links=[
                feed_link(kind_of(model), "atom", f"?topic={topic.slug}")
                for model, section in ((Post, posts), (Document, documents))
                if section.count  # a list answers 404 for a topic without records
            ],
            **kwargs,
        )

    def _section(self, kind, limit):
        """Return the topic's records of ``kind``; query them only if there are any."""
        model, query = kind.model, f"?topic={self.object.slug}"
        count = model.objects.count_visible_by("topics", self.object)[self.object.pk]
        records = model.objects.visible().filter(topics=self.object).for_cards()
        return TopicSection(
            own_first(records, active_language(), limit) if count else [],
            count,
            reverse(kind.list_name) + query,
            feed_url(kind, "atom", query),
        )

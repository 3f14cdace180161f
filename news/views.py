from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.models import Article, Document, Issue, PopularTitle, Post, Story
from news.related import related
from seoulsolution.content.dates import month
from seoulsolution.content.languages import active_language, localize, localize_parts
from seoulsolution.content.lists.archives import PeriodMixin, PeriodPlace
from seoulsolution.content.lists.facets import ChoiceFacet, LanguageFacet, RelatedFacet, YearFacet
from seoulsolution.content.lists.prev_next import newer_and_older
from seoulsolution.content.views import ContentDetail, ContentList

TOPIC_FACET = RelatedFacet("topics", "topic", _("Topic"))


class ArticleDetail(ContentDetail):
    """What the pages of a post and of a document share."""

    select = ("cover",)
    prefetch = ("topics",)
    #: The kinds that related records may be of, its own first.
    related_models = (Post, Document)

    def get_extra(self, record, item, language):
        newer, older = newer_and_older(self.model.objects.visible().defer(*self.model.LONG_TEXTS), record)
        near = localize(related(record, self.related_models), language)
        return {"related": near, "newer": newer, "older": older}


class PostDetail(ArticleDetail):
    model = Post
    template_name = "news/post_detail.html"
    list_name = "news:post_list"
    list_label = _("News")


class DocumentDetail(ArticleDetail):
    model = Document
    template_name = "news/document_detail.html"
    list_name = "news:document_list"
    list_label = _("Archive")
    related_models = (Document, Post)


class ArticleList(PeriodMixin, ContentList):
    """What the lists of posts and of documents share."""

    select = ("cover",)
    prefetch = ("topics",)
    defer = Article.LONG_TEXTS


class PostList(ArticleList):
    model = Post
    template_name = "news/post_list.html"
    heading = _("News")
    lede = _("What the city announced, newest first.")
    facets = (TOPIC_FACET, YearFacet(), LanguageFacet())
    place = PeriodPlace("news:post_list")
    record_view = PostDetail


class DocumentList(ArticleList):
    model = Document
    template_name = "news/document_list.html"
    heading = _("Archive")
    lede = _("Reports, interviews, brochures and films about the city's policies.")
    facets = (
        ChoiceFacet("kind", _("Kind"), Document.Kind.choices),
        TOPIC_FACET,
        YearFacet(),
        LanguageFacet(),
    )
    place = PeriodPlace("news:document_list")
    record_view = DocumentDetail


class IssueList(ContentList):
    model = Issue
    template_name = "news/issue_list.html"
    heading = _("Newsletter")
    lede = _("Stories from Seoul, issue by issue.")
    prefetch = ("stories",)
    facets = (YearFacet(year_field="year"), LanguageFacet())


class IssueDetail(ContentDetail):
    """An issue of the newsletter; its number is its whole address."""

    model = Issue
    template_name = "news/issue_detail.html"
    list_name = "news:issue_list"
    list_label = _("Newsletter")

    def get_records(self):
        # A popular title is linked only while its post can be read.
        return (
            super()
            .get_records()
            .prefetch_related(
                Prefetch("stories", Story.objects.order_by("position", "pk")),
                Prefetch("popular_titles", PopularTitle.objects.order_by("position")),
                Prefetch("popular_titles__post", Post.objects.visible()),
            )
        )

    def get(self, request, number):
        issues = self.get_records().filter(series=Issue.Series.NEWSLETTER)
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        issue, language = get_object_or_404(issues, number=number), active_language()
        address = issue.get_absolute_url(language)
        if request.path != address:  # /en/newsletter/0201/
            return redirect(address + query, permanent=True)
        return self.show(issue, language, query)

    def get_extra(self, record, item, language):
        newer, older = newer_and_older(Issue.objects.visible(), record, ("year", "month", "number"))
        title = gettext("Newsletter No. %(number)s, %(month)s")
        return {
            "page_title": title % {"number": record.number, "month": month(record.date)},
            "stories": localize_parts(record.stories.all(), item),
            "popular_titles": [t for t in record.popular_titles.all() if t.language in record.languages],
            "newer": newer,
            "older": older,
        }

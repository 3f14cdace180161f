"""What is new in the news, the archive and the newsletter."""

from django.db.models import Prefetch

from news.models import Story
from news.views import DocumentList, IssueList, PostList
from seoulsolution.content import richtext
from seoulsolution.content.excerpts import shorten
from seoulsolution.content.languages import localize
from seoulsolution.content.syndication.feeds import ContentFeed, register


class ArticleFeed(ContentFeed):
    """What the feeds of posts and of documents share."""

    prefetch = ("topics",)

    def categories(self, item):
        return [name for topic in item.topics.all() if (name := topic.title_in(item.lang))]


@register
class PostFeed(ArticleFeed):
    list_view = PostList
    list_name = "news:post_list"
    url_name = "post_feed"


@register
class DocumentFeed(ArticleFeed):
    list_view = DocumentList
    list_name = "news:document_list"
    url_name = "document_feed"

    def categories(self, item):
        return [item.get_kind_display(), *super().categories(item)]


@register
class IssueFeed(ContentFeed):
    list_view = IssueList
    list_name = "news:issue_list"
    url_name = "issue_feed"
    has_days = False  # only the month of an issue is known
    order = ("-year", "-month", "-number")
    prefetch = (Prefetch("stories", Story.objects.order_by("position", "pk")),)

    def stories(self, item):
        return [story for story in localize(item.stories.all(), item.lang) if story.is_translated]

    def summary(self, item):
        return shorten(item.lead or " · ".join(story.title for story in self.stories(item)))

    def content(self, item):
        stories = [richtext.heading(story.title) + story.body for story in self.stories(item)]
        return richtext.from_text(item.lead) + "".join(stories)

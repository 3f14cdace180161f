"""Topics as pages: what the archive has about one subject, of every kind."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from news.feeds import DocumentFeed, PostFeed
from news.models import Topic
from seoulsolution.content.languages import active_language, localize
from seoulsolution.content.syndication.feeds import feed_url
from seoulsolution.content.views import ContentDetail

POSTS = 6
DOCUMENTS = 4


@dataclass(frozen=True)
class Part:
    """What a topic has of one kind: its newest records, how many there are, where all of them and news
    of them are found."""

    items: list[Any]
    count: int
    list_url: str
    feed_url: str


@require_safe
def topic_list(request):
    """Show every topic under which something is public, with how much."""
    topics = localize(Topic.objects.visible().counted(), active_language())
    return render(request, "news/topic_list.html", {"topics": topics})


class TopicDetail(ContentDetail):
    """The page of one topic; its slug is its whole address. Fixed queries."""

    model = Topic
    template_name = "news/topic_detail.html"
    list_name = "news:topic_list"
    list_label = _("Topics")

    def get_records(self):
        return super().get_records().counted()

    def get(self, request, slug):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return self.show(get_object_or_404(self.get_records(), slug=slug), active_language(), query)

    def get_extra(self, record, item, language):
        posts = self._part(record, PostFeed, record.post_count, POSTS, language)
        documents = self._part(record, DocumentFeed, record.document_count, DOCUMENTS, language)
        others = Topic.objects.visible().exclude(pk=record.pk)
        return {
            "posts": posts,
            "documents": documents,
            "others": localize(others, language),
            "followed": [
                (feed.list_name, f"?topic={record.slug}")
                for feed, part in ((PostFeed, posts), (DocumentFeed, documents))
                if part.count  # a list knows no filter under which it has nothing
            ],
        }

    @staticmethod
    def _part(topic, feed, count, limit, language):
        """Return the Part of ``topic`` in the list of ``feed``; asks the database only where it has any."""
        model, query = feed.list_view.model, f"?topic={topic.slug}"
        under = model.objects.visible().filter(topics=topic).defer(*model.LONG_TEXTS)
        records = under.select_related("cover").prefetch_related("topics")[:limit]
        return Part(
            localize(records, language) if count else [],
            count,
            reverse(feed.list_name) + query,
            feed_url(feed, "atom", query),
        )

"""News posts, archive documents, newsletter issues with their stories, and the topics they share."""

from news.models.articles import LISTED_TOPICS, Article
from news.models.documents import Document, DocumentAttachment
from news.models.newsletters import Issue, IssueKeyConverter, PopularTitle, Story
from news.models.posts import Post, PostAttachment
from news.models.topics import FormerSlug, Topic

__all__ = [
    "LISTED_TOPICS",
    "Article",
    "Document",
    "DocumentAttachment",
    "FormerSlug",
    "Issue",
    "IssueKeyConverter",
    "PopularTitle",
    "Post",
    "PostAttachment",
    "Story",
    "Topic",
]

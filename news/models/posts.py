"""News posts and their attachments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.models.indexes import admin_indexes, archive_indexes
from seoulsolution.content.languages import availability
from seoulsolution.media.models import Attachment


class Post(Article):
    """A news post."""

    revision_children = ("attachments",)
    section = "news"
    url_name = "news:post"
    available_en = availability("en", "title", "body")
    available_ko = availability("ko", "title", "body")

    class Meta(Article.Meta):
        verbose_name = _("news post")
        verbose_name_plural = _("news posts")
        indexes = [*archive_indexes("post"), *admin_indexes("post")]


class PostAttachment(Attachment):
    revision_parent = "post"
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments")

    class Meta(Attachment.Meta):
        ordering = ["post", "position", "id"]

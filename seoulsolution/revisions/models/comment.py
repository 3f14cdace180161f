"""What staff say to each other about a text, at one of its fields."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seoulsolution.revisions.models.about import AboutRecord, AboutRecordQuerySet


class Comment(AboutRecord):
    """A comment on a record, or an answer to one.

    It is resolved when nothing is left to say, and stays with who resolved it and when.
    """

    #: The column that it is about, such as "title_ko"; empty for the whole text.
    field = models.CharField(_("field"), max_length=100, blank=True)
    text = models.TextField(_("comment"), max_length=2000)
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("time"), auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True)

    objects = AboutRecordQuerySet.as_manager()
    #: Its answers, where ``threads_of`` read it.
    thread: list["Comment"]

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="comment_of_record")]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.field}"

    @classmethod
    def threads_of(cls, record: models.Model) -> list[Self]:
        """Return the comments on ``record``, each with its ``thread`` of answers. One query."""
        first: dict[int, Self] = {}
        for comment in cls.objects.of(record).select_related("created_by", "resolved_by"):
            if comment.answers_id is None:
                first[comment.pk], comment.thread = comment, []
            elif comment.answers_id in first:
                first[comment.answers_id].thread.append(comment)
        return list(first.values())

    def answer(self, text: str, user) -> Self:
        """Add an answer, which opens a comment again that was resolved."""
        self.resolve(None)
        return type(self).objects.create(
            content_type=self.content_type,
            object_id=self.object_id,
            field=self.field,
            answers=self,
            text=text,
            created_by=user,
        )

    def resolve(self, user) -> None:
        """Mark it as resolved by ``user``; None opens it again."""
        self.resolved_by, self.resolved_at = user, timezone.now() if user else None
        self.save(update_fields=["resolved_by", "resolved_at"])

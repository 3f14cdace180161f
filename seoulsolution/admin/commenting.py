"""Comments on a field of a text: read, written, answered and resolved by those who may see the text."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from seoulsolution.admin.fields import mark_fields
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.sections import ROWS, Row, Section
from seoulsolution.admin.urls import admin_path, form_url
from seoulsolution.revisions.models import Comment, Revision

ANCHOR = "comments"


class CommentField(forms.CharField):
    """Counts a line end as one letter, as browsers do where they stop taking more."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class CommentForm(forms.Form):
    """A comment on one of the fields, which are named as in the form of the record."""

    field = forms.ChoiceField(label=gettext_lazy("Part of the text"), required=False)
    text = CommentField(
        label=gettext_lazy("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, labels, **kwargs):
        super().__init__(*args, auto_id="comment-%s", **kwargs)
        self.fields["field"].choices = [("", _("the whole text")), *labels.items()]


class CommentsMixin:
    """Mixin of a ModelAdmin with ``_text_labels()``: the form shows comments, and marks their fields."""

    def get_urls(self):
        comments = "<path:object_id>/comments/"
        resolve = f"{comments}<int:comment_id>/resolve/"
        return [
            admin_path(self, comments, self.comment_view, "comment"),
            admin_path(self, resolve, self.resolve_comment_view, "comment_resolve"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def comment_view(self, request, object_id):
        """Add a comment; ``answers`` names the one that it answers."""
        record = self.get_viewable(request, object_id)
        form = CommentForm(request.POST, labels=self._text_labels())
        answered = request.POST.get("answers", "")
        if not form.is_valid():
            messages.error(
                request, _("The comment is empty, longer than 2,000 characters, or about no field.")
            )
        elif answered:
            first = Comment.objects.of(record).filter(answers=None)
            comment = get_object_or_404(first, pk=to_id(answered))
            comment.answer(form.cleaned_data["text"], request.user)
        else:
            Comment.objects.create(record=record, created_by=request.user, **form.cleaned_data)
        return redirect(f"{form_url(record)}#{ANCHOR}")

    @method_decorator(require_POST)
    def resolve_comment_view(self, request, object_id, comment_id):
        """Resolve a comment, or open it again: who wrote it may, and who may change the text."""
        record = self.get_viewable(request, object_id)
        comment = get_object_or_404(Comment.objects.of(record).filter(answers=None), pk=comment_id)
        if not self._may_resolve(request, record, comment):
            raise PermissionDenied
        comment.resolve(None if comment.resolved_at else request.user)
        return redirect(f"{form_url(record)}#{ANCHOR}")

    def _may_resolve(self, request, record, comment):
        return comment.created_by_id == request.user.pk or self.has_change_permission(request, record)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and obj.pk:
            labels, comments = self._text_labels(), Comment.threads_of(obj)
            mark_fields(context["adminform"].form, _marks(comments))
            context["comment_form"] = CommentForm(labels=labels)
            threads = [
                {
                    "comment": comment,
                    "label": labels.get(comment.field, ""),
                    "may_resolve": self._may_resolve(request, obj, comment),
                }
                for comment in comments
            ]
            context["open_comments"] = [each for each in threads if not each["comment"].resolved_at]
            context["resolved_comments"] = [each for each in threads if each["comment"].resolved_at]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _marks(comments):
    """Return by field a link to the open comments on it."""
    marks = {}
    for name, number in Counter(each.field for each in comments if each.resolved_at is None).items():
        text = ngettext("%(number)d comment", "%(number)d comments", number) % {"number": number}
        marks[name] = format_html('<a class="admin-remark" href="#{}">{}</a>', ANCHOR, text)
    return marks


def comments(request, admins):
    """Yield the open comments on texts that the user wrote or commented on, but where they spoke last."""
    kinds = ContentType.objects.get_for_models(*(each.model for each in admins)).values()
    same = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id")}
    spoken = Comment.objects.filter(Q(pk=OuterRef("pk")) | Q(answers=OuterRef("pk")))
    last = spoken.order_by("-pk")
    found = Comment.objects.filter(content_type__in=kinds, answers=None, resolved_at=None).annotate(
        last_by=Subquery(last.values("created_by")[:1]),
        last_text=Subquery(last.values("text")[:1]),
        last_at=Subquery(last.values("created_at")[:1]),
    )
    found = found.filter(
        Exists(Revision.objects.filter(**same, created_by=request.user))
        | Exists(spoken.filter(created_by=request.user))
    ).exclude(last_by=request.user.pk)
    rows = [
        Row.of(comment.record, comment.last_at, comment.last_text)
        for comment in found.order_by("-last_at")[:ROWS].prefetch_related("record")
        if comment.record is not None
    ]
    yield Section("comments", _("Comments on your texts"), rows)

from django.conf import settings
from django.contrib import admin
from django.db.models import Max
from django.forms import Select
from django.utils.translation import gettext_lazy as _

from news.issue_titles import renewed
from news.models import (
    Document,
    DocumentAttachment,
    Issue,
    PopularTitle,
    Post,
    PostAttachment,
    Story,
    Topic,
)
from seoulsolution.admin.actions import set_topic
from seoulsolution.admin.base import ContentAdmin, SourcedAdmin, TranslatedAdmin
from seoulsolution.admin.copying import CopyingMixin
from seoulsolution.admin.filters import DraftFilter, LanguageFilter, ReviewFilter, TopicFilter, YearFilter
from seoulsolution.admin.forms import TranslatedForm
from seoulsolution.admin.inlines import OrderedInline, TextInline
from seoulsolution.admin.media.attachments import AttachmentInline, AttachmentsMixin
from seoulsolution.admin.media.choices import PictureField
from seoulsolution.admin.permissions import ChildPermissions


class ArticleAdmin(AttachmentsMixin, PictureField, CopyingMixin, ContentAdmin):
    """What posts and archive documents share."""

    language_fields = ("title", "summary", "key_points", "body")
    list_display = (
        "title_column",
        "state_column",
        "date_column",
        "language_column",
        "topic_column",
        "review_column",
    )
    list_filter = ("state", DraftFilter, LanguageFilter, TopicFilter, ReviewFilter, YearFilter)
    search_fields = ("title_en", "title_ko", "foreign_title", "author", "source_name")
    actions = [*ContentAdmin.actions, set_topic, "copy_chosen"]
    source = (
        _("Source"),
        {"fields": ("author", ("source_name", "source_url"), "title_cut"), "classes": ("collapse",)},
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("topics")


class PostAttachmentInline(AttachmentInline):
    model = PostAttachment


class DocumentAttachmentInline(AttachmentInline):
    model = DocumentAttachment


@admin.register(Post)
class PostAdmin(ArticleAdmin):
    needed = ("title", "body")
    inlines = (PostAttachmentInline,)
    shared_fieldsets = (
        (None, {"fields": ("date", "topics", "cover")}),
        ContentAdmin.publication,
        ArticleAdmin.source,
    )


@admin.register(Document)
class DocumentAdmin(ArticleAdmin):
    language_fields = (*ArticleAdmin.language_fields, "department", "transcript")
    inlines = (DocumentAttachmentInline,)
    list_display = ("title_column", "kind", *ArticleAdmin.list_display[1:])
    list_filter = (
        "state",
        DraftFilter,
        "kind",
        LanguageFilter,
        TopicFilter,
        ReviewFilter,
        YearFilter,
    )
    shared_fieldsets = (
        (
            None,
            {"fields": ("kind", ("date", "year"), ("video_url", "duration"), "topics", "cover")},
        ),
        ContentAdmin.publication,
        ArticleAdmin.source,
    )


class StoryInline(TextInline):
    model = Story
    language_fields = ("title", "body")
    needed = ("title", "body")
    show_change_link = True

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": ("position",)}), *self.language_fieldsets()]


class PopularTitleInline(OrderedInline, admin.TabularInline):
    model = PopularTitle
    template = "admin/ordered/tabular.html"
    fields = ("position", "title", "language", "post")
    autocomplete_fields = ("post",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "language":
            kwargs["widget"] = Select(choices=settings.LANGUAGES)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class IssueForm(TranslatedForm):
    constraint_fields = TranslatedForm.constraint_fields | {"number_once_a_series": "number"}


@admin.register(Issue)
class IssueAdmin(CopyingMixin, ContentAdmin):
    form = IssueForm
    actions = [*ContentAdmin.actions, "copy_chosen"]
    language_fields = ("title", "lead", "photo_caption")
    list_display = (
        "number",
        "series",
        "title_column",
        "state_column",
        "month_column",
        "language_column",
        "review_column",
    )
    list_display_links = ("number", "title_column")
    list_filter = ("state", DraftFilter, "series", LanguageFilter, ReviewFilter, "year")
    search_fields = (
        "title_en",
        "title_ko",
        "foreign_title",
        "author",
        "stories__title_en",
        "stories__title_ko",
    )
    inlines = (StoryInline, PopularTitleInline)
    shared_fieldsets = (
        (None, {"fields": (("series", "number"), ("year", "month"), "author")}),
        ContentAdmin.publication,
    )

    def prepare_copy(self, record, data):
        """Give the copy the next number of its series and the month after, in its titles, too."""
        super().prepare_copy(record, data)
        highest = Issue.objects.filter(series=record.series).aggregate(highest=Max("number"))["highest"]
        year, month = divmod(record.year * 12 + record.month, 12)
        before, after = (record.number, record.year, record.month), (highest + 1, year, month + 1)
        for name in ("title_en", "title_ko"):
            if title := data["fields"].get(name):
                data["fields"][name] = renewed(title, before, after)
        data["fields"] |= dict(zip(("number", "year", "month"), after, strict=True))

    @admin.display(description=_("month"), ordering="year")
    def month_column(self, issue):
        return f"{issue.year}. {issue.month}."


@admin.register(Story)
class StoryAdmin(ChildPermissions, SourcedAdmin):
    """Stories are written inside their issue; here they are found, and their reviews ticked off."""

    language_fields = ("title", "body")
    needed = ("title", "body")
    list_display = ("title_column", "issue", "position", "review_column")
    list_filter = (LanguageFilter, ReviewFilter, "issue")
    list_select_related = ("issue",)
    search_fields = ("title_en", "title_ko", "foreign_title")
    autocomplete_fields = ("issue",)
    shared_fieldsets = ((None, {"fields": (("issue", "position"),)}),)


@admin.register(Topic)
class TopicAdmin(TranslatedAdmin):
    language_fields = ("name", "introduction", "keywords")
    needed = ("name",)
    list_display = ("title_column", "slug", "position")
    list_editable = ("position",)
    list_filter = (LanguageFilter,)
    search_fields = ("name_en", "name_ko", "keywords_en", "keywords_ko")
    prepopulated_fields = {"slug": ("name_en",)}
    shared_fieldsets = ((None, {"fields": ("slug", "position")}),)

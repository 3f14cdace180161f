from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.models import Notice, NoticeAttachment, NoticePart, SelectionStep
from seoulsolution.admin.base import ContentAdmin
from seoulsolution.admin.columns import state_mark
from seoulsolution.admin.copying import CopyingMixin
from seoulsolution.admin.filters import DraftFilter, LanguageFilter, ReviewFilter, YearFilter
from seoulsolution.admin.forms import TranslatedForm
from seoulsolution.admin.inlines import LineInline, TextInline
from seoulsolution.admin.media.attachments import AttachmentInline, AttachmentsMixin
from seoulsolution.admin.week import Event


class NoticeForm(TranslatedForm):
    constraint_fields = TranslatedForm.constraint_fields | {
        "closes_after_opening": "submission_closes",
        "result_after_closing": "result_announced_on",
    }


class PartInline(TextInline):
    model = NoticePart
    order_field = "number"
    language_fields = ("title", "body")

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": (("number", "kind"),)}), *self.language_fieldsets()]


class SelectionStepInline(LineInline):
    model = SelectionStep
    fields = ("position", "title_en", "title_ko", "year", "month")


class NoticeAttachmentInline(AttachmentInline):
    model = NoticeAttachment


@admin.register(Notice)
class NoticeAdmin(AttachmentsMixin, CopyingMixin, ContentAdmin):
    form = NoticeForm
    language_fields = ("title", "intro", "how_to_submit", "where_to_submit")
    needed = ("title", "intro")
    list_display = (
        "title_column",
        "state_column",
        "submission_column",
        "submission_opens",
        "submission_closes",
        "language_column",
        "review_column",
    )
    list_filter = ("state", DraftFilter, LanguageFilter, ReviewFilter, YearFilter)
    date_hierarchy = "submission_opens"
    actions = [*ContentAdmin.actions, "copy_chosen"]
    not_copied = (*CopyingMixin.not_copied, "submission_opens", "submission_closes", "result_announced_on")
    search_fields = ("title_en", "title_ko", "foreign_title", "author", "parts__title_en", "parts__title_ko")
    inlines = (PartInline, SelectionStepInline, NoticeAttachmentInline)
    shared_fieldsets = (
        (
            gettext_lazy("Submission"),
            {
                "fields": (
                    ("submission_opens", "submission_closes", "result_announced_on"),
                    "citizens_required",
                )
            },
        ),
        ContentAdmin.publication,
        (
            gettext_lazy("Source"),
            {"fields": (("date", "author"), "source_url"), "classes": ("collapse",)},
        ),
    )

    def prepare_copy(self, record, data):
        """Leave the steps in their months, a year on: a step cannot be without them."""
        super().prepare_copy(record, data)
        for row in data["children"]["selection_steps"]:
            row["fields"]["year"] += 1

    @admin.display(description=gettext_lazy("submission"))
    def submission_column(self, notice):
        state = notice.submission_state()
        return state_mark(state.value, state.label) if state else "–"

    def upcoming(self, now, until):
        first, last = timezone.localdate(now), timezone.localdate(until)
        events = super().upcoming(now, until)
        for name, what in (
            ("submission_opens", _("submission opens")),
            ("submission_closes", _("submission closes")),
            ("result_announced_on", _("result announced")),
        ):
            ahead = {f"{name}__range": (first, last)}
            coming = self.model.objects.filter(state=Notice.State.PUBLISHED, **ahead).order_by(name)[:10]
            events += [Event(getattr(notice, name), notice, what) for notice in coming]
        return events

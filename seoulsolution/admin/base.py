"""Base classes of the admins of all kinds of content."""

from django.conf import settings
from django.contrib import messages
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from seoulsolution.admin import actions
from seoulsolution.admin.changelist import BoundedListMixin
from seoulsolution.admin.columns import (
    ColumnsMixin,
    draft_of,
    language_links,
    open_reviews_of,
    title_here,
    why_in_no_language,
    why_not_public,
)
from seoulsolution.admin.commenting import CommentsMixin
from seoulsolution.admin.drafts import DraftsMixin
from seoulsolution.admin.editing import EditingMixin
from seoulsolution.admin.erasing import ErasingMixin
from seoulsolution.admin.fields import LanguageFields
from seoulsolution.admin.filters import DraftFilter, LanguageFilter, ReviewFilter
from seoulsolution.admin.forms import TranslatedForm
from seoulsolution.admin.history import HistoryMixin
from seoulsolution.admin.inlines import ReviewInline
from seoulsolution.admin.panels import Position, get_panels
from seoulsolution.admin.permissions import RecordPermissions
from seoulsolution.admin.previews.admin import PreviewsMixin
from seoulsolution.admin.publishing.asking import PublishCheckMixin
from seoulsolution.admin.revisions import RevisionsMixin
from seoulsolution.admin.translating.form import TranslatingMixin
from seoulsolution.admin.translating.versions import LanguageHistoryMixin
from seoulsolution.admin.week import Event
from seoulsolution.admin.withdrawal import WithdrawalMixin
from seoulsolution.admin.workflow import WorkflowMixin
from seoulsolution.content.models import Content
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import drafts


class TranslatedAdmin(
    LanguageHistoryMixin,
    TranslatingMixin,
    EditingMixin,
    RecordPermissions,
    ErasingMixin,
    HistoryMixin,
    RevisionsMixin,
    ColumnsMixin,
    LanguageFields,
    BoundedListMixin,
    TranslationAdmin,
):
    """Admin of a translated record, with history."""

    form = TranslatedForm
    view_on_site = False
    #: Fieldsets below those of the languages.
    shared_fieldsets = ()

    class Media:
        js = ("admin-site/tabs.js", "admin-site/keys.js", "admin-site/dates.js", "admin-site/sending.js")

    def get_fieldsets(self, request, obj=None):
        return [*self.language_fieldsets(), *self.shared_fieldsets]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(title_here=title_here(self.model))

    def render_change_form(self, request, context, *args, **kwargs):
        # The editor's import map is the only inline script of the page, and needs the nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)


class SourcedAdmin(DraftsMixin, TranslatedAdmin):
    """Admin of a record that may have been imported: it shows its reviews and where it came from."""

    actions = [actions.delete_selected, actions.resolve_reviews]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(open_reviews=open_reviews_of(self.model))

    def get_inlines(self, request, obj):
        own = super().get_inlines(request, obj)
        return [*own, ReviewInline] if obj else own

    def save_formset(self, request, form, formset, change):
        if formset.model is not Review:
            super().save_formset(request, form, formset, change)
            return
        formset.new_objects, formset.deleted_objects, formset.changed_objects = [], [], []
        for row in formset.forms:
            if row.has_changed():
                row.apply(request.user)
                formset.changed_objects.append((row.instance, ["resolved"]))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["panels"] = get_panels(Position.RECORD, request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


class ContentAdmin(
    PublishCheckMixin,
    PreviewsMixin,
    CommentsMixin,
    WorkflowMixin,
    WithdrawalMixin,
    SourcedAdmin,
):
    """Admin of a kind of content that has public pages."""

    can_withhold = True
    save_on_top = True
    list_filter = ("state", DraftFilter, LanguageFilter, ReviewFilter)
    actions = [actions.publish, actions.schedule, actions.withdraw, actions.resolve_reviews]
    times = (gettext_lazy("Publication"), {"fields": (("go_live_at", "expires_at"),)})
    #: The same for what a former site may have had, too.
    publication = (times[0], {"fields": (*times[1]["fields"], "old_addresses")})

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(**draft_of(self.model))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "topics":
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        may_publish = self.has_publish_permission(request, obj)
        context["show_publish"] = may_publish and not settings.SECOND_PAIR_OF_EYES
        if obj and obj.pk:
            # What readers see: ``obj`` has the text of the draft, or what was sent with errors.
            live = self.model._default_manager.get(pk=obj.pk)
            context["workflow"] = self.workflow_context(request, live)
            reasons = why_not_public(live)
            context["why_not_public"] = reasons
            context["language_links"] = language_links(live, is_public=not reasons)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record = form.instance
        record.compute()
        if drafts.exist(record):
            return
        if record.state == record.State.PUBLISHED and not record.languages:
            text = _("It is published, but readers cannot see it yet. %(why)s")
            messages.warning(request, text % {"why": why_in_no_language(record)})

    def upcoming(self, now, until):
        """Return the Events of records of this kind after ``now`` and up to ``until``."""
        events = []
        for field, what in (("go_live_at", _("goes live")), ("expires_at", _("expires"))):
            ahead = {f"{field}__gt": now, f"{field}__lte": until}
            coming = self.model.objects.filter(state=Content.State.PUBLISHED, **ahead).order_by(field)[:10]
            events += [Event(getattr(record, field), record, what) for record in coming]
        return events

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from seoulsolution.admin.base import ContentAdmin
from seoulsolution.admin.filters import DraftFilter, LanguageFilter, ReviewFilter
from seoulsolution.admin.media.choices import PictureField


@admin.register(Partner)
class PartnerAdmin(PictureField, ContentAdmin):
    language_fields = ("name", "official_name", "description")
    needed = ("name",)
    list_display = (
        "title_column",
        "official_name_column",
        "kind",
        "state_column",
        "language_column",
        "review_column",
        "position",
    )
    list_editable = ("position",)
    list_filter = ("state", DraftFilter, "kind", LanguageFilter, ReviewFilter)
    search_fields = ("name_en", "name_ko", "official_name_en", "official_name_ko", "foreign_title", "url")
    ordering = ("position", "pk")
    shared_fieldsets = (
        (None, {"fields": ("kind", "url", "logo", "position", "is_site_owner")}),
        ContentAdmin.publication,
    )

    @admin.display(description=_("official name"))
    def official_name_column(self, partner):
        return partner.official_name_en or partner.official_name_ko or "–"

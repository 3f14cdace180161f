"""Inlines of a record's form."""

from django.contrib.contenttypes.admin import GenericStackedInline
from django.db import models
from django.db.models import F
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from seoulsolution.admin.columns import NAMES
from seoulsolution.admin.fields import LanguageFields
from seoulsolution.admin.forms import OrderedForm, OrderedFormSet, ReviewForm, ReviewFormSet
from seoulsolution.admin.permissions import RowPermissions
from seoulsolution.admin.widgets import CellInput
from seoulsolution.reviews.models import Review


class OrderedInline(RowPermissions, LanguageFields):
    """Rows in the order of a number, which editors may leave empty."""

    form = OrderedForm
    formset = OrderedFormSet
    order_field = "position"
    extra = 0

    class Media:
        js = ("admin-site/ordering.js",)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.order_field = formset.form.order_field = self.order_field
        return formset


class TextInline(OrderedInline, TranslationStackedInline):
    """Rows with long texts, each with language tabs."""

    template = "admin/ordered/stacked.html"


class LineInline(OrderedInline, TranslationTabularInline):
    """Rows of short texts, with the languages side by side: the column headings name them."""

    template = "admin/ordered/tabular.html"
    formfield_overrides = OrderedInline.formfield_overrides | {models.CharField: {"widget": CellInput}}

    def language_label(self, db_field):
        return f"{super().language_label(db_field)} ({NAMES[db_field.language]})"


class ReviewInline(RowPermissions, GenericStackedInline):
    """Why a person should look at the record: boxes to tick off."""

    model = Review
    form = ReviewForm
    formset = ReviewFormSet
    template = "admin/reviews/inline.html"
    fields = ("resolved",)
    extra = 0
    can_delete = False

    def get_queryset(self, request):
        reviews = super().get_queryset(request).select_related("resolved_by")
        return reviews.order_by(F("resolved_at").asc(nulls_first=True), "reason")

    def has_add_permission(self, request, obj=None):
        return False

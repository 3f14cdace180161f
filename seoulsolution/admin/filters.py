"""Filters of the admin's lists: language, open reviews, year."""

import datetime

from django.conf import settings
from django.contrib.admin import SimpleListFilter
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seoulsolution.admin.dates import FIRST_YEAR, LAST_YEAR
from seoulsolution.admin.ids import to_id
from seoulsolution.admin.translating.board import in_state, is_written, states_of
from seoulsolution.content.fields import UNDATED
from seoulsolution.content.languages import CODES
from seoulsolution.content.lists.years import UNDATED_VALUE, in_year, parse_year, year_choice
from seoulsolution.reviews.models import Review
from seoulsolution.reviews.reasons import ReviewReason
from seoulsolution.revisions.models import Draft, Submission


class DraftFilter(SimpleListFilter):
    """Published records with a draft, and records that were submitted, returned or approved."""

    title = _("work on it")
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [("draft", _("draft over the public text")), *Submission.Status.choices]

    def queryset(self, request, queryset):
        if self.value() == "draft":
            return queryset.filter(pk__in=Draft.objects.of_model(queryset.model).values("object_id"))
        if self.value() in Submission.Status.values:
            submitted = Submission.objects.of_model(queryset.model).filter(status=self.value())
            return queryset.filter(pk__in=submitted.values("object_id"))
        return queryset


class LanguageFilter(SimpleListFilter):
    """Records that are available in a language, or by how far they are translated into it."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        for code, name in settings.LANGUAGES:
            yield code, f"{name}: {gettext('available')}"
            states = states_of(model_admin.model).items()
            yield from ((f"{code}-{state}", f"{name}: {label}") for state, label in states)

    def queryset(self, request, queryset):
        code, _dash, state = (self.value() or "").partition("-")
        if code not in CODES:
            return queryset
        if state in states_of(queryset.model):
            return in_state(queryset, code, state)
        return queryset.filter(is_written(queryset.model, code))


class ReviewFilter(SimpleListFilter):
    """Records with open reviews of any reason, of one reason, or without any."""

    title = _("open review")
    parameter_name = "review"
    ANY, NONE = "any", "none"

    def lookups(self, request, model_admin):
        """Return the reasons that are open for records of this kind, and the chosen one."""
        kind = ContentType.objects.get_for_model(model_admin.model)
        reviews = Review.objects.filter(content_type=kind, resolved_at=None)
        found = {*reviews.order_by().values_list("reason", flat=True).distinct(), self.value()}
        reasons = [(value, label) for value, label in ReviewReason.choices if value in found]
        return [(self.ANY, _("any reason")), (self.NONE, _("nothing open")), *reasons]

    def queryset(self, request, queryset):
        if self.value() in ReviewReason.values:
            return queryset.filter(reviews__reason=self.value(), reviews__resolved_at=None)
        if self.value() == self.ANY:
            return queryset.filter(pk__in=self._open(queryset))
        if self.value() == self.NONE:
            return queryset.exclude(pk__in=self._open(queryset))
        return queryset

    @staticmethod
    def _open(queryset):
        """Return the ids of all records of the kind with an open review."""
        kind = ContentType.objects.get_for_model(queryset.model)
        return Review.objects.filter(content_type=kind, resolved_at=None).order_by().values("object_id")


class TopicFilter(SimpleListFilter):
    """Records with a topic, or without any. Django's own filter reads all of them to find duplicates."""

    title = _("topic")
    parameter_name = "topic"
    NONE = "none"
    #: So many are read at once.
    FEW = 2000

    def lookups(self, request, model_admin):
        topics = model_admin.model._meta.get_field("topics").related_model.objects.all()
        return [*((str(topic.pk), str(topic)) for topic in topics), (self.NONE, _("without a topic"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        field = queryset.model._meta.get_field("topics")
        rows = field.remote_field.through.objects.values(field.m2m_field_name())
        if self.value() == self.NONE:
            return queryset.exclude(pk__in=rows)
        rows = rows.filter(**{field.m2m_reverse_field_name(): to_id(self.value())})
        if rows[: self.FEW + 1].count() <= self.FEW:
            return queryset.filter(pk__in=rows)
        # Databases would read and sort all of them to list the first.
        return queryset.filter(Exists(rows.filter(**{field.m2m_field_name(): OuterRef("pk")})))


class YearFilter(SimpleListFilter):
    """Records of a year, by the date that sorts them."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        """Return every year from the newest record to the oldest; which of them has any would take long.

        Years that no form takes are not counted through: the few records with one are read.
        """
        days = model_admin.model.objects.order_by("sort_date").values_list("sort_date", flat=True)
        first, last = datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)
        usual = days.filter(sort_date__range=(first, last))
        newest, oldest = usual.last(), usual.first()
        years = {*range(oldest.year, newest.year + 1)} if newest else set()
        odd = days.filter(Q(sort_date__gt=UNDATED, sort_date__lt=first) | Q(sort_date__gt=last))
        years |= {day.year for day in odd.distinct()}
        undated = [UNDATED.year] if days.first() == UNDATED else []
        return [year_choice(year) for year in (*sorted(years, reverse=True), *undated)]

    def value(self):
        """Return the year in the address; kept links have "none" for what is undated."""
        value = super().value()
        return UNDATED_VALUE if value == "none" else value

    def queryset(self, request, queryset):
        year = parse_year(self.value() or "")
        return queryset if year is None else queryset.filter(in_year(year, "sort_date"))


class OpenFilter(SimpleListFilter):
    """Unplaced lines that are open, or done."""

    title = _("state")
    parameter_name = "done"

    def lookups(self, request, model_admin):
        return [("no", _("open")), ("yes", _("done"))]

    def queryset(self, request, queryset):
        if self.value() in ("no", "yes"):
            return queryset.filter(resolved_at__isnull=self.value() == "no")
        return queryset

"""Form fields for dates and times: they take what the site shows, and nothing that could mean two days."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.dates import WrongWeekdayError, read_day, read_time, weekday

NOT_A_DAY = _("This is not a date. Write it like 2023-11-24, 2023. 11. 24. or 24 Nov 2023.")
NOT_A_TIME = _("This is not a time. Write it like 15:00, 3:00 PM or 오후 3:00.")
WRONG_WEEKDAY = _("The weekday is not that of the date: it is %(date)s.")
#: Another year is a slip of the keys: no calendar here goes that far.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class CheckedYear(forms.Field):
    """Mixin of fields of dates: refuses another year, unless it is the record's own that comes back."""

    default_error_messages = {"year": _("Check the year.")}
    #: What the record has, from before there was a check.
    stored = None

    def validate(self, value):
        super().validate(value)
        if value and value != self.stored and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["year"], code="year")


class AnyDayField(forms.DateField):
    default_error_messages = {"invalid": NOT_A_DAY}

    def strptime(self, value, format):
        try:
            return read_day(value)
        except WrongWeekdayError as wrong:
            raise ValidationError(
                WRONG_WEEKDAY, code="weekday", params={"date": weekday(wrong.date)}
            ) from None


class DayField(CheckedYear, AnyDayField):
    pass


class TimeField(forms.TimeField):
    default_error_messages = {"invalid": NOT_A_TIME}

    def strptime(self, value, format):
        return read_time(value)


class MomentField(CheckedYear, forms.SplitDateTimeField):
    """A day and a time of it, in the two inputs of Django's admin."""

    default_error_messages = {
        "invalid_date": _("The date is missing beside the time."),
        "invalid_time": _("The time is missing beside the date."),
    }

    def __init__(self, **kwargs):
        # With half of it missing, compress() says which.
        super().__init__(require_all_fields=False, **kwargs)
        self.fields = (AnyDayField(required=False), TimeField(required=False))

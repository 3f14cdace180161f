"""Form fields for dates and times: they take what the site shows, and nothing that could mean two days."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.dates import read_day, read_time

NOT_A_DAY = _("This is not a date. Write it like 2023-11-24, 2023. 11. 24. or 24 Nov 2023.")
NOT_A_TIME = _("This is not a time. Write it like 15:00, 3:00 PM or 오후 3:00.")


class DayField(forms.DateField):
    default_error_messages = {"invalid": NOT_A_DAY}

    def strptime(self, value, format):
        return read_day(value)


class TimeField(forms.TimeField):
    default_error_messages = {"invalid": NOT_A_TIME}

    def strptime(self, value, format):
        return read_time(value)


class MomentField(forms.SplitDateTimeField):
    """A day and a time of it, in the two inputs of Django's admin."""

    default_error_messages = {"invalid_date": NOT_A_DAY, "invalid_time": NOT_A_TIME}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields = (DayField(required=False), TimeField(required=False))

"""What actions ask for besides the records: a moment, a topic."""

from collections.abc import Iterable

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seoulsolution.admin.dates import MomentField
from seoulsolution.admin.fields import name_date_and_time


class AtForm(forms.Form):
    at = MomentField(
        label=gettext_lazy("Publish at"), widget=AdminSplitDateTime, help_text=gettext_lazy("Seoul time.")
    )

    class Media:
        css = {"all": ("admin/css/widgets.css",)}
        js = ("admin/js/core.js", "admin-site/dates.js")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_date_and_time(self.fields["at"])

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError(_("This moment has passed: choose one ahead, or publish it now."))
        return at


class TopicForm(forms.Form):
    """A topic of ``model``, and whether the records get it or lose it."""

    topic = forms.ModelChoiceField(label=gettext_lazy("Topic"), queryset=None)
    change = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        choices=[("add", gettext_lazy("Add it")), ("remove", gettext_lazy("Remove it"))],
        widget=forms.RadioSelect,
        initial="add",
    )

    def __init__(self, *args, model, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = model._meta.get_field("topics").related_model._default_manager.all()
        self.fields["change"].widget.use_fieldset = True

    def applied_to(self, topics: Iterable[int]) -> list[int]:
        """Return the ids of ``topics`` with the change."""
        others = {*topics} - {self.cleaned_data["topic"].pk}
        return sorted(
            others | ({self.cleaned_data["topic"].pk} if self.cleaned_data["change"] == "add" else set())
        )

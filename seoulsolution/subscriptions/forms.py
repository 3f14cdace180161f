"""The form with which readers say what they want by e-mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seoulsolution.subscriptions.models import mailed_kinds


def choices() -> list[tuple[str, object]]:
    return [(kind.name, kind.list_view.heading) for kind in mailed_kinds()]


class SubscribeForm(forms.Form):
    """What to get, and where."""

    kinds = forms.MultipleChoiceField(
        label=_("What would you like to get?"), choices=choices, widget=forms.CheckboxSelectMultiple
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    consent = forms.BooleanField(label=_("I agree that my e-mail address is kept for this"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

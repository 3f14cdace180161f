"""Forms of the admin: translated records, ordered rows, and reviews to tick off."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.languages import CODES, active_language
from seoulsolution.reviews.models import Review

SAVED_MEANWHILE = _("Somebody has saved this since you opened it. Look at both texts and save again.")


class TranslatedForm(forms.ModelForm):
    """A translated record: it needs a title in one language, and errors of constraints go to their field."""

    #: The end of a constraint's name → the field that shows its message.
    constraint_fields = {"expires_after_going_live": "expires_at"}
    #: Set where somebody else has saved the record since the form was opened (admin/conflicts.py).
    save_conflict = None
    #: Data that was kept: the form shows it and nothing is saved (admin/editing.py).
    put_back = None

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(self.put_back if data is None else data, *args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if self.save_conflict:
            self.add_error(None, SAVED_MEANWHILE)
        title_field = getattr(self._meta.model, "title_field", None)
        names = [name for code in CODES if (name := f"{title_field}_{code}") in self.fields]
        # A record in a language that the site does not have has its title in another field.
        is_foreign = getattr(self.instance, "foreign_title", "")
        if names and not is_foreign and not any(cleaned.get(name) or name in self.errors for name in names):
            here = f"{title_field}_{active_language()}"
            self.add_error(here, _("Fill this in for at least one language."))
        return cleaned

    def _update_errors(self, errors):
        """Move the message of a broken constraint from the top of the form to its field."""
        if hasattr(errors, "error_dict"):
            unplaced = errors.error_dict.pop(NON_FIELD_ERRORS, [])
            for error in unplaced:
                errors.error_dict.setdefault(self._field_of(error), []).append(error)
        super()._update_errors(errors)

    def _field_of(self, error):
        for constraint in self._meta.model._meta.constraints:
            if constraint.get_violation_error_message() != error.message:
                continue
            for ending, field in self.constraint_fields.items():
                if constraint.name.endswith(ending) and field in self.fields:
                    return field
        return NON_FIELD_ERRORS


class OrderedFormSet(BaseInlineFormSet):
    """Rows in the order of a number that is unique in their parent. Left empty, it is the next free one.

    Numbers are compared among the submitted rows, which are all rows of the parent, and not with the
    database, so that two rows can swap their numbers.
    """

    order_field = "position"

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[self.order_field].required = False

    def clean(self):
        name = self.order_field
        rows = [form for form in self.forms if self._is_kept(form)]
        taken = {number for form in rows if (number := form.cleaned_data.get(name)) is not None}
        seen = set()
        for form in rows:
            number = form.cleaned_data.get(name)
            if number is None and name not in form.errors:
                number = max(taken | seen, default=0) + 1
                form.cleaned_data[name] = number
                setattr(form.instance, name, number)
            elif number in seen:
                form.add_error(name, _("Another row has this number."))
            seen.add(number or 0)
        super().clean()

    def _is_kept(self, form):
        is_empty = form.empty_permitted and not form.has_changed()
        return hasattr(form, "cleaned_data") and not is_empty and not self._should_delete_form(form)

    def save(self, commit=True):
        if commit:
            self._free_old_numbers()
        return super().save(commit)

    def _free_old_numbers(self):
        """Move rows that give up their number out of the way, behind every number in use."""
        name = self.order_field
        leaving = [
            form.instance.pk
            for form in self.initial_forms
            if form.instance.pk and (name in form.changed_data or self._should_delete_form(form))
        ]
        if not leaving:
            return
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance})
        wanted = [form.cleaned_data[name] for form in self.forms if self._is_kept(form)]
        behind = max([*wanted, *rows.values_list(name, flat=True)]) + 1
        for offset, pk in enumerate(leaving):
            rows.filter(pk=pk).update(**{name: behind + offset})


class OrderedForm(TranslatedForm):
    """A row of an OrderedFormSet."""

    def _get_validation_exclusions(self):
        # The formset checks the number; see OrderedFormSet.
        return super()._get_validation_exclusions() | {self.order_field}


class ReviewForm(forms.ModelForm):
    """A review as a box to tick off."""

    resolved = forms.BooleanField(label=_("Done"), required=False)

    class Meta:
        model = Review
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["resolved"] = self.instance.resolved_at is not None

    def apply(self, user):
        """Save the box in the name of ``user``, if it was changed."""
        if "resolved" not in self.changed_data:
            return
        if self.cleaned_data["resolved"]:
            self.instance.resolve(user)
        else:
            self.instance.resolved_at = self.instance.resolved_by = None
            self.instance.save(update_fields=["resolved_at", "resolved_by"])

"""Forms of the admin: translated records, ordered rows, and reviews to tick off."""

import copy
import math
from uuid import UUID

from django import forms
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, BaseFormSet
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from seoulsolution.admin.permissions import LockableForm, LockableFormSet
from seoulsolution.content import old_addresses
from seoulsolution.content.fields import normalise
from seoulsolution.content.languages import CODES, active_language
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import drafts, publishing, snapshots
from seoulsolution.revisions.models import Revision

#: Of a row among its neighbours: all databases have room for it.
HIGHEST_NUMBER = 9999
SAVED_MEANWHILE = _("Somebody has saved this since you opened it. Look at both texts and save again.")


class TranslatedForm(LockableForm):
    """A translated record: it needs a title in one language, and errors of constraints go to their field."""

    #: The end of a constraint's name → the field that shows its message.
    constraint_fields = {"expires_after_going_live": "expires_at"}
    #: Whether a record without a title in any language is refused.
    needs_title = True
    #: Set where somebody else has saved the record since the form was opened (admin/conflicts.py).
    save_conflict = None
    #: Data that was kept: the form shows it and nothing is saved (admin/editing.py).
    put_back = None
    #: The public record, where the form is sent to be published over it.
    publishes_over = None

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(self.put_back if data is None else data, *args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        self._normalise(cleaned)
        if self.save_conflict:
            self.add_error(None, SAVED_MEANWHILE)
        self._check_move(cleaned)
        title_field = getattr(self._meta.model, "title_field", None)
        names = [name for code in CODES if (name := f"{title_field}_{code}") in self.fields]
        # A record in a language that the site does not have has its title in another field.
        is_foreign = getattr(self.instance, "foreign_title", "")
        is_needed = self.needs_title and names and not is_foreign
        if is_needed and not any(cleaned.get(name) or name in self.errors for name in names):
            here = f"{title_field}_{active_language()}"
            self.add_error(here, _("Fill this in for at least one language."))
        return cleaned

    def clean_old_addresses(self):
        """Refuse an address, unless it is there already, that another record is said to have had."""
        text = self.cleaned_data["old_addresses"]
        before = old_addresses.tidied(self.initial.get("old_addresses") or "").splitlines()
        for line in old_addresses.tidied(text).splitlines():
            if line not in before and (other := old_addresses.of_another(self.instance, line)):
                names = {"line": line, "title": other, "kind": other._meta.verbose_name}
                raise ValidationError(
                    _("“%(line)s” is an address of “%(title)s” (%(kind)s) already."), params=names
                )
        return text

    def _post_clean(self):
        super()._post_clean()
        if self.publishes_over is not None and not self.errors:
            self.instance.compute()
            try:
                publishing.check_public(self.instance, over=self.publishes_over)
            except ValidationError as error:
                self.add_error(None, error)

    def _normalise(self, cleaned):
        """Set the texts as they will be saved: what is compared, and checked, has no invisible characters."""
        for field in self._meta.model._meta.concrete_fields:
            if field.name in cleaned:
                cleaned[field.name] = normalise(field, cleaned[field.name])

    def _check_move(self, cleaned):
        """Refuse to move a child from or to a published record: readers would see it at once."""
        name = getattr(self._meta.model, "revision_parent", "")
        if self.instance.pk is None or name not in self.changed_data or not cleaned.get(name):
            return
        old = self.fields[name].queryset.model._default_manager.get(pk=self.initial[name])
        if drafts.are_kept_of(old) or drafts.are_kept_of(cleaned[name]):
            text = _("A part of a published record cannot be moved. Copy its text, and delete it here.")
            self.add_error(name, text)

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


class ChildFormSet(LockableFormSet, BaseInlineFormSet):
    """Rows that are known by their ``uid``: one may be in a draft only, or was deleted meanwhile.

    Where Django counts rows and looks up ids, this takes each row as it was sent: of a row that is there, its
    instance; of one that the record had, a new one of that ``uid``.
    """

    def get_queryset(self):
        """Return the rows that the form shows first: those of the record, or those that were sent back."""
        if self.is_bound:
            return [self._sent_row(index) for index in range(self.initial_form_count())]
        return list(self._rows.values())

    @cached_property
    def _rows(self):
        """Return the rows of the record by their ``uid``; a draft has them in its prefetch cache."""
        name = self.fk.remote_field.get_accessor_name()
        cached = getattr(self.instance, "_prefetched_objects_cache", {}).get(name)
        rows = super().get_queryset() if cached is None else cached
        return {str(row.uid): row for row in rows}

    def _sent_row(self, index):
        uid = self.data.get(f"{self.add_prefix(index)}-uid")
        if uid is None and index < len(self._rows):  # of who may only look at the rows
            return list(self._rows.values())[index]
        if uid in self._rows:
            return copy.copy(self._rows[uid])
        try:
            known = self.model(uid=UUID(uid))
        except (TypeError, ValueError):  # a new row
            return self.model()
        is_elsewhere = self.model.objects.filter(uid=known.uid).exists()
        return known if self._had_row(known.uid) and not is_elsewhere else self.model()

    def _had_row(self, uid):
        """Return whether a revision of the record has the row: others have deleted it meanwhile."""
        name = self.fk.remote_field.get_accessor_name()
        texts = Revision.objects.of(self.instance).values_list("data", flat=True)
        rows = (row for data in texts.iterator() for row in snapshots.read(data)["children"].get(name, ()))
        return any(row["uid"] == str(uid) for row in rows)

    def initial_form_count(self):
        if self.is_bound:
            return min(self.management_form.cleaned_data[INITIAL_FORM_COUNT], self.total_form_count())
        return len(self._rows)

    def _construct_form(self, i, **kwargs):
        if self.is_bound:
            kwargs["instance"] = self._sent_row(i)
        elif i < self.initial_form_count():
            kwargs["instance"] = self.get_queryset()[i]
        form = BaseFormSet._construct_form(self, i, **kwargs)
        if str(form.instance.uid) in self._rows:
            form.empty_permitted = False  # wherever it stands: a row that is there stays
        setattr(form.instance, self.fk.get_attname(), self.instance.pk)
        return form

    def add_fields(self, form, index):
        BaseFormSet.add_fields(self, form, index)
        if box := form.fields.get(DELETION_FIELD_NAME):
            box.widget.attrs["aria-label"] = box.label  # a table of rows has no labels
        uid = form.instance.uid
        known = uid if index is not None and str(uid) in self._rows else None
        form.fields["uid"] = forms.UUIDField(required=False, initial=known, widget=forms.HiddenInput)
        form.fields[self.fk.name] = InlineForeignKeyField(self.instance)
        self._pk_field = self.model._meta.get_field("uid")  # what the admin's templates put into each row

    @property
    def kept(self):
        """Return the rows as they were sent, but for those to delete; a row that was not sent stays."""
        sent = {str(form.instance.uid) for form in self.forms}
        rows = [
            form.instance if form.has_changed() else self._rows.get(str(form.instance.uid), form.instance)
            for form in self.forms
            if self._is_kept(form) and not (self.rows_are_locked and form.instance._state.adding)
        ]
        return rows + [row for uid, row in self._rows.items() if uid not in sent]

    def _is_kept(self, form):
        is_empty = form.empty_permitted and not form.has_changed()
        return hasattr(form, "cleaned_data") and not is_empty and not self._should_delete_form(form)

    def note_changes(self):
        """Set what Django's admin reads to say what was changed, without saving."""
        kept = [form for form in self.forms if self._is_kept(form)]
        self.new_objects = [form.instance for form in kept if form.instance._state.adding]
        self.changed_objects = [
            (form.instance, form.changed_data)
            for form in kept
            if form.has_changed() and not form.instance._state.adding
        ]
        deleted = (form for form in self.initial_forms if self._should_delete_form(form))
        self.deleted_objects = [form.instance for form in deleted]


class OrderedFormSet(ChildFormSet):
    """Rows in the order of a number that is unique in their parent. Left empty, it is the next free one.

    Numbers are compared among the submitted rows, which are all rows of the parent, and not with the
    database, so that two rows can swap their numbers. A row that is given the number of another goes to its
    place, and the rows between move up or down.
    """

    order_field = "position"

    def add_fields(self, form, index):
        super().add_fields(form, index)
        field = form.fields[self.order_field]
        field.required = False
        field.validators.append(MaxValueValidator(HIGHEST_NUMBER))

    def clean(self):
        rows = [form for form in self.forms if self._is_kept(form) and self.order_field not in form.errors]
        numbers = [number for form in rows if (number := self._number(form)) is not None]
        if len(set(numbers)) == len(numbers):
            highest = max(numbers, default=0)
            unnumbered = [form for form in rows if self._number(form) is None]
            for number, form in enumerate(unnumbered, start=highest + 1):
                self._set_number(form, number)
        else:
            for number, form in enumerate(sorted(rows, key=self._place), start=1):
                self._set_number(form, number)
        super().clean()

    def _number(self, form):
        return form.cleaned_data.get(self.order_field)

    def _set_number(self, form, number):
        form.cleaned_data[self.order_field] = number
        setattr(form.instance, self.order_field, number)
        if number != form.initial.get(self.order_field) and self.order_field not in form.changed_data:
            form.changed_data.append(self.order_field)  # a row that was moved by another is saved, too

    def _place(self, form):
        """Return what to sort rows by: who moved down to a number comes behind the row that has it."""
        number, before = self._number(form), form.initial.get(self.order_field)
        if number is None:
            return math.inf, 0
        if before is None or number < before:
            return number, -1
        return number, 1 if number > before else 0


class OrderedForm(TranslatedForm):
    """A row of an OrderedFormSet."""

    def _get_validation_exclusions(self):
        # The formset checks the number; see OrderedFormSet.
        return super()._get_validation_exclusions() | {self.order_field}


class ReviewForm(LockableForm):
    """A review as a box to tick off.

    The box is compared with what the page showed: somebody else may have ticked it off since.
    """

    resolved = forms.BooleanField(label=_("Done"), required=False, show_hidden_initial=True)

    class Meta:
        model = Review
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["resolved"] = self.instance.resolved_at is not None

    def apply(self, user):
        """Save the box in the name of ``user``, if it was changed; who was first keeps the name."""
        if "resolved" not in self.changed_data:
            return
        self.instance.refresh_from_db()
        if self.cleaned_data["resolved"] == (self.instance.resolved_at is not None):
            return
        if self.cleaned_data["resolved"]:
            self.instance.resolve(user)
        else:
            self.instance.resolved_at = self.instance.resolved_by = None
            self.instance.save(update_fields=["resolved_at", "resolved_by"])


class ReviewFormSet(LockableFormSet, BaseGenericInlineFormSet):
    """The reviews of a record."""

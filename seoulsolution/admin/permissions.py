"""Who may do what with a record in the admin, and which fields of its form they may change.

- view: who may do anything with the kind.
- edit: ``change``; or ``add``, of a record that they began themselves.
- translate: the texts of the other language, and nothing else.
- publish: the state, the times and the withheld languages; and deleting what is published.

To change a record in Django's sense is to edit or to translate it. Children have no permissions of their own:
who edits a record edits its rows.
"""

import copy

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from seoulsolution.admin.dates import CheckedYear
from seoulsolution.content.languages import CODES, other
from seoulsolution.content.models import State
from seoulsolution.revisions.models import Event, Revision
from seoulsolution.revisions.snapshots import PUBLICATION

ACTIONS = ("view", "add", "change", "delete", "publish", "translate")
#: The language of a record that began in both languages, or in none.
USUAL_SOURCE = "ko"


class RecordPermissions(BaseModelAdmin):
    """Mixin of the admin of a record."""

    def has_view_permission(self, request, obj=None):
        return any(self._has_right(request, action) for action in ACTIONS)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return any(self._has_right(request, action) for action in ("change", "add", "translate"))
        return self.has_edit_permission(request, obj) or self._has_right(request, "translate")

    def has_edit_permission(self, request, obj=None):
        """Tell whether the user may change everything but the publication: of ``obj``, or of all records."""
        if self._has_right(request, "change"):
            return True
        is_record = obj is not None and obj.pk is not None
        return is_record and self._has_right(request, "add") and _began(request, obj)

    def has_publish_permission(self, request, obj=None):
        return self._has_right(request, "publish")

    def has_delete_permission(self, request, obj=None):
        is_published = getattr(obj, "state", None) == State.PUBLISHED
        may_delete = self._has_right(request, "delete")
        return may_delete and (not is_published or self.has_publish_permission(request, obj))

    def _has_right(self, request, action) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{get_permission_codename(action, self.opts)}")

    def get_locked_fields(self, request, obj, model, names) -> set[str]:
        """Return those of ``names`` that the user may see in the form of ``obj`` but not change.

        ``model`` is that of the form: the record's, or a child's. ``obj`` is None in a form to add one.
        """
        names = set(names)
        if obj is not None and not self.has_edit_permission(request, obj):
            target = other(_source_language(request, obj))
            return names - {f"{name}_{target}" for name in getattr(model(), "translated_fields", ())}
        return set() if self.has_publish_permission(request, obj) else names & PUBLICATION

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.locked_fields = self.get_locked_fields(request, obj, self.model, form.base_fields)
        return form

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        if not self.has_edit_permission(request):
            changelist.list_editable = ()
        return changelist

    def changelist_view(self, request, extra_context=None):
        is_saving = request.method == "POST" and "_save" in request.POST
        if is_saving and self.list_editable and not self.has_edit_permission(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)


class ChildPermissions(RecordPermissions):
    """Mixin of the admin of a child that has a page of its own: the permissions are those of its record."""

    def has_view_permission(self, request, obj=None):
        return self._record_admin.has_view_permission(request, _record_of(obj))

    def has_add_permission(self, request):
        return self.has_edit_permission(request) or self._record_admin.has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return self._record_admin.has_change_permission(request, _record_of(obj))

    def has_edit_permission(self, request, obj=None):
        return self._record_admin.has_edit_permission(request, _record_of(obj))

    def has_publish_permission(self, request, obj=None):
        return self._record_admin.has_publish_permission(request, _record_of(obj))

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request) if obj is None else self.has_edit_permission(request, obj)

    @property
    def _record_admin(self):
        record = self.model._meta.get_field(self.model.revision_parent).related_model
        return self.admin_site.get_model_admin(record)

    def get_locked_fields(self, request, obj, model, names):
        return self._record_admin.get_locked_fields(request, _record_of(obj), model, names)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Offer only records that the user may edit, so that a child is not put into another's."""
        form = super().get_form(request, obj, change=change, **kwargs)
        name = self.model.revision_parent
        if (
            name in form.base_fields
            and name not in form.locked_fields
            and not self.has_edit_permission(request)
        ):
            field = form.base_fields[name]
            field.queryset = field.queryset.filter(_begun_by(request.user, field.queryset.model))
        return form


class RowPermissions(BaseModelAdmin):
    """Mixin of an inline: its rows follow the permissions of their record.

    Its form is a LockableForm, its formset a LockableFormSet.
    """

    @property
    def _record_admin(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def _may_edit(self, request, obj):
        if obj is None:
            return self._record_admin.has_add_permission(request)
        return self._record_admin.has_edit_permission(request, obj)

    def has_view_permission(self, request, obj=None):
        return self._record_admin.has_view_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return self._may_edit(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._record_admin.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may_edit(request, obj)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        names = formset.form.base_fields
        formset.form.locked_fields = self._record_admin.get_locked_fields(request, obj, self.model, names)
        formset.rows_are_locked = not self.has_add_permission(request, obj)
        return formset


class LockableForm(forms.ModelForm):
    """A form with fields that are shown and not to be changed; another value that is sent is refused."""

    locked_fields: set[str] = frozenset()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.locked_fields & self.fields.keys():
            self.fields[name].disabled = True
        for name, field in self.fields.items():
            if isinstance(field, CheckedYear):
                field.stored = self.get_initial_for_field(field, name)

    def clean(self):
        cleaned = super().clean()
        for name in self.locked_fields & self.fields.keys():
            if self.is_sent_differently(name):
                self.add_error(name, _("You may not change this."))
        return cleaned

    def is_sent_differently(self, name) -> bool:
        """Tell whether the data has another value for a field than the form shows.

        Browsers send nothing of a field that is locked.
        """
        field, html_name = copy.copy(self.fields[name]), self.add_prefix(name)
        field.disabled = False
        inputs = [f"{html_name}_{at}" for at in range(len(getattr(field.widget, "widgets", ())))]
        if not any(each in self.data or each in self.files for each in (html_name, *inputs)):
            return False
        value = field.widget.value_from_datadict(self.data, self.files, html_name)
        initial = self.get_initial_for_field(field, name)
        return field.has_changed(_without_returns(initial), _without_returns(value))


def _without_returns(value):
    """Return a text with the line ends that it had before a browser sent it."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


class LockableFormSet(forms.BaseModelFormSet):
    """Rows of which, while they are locked, none is added or removed."""

    rows_are_locked = False

    def clean(self):
        if self.rows_are_locked and (self._adds_rows() or self._removes_rows()):
            raise ValidationError(_("You may not add or remove rows."))
        super().clean()

    def _adds_rows(self) -> bool:
        return any(form.is_sent_differently(name) for form in self.extra_forms for name in form.fields)

    def _removes_rows(self) -> bool:
        return any(self.data.get(f"{form.prefix}-{DELETION_FIELD_NAME}") for form in self.forms)


def _record_of(child):
    return child and getattr(child, child.revision_parent)


def _first_revision(request, record) -> Revision | None:
    """Return the first revision of ``record``; read once per request."""
    known = request.__dict__.setdefault("first_revisions", {})
    key = (type(record), record.pk)
    if key not in known:
        known[key] = Revision.objects.of(record).filter(number=1).first()
    return known[key]


def _began(request, record) -> bool:
    """Tell whether the user of ``request`` created ``record``."""
    first = _first_revision(request, record)
    return first is not None and first.event == Event.CREATED and first.created_by_id == request.user.pk


def _begun_by(user, model) -> Exists:
    """Return the condition that ``user`` created a record of ``model``."""
    kind = ContentType.objects.get_for_model(model)
    return Exists(
        Revision.objects.filter(
            content_type=kind, object_id=OuterRef("pk"), number=1, event=Event.CREATED, created_by=user
        )
    )


def _source_language(request, record) -> str:
    """Return the language that ``record`` began in: the only one that its first revision has a title in."""
    first = _first_revision(request, record)
    columns = first.data.get("fields", {}) if first else vars(record)
    titled = [code for code in CODES if columns.get(f"{record.title_field}_{code}")]
    return titled[0] if len(titled) == 1 else USUAL_SOURCE

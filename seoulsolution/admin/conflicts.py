"""Two people who save one record: what each changed, and the form with both changes in it."""

from django.http import QueryDict

from seoulsolution.revisions import diff, history, snapshots
from seoulsolution.revisions.models import Revision

NUMBER_FIELD = "_revision"


def read_number(data: QueryDict) -> int:
    """Return the number of the revision that a form was opened from; -1 where it does not say."""
    sent = data.get(NUMBER_FIELD, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def is_current(number: int, latest: int) -> bool:
    """Tell whether nobody has saved a record since a form was opened from its revision ``number``."""
    # The first revision of a record that had none, number 1, is what a form with number 0 shows.
    return latest == 0 or number == latest or (number, latest) == (0, 1)


def find_conflict(model_admin, request, record, make_form=None):
    """Lock the record of a form that was sent; return the SaveConflict with what was saved since, or None.

    The form says in ``NUMBER_FIELD`` from which revision it was opened. ``make_form(data, files, instance)``
    makes it where it is not the model's own; it has no rows of children then. Raise DoesNotExist of the
    record's model if it was deleted meanwhile.
    """
    locked = history.lock([history.owner(record)])
    if not locked:
        raise type(record).DoesNotExist
    number = read_number(request.POST)
    if is_current(number, history.latest_number(locked[0])):
        return None
    # As it is now: it may have been read before somebody else gave the lock free.
    fresh = type(record)._default_manager.get(pk=record.pk)
    return SaveConflict(model_admin, request, fresh, number, make_form)


class SaveConflict:
    """A form that was opened from revision ``number``, and sent when there was a newer one.

    ``theirs`` are the differences that others saved since, each with whether the writer changed the same
    field; ``set_aside`` are texts of rows that could not be put into the form, for the writer to copy.
    """

    def __init__(self, model_admin, request, record, number, make_form=None):
        self.model_admin, self.request, self.record = model_admin, request, record
        self.has_children = make_form is None
        self.make_form = make_form or model_admin.get_form(request, record, change=True)
        self.owner = history.owner(record)
        revisions = Revision.objects.of(self.owner)
        self.latest = revisions.first()
        self.base = revisions.filter(number=max(number, 1)).first() or self.latest
        self.since = revisions.filter(number__gt=self.base.number).select_related("created_by")
        self.now = snapshots.take(self.owner)
        self.both: set[str] = set()
        self.set_aside: list[tuple[str, str]] = []

    @property
    def theirs(self):
        """Return (difference, whether both changed it) of what others have saved."""
        found = diff.compare(type(self.owner), self.base.data, self.now)
        return [(one, one.name in self.both) for one in found]

    def merged_data(self) -> QueryDict:
        """Return what was sent, with the others' changes in fields and rows that the writer left alone."""
        data = self.request.POST.copy()
        data[NUMBER_FIELD] = str(self.latest.number)
        self._merge_fields(data)
        if self.has_children and self.owner is self.record:
            self._merge_children(data)
        data._mutable = False
        return data

    def _merge_fields(self, data):
        fresh = type(self.record)._default_manager.get(pk=self.record.pk)
        sent = self.make_form(self.request.POST, self.request.FILES, instance=fresh)
        sent.full_clean()
        current = self.make_form(instance=self.record)
        base, now = self._columns(self.base.data), self._columns(self.now)
        mine = snapshots.columns(sent.instance) | {
            name: sorted(related.pk for related in sent.cleaned_data.get(name) or ())
            for name in getattr(self.owner, "revision_relations", ())
        }
        for name in sent.fields:
            if name not in now or now[name] == base.get(name):
                continue
            if name in sent.errors or not _same(mine.get(name), base.get(name)):
                self.both |= {name} if not _same(mine.get(name), now[name]) else set()
            else:
                _replace(data, current[name])

    def _columns(self, data):
        """Return the columns and relations of the record in a snapshot, also where it is a child."""
        if self.owner is self.record:
            return data["fields"] | data["relations"]
        rows = (row for rows in data["children"].values() for row in rows)
        return next((row["fields"] for row in rows if row["uid"] == str(self.record.uid)), {})

    def _merge_children(self, data):
        """Show the rows as they are now where others changed any; set the writer's aside."""
        prefixes: dict[str, int] = {}
        for form_set, inline in self.model_admin.get_formsets_with_inlines(self.request, self.record):
            prefix = form_set.get_default_prefix()
            prefixes[prefix] = prefixes.get(prefix, 0) + 1
            prefix = prefix if prefixes[prefix] == 1 else f"{prefix}-{prefixes[prefix]}"
            name = next((n for n in self.now["children"] if n == prefix.partition("-")[0]), "")
            before = self.base.data["children"].get(name)
            if not name or before == self.now["children"][name]:
                continue
            options = {
                "instance": self.record,
                "prefix": prefix,
                "queryset": inline.get_queryset(self.request),
            }
            self._set_aside(form_set(self.request.POST, self.request.FILES, **options), before or [])
            for key in [key for key in data if key.startswith(f"{prefix}-")]:
                del data[key]
            current = form_set(**options)
            for form in (current.management_form, *current.forms):
                for bound in form:
                    _replace(data, bound)

    def _set_aside(self, sent, before):
        """Keep the texts of the rows that the writer changed or added."""
        known = {row["id"]: row["fields"] for row in before}
        for form in sent.forms:
            form.full_clean()
            base = known.get(form.instance.pk, {})
            if not form.instance.pk and not form.has_changed():
                continue
            for name, value in snapshots.columns(form.instance).items():
                if (
                    name in form.fields
                    and isinstance(value, str)
                    and value
                    and not _same(value, base.get(name))
                ):
                    field = form.instance._meta.get_field(name)
                    label = f"{form.instance._meta.verbose_name}: {form.fields[name].label}"
                    self.set_aside.append((label, diff.show(field, value)))


def _same(one, other):
    return (one or None) == (other or None)


def _replace(data, bound):
    """Put into ``data`` what the browser would send of a field that nobody has touched."""
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    context = widget.get_context(bound.html_name, bound.value(), {})["widget"]
    names = {name for name in data if name == bound.html_name or name.startswith(f"{bound.html_name}_")}
    for name in names & {bound.html_name, f"{bound.html_name}_0", f"{bound.html_name}_1"}:
        del data[name]
    for name, value in _controls(context):
        data.appendlist(name, "" if value is None else str(value))


def _controls(widget):
    """Yield (name, value) of the successful controls of a widget, as forms are sent."""
    if widget.get("subwidgets"):
        for part in widget["subwidgets"]:
            yield from _controls(part)
    elif "optgroups" in widget:
        for _group, options, _index in widget["optgroups"]:
            yield from ((widget["name"], option["value"]) for option in options if option["selected"])
    elif widget.get("type") == "checkbox":
        if widget["attrs"].get("checked"):
            yield widget["name"], widget["value"] or "on"
    elif widget.get("type") != "file":
        yield widget["name"], widget["value"]

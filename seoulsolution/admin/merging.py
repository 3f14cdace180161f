"""Data of a form that was sent, with what others have saved since put into it."""

from seoulsolution.revisions import diff, snapshots


class RowMerge:
    """The rows of an inline: each is merged by its ``uid``, and each of its fields by itself.

    ``sent`` is the formset that was sent, ``current`` that of the record as it is now; ``before`` and ``now``
    are the rows in the snapshots from which each was shown. ``both`` is filled with (part, field) of what
    both changed, where the writer's stays; ``set_aside`` with the texts of rows that others have deleted.
    """

    def __init__(self, sent, current, before, now):
        self.sent, self.current = sent, current
        self.before, self.now = ({row["uid"]: row["fields"] for row in rows} for rows in (before, now))
        self.both: set[tuple[str, str]] = set()
        self.set_aside: list[tuple[str, str]] = []

    def merge_into(self, data):
        """Write the merged rows into ``data``, that of the form."""
        for key in [key for key in data if key.startswith(f"{self.sent.prefix}-")]:
            del data[key]
        for form in self.sent.forms:
            form.full_clean()
        sent = {str(form.instance.uid): form for form in self.sent.forms}
        for bound in self.current.management_form:
            put_current(data, bound)
        for form in self.current.initial_forms:
            self._merge_row(data, form, sent.pop(str(form.instance.uid), None))
        for uid in sent.keys() & self.before.keys():
            self._set_aside(sent.pop(uid), self.before[uid])
        self._add_new(data, [form for form in sent.values() if form.has_changed() and not _is_ticked(form)])

    def _merge_row(self, data, form, sent):
        uid = str(form.instance.uid)
        before, now = self.before.get(uid, {}), self.now[uid]
        mine = snapshots.columns(sent.instance) if sent else {}
        for name in form.fields:
            if sent is None or (name not in now and name != "DELETE"):
                put_current(data, form[name])
            elif name == "DELETE":
                if before == now:
                    _copy_sent(data, sent, name, form.prefix)
            elif snapshots.is_same(now[name], before.get(name)):
                _copy_sent(data, sent, name, form.prefix)
            elif name not in sent.errors and snapshots.is_same(mine[name], before.get(name)):
                put_current(data, form[name])
            else:
                _copy_sent(data, sent, name, form.prefix)
                if not snapshots.is_same(mine[name], now[name]):
                    self.both.add((diff.part_name(self.sent.model, now), name))

    def _add_new(self, data, forms):
        """Append the rows that the writer added; a number that another row has is left empty."""
        order, first = self.sent.order_field, len(self.current.initial_forms)
        names = [f"{form.prefix}-{order}" for form in self.current.initial_forms]
        taken = {data.get(name) for name in names}
        for at, form in enumerate(forms, start=first):
            prefix = self.sent.add_prefix(at)
            for name in form.fields:
                _copy_sent(data, form, name, prefix)
            if data.get(f"{prefix}-{order}") in taken:
                data[f"{prefix}-{order}"] = ""
        data[f"{self.sent.prefix}-TOTAL_FORMS"] = str(first + len(forms))

    def _set_aside(self, form, before):
        """Keep the texts that the writer changed in a row that is gone."""
        for name, value in snapshots.columns(form.instance).items():
            is_text = name in form.fields and isinstance(value, str) and value
            if is_text and not _is_ticked(form) and not snapshots.is_same(value, before.get(name)):
                field = form.instance._meta.get_field(name)
                label = f"{form.instance._meta.verbose_name}: {form.fields[name].label}"
                self.set_aside.append((label, diff.show(field, value)))


def _is_ticked(form):
    """Return whether the box to delete the row is ticked."""
    return bool(form.data.get(form.add_prefix("DELETE")))


def _copy_sent(data, form, name, prefix):
    """Put into ``data`` what was sent of a field, under the prefix that its row has now."""
    for part in ("", "_0", "_1"):
        if (sent := form.add_prefix(name) + part) in form.data:
            data.setlist(f"{prefix}-{name}{part}", form.data.getlist(sent))


def put_current(data, bound):
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

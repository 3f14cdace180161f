"""Two people who save one record: what each changed, and the form with both changes in it."""

import copy
import re

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from seoulsolution.admin.merging import RowMerge, put_current
from seoulsolution.revisions import diff, drafts, history, snapshots
from seoulsolution.revisions.models import Revision

NUMBER_FIELD = "_revision"


def read_number(data: QueryDict) -> int:
    """Return the number of the revision that a form was opened from; -1 where it does not say."""
    return to_number(data.get(NUMBER_FIELD, ""))


def find_conflict(model_admin, request, record, make_form=None):
    """Lock the record of a form that was sent; return the SaveConflict with what was saved since, or None.

    The form says in ``NUMBER_FIELD`` from which revision it was opened. ``make_form(data, files, instance)``
    makes it where it is not the model's own; it has no rows of children then. Raise DoesNotExist of the
    record's model if it was deleted meanwhile.
    """
    locked = history.lock([history.owner(record)])
    if not locked:
        raise type(record).DoesNotExist
    if is_current(request, locked[0]):
        return None
    number = read_number(request.POST)
    # As it is now: it may have been read before somebody else gave the lock free.
    fresh = model_admin.get_object(request, str(record.pk)) or record
    conflict = SaveConflict(model_admin, request, fresh, number, make_form)
    # What was only decided meanwhile, or published as the form shows it, changed nothing of it.
    is_known = 0 <= number <= conflict.latest.number
    return conflict if conflict.theirs or not is_known else None


def to_number(sent: str) -> int:
    """Return the number of a revision that a form has sent; -1 for what is none."""
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def is_latest(number: int, latest: int) -> bool:
    """Tell whether a page that showed revision ``number`` shows the record as it is now.

    The first revision of a record that had none, number 1, is what a page with number 0 shows.
    """
    return latest == 0 or number == latest or (number, latest) == (0, 1)


def number_name(record) -> str:
    """Return the name of the input that says which revision of ``record`` a row of a list shows."""
    return f"{NUMBER_FIELD}-{record.pk}"


def find_stale(request, records) -> list:
    """Return those of ``records`` that have changed since a list showed them, or whose number it lacks.

    Records of other pages of the list were not shown, and are never stale. To be called with the lock.
    """
    ticked = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
    sent = {
        record: request.POST.get(number_name(record), "" if str(record.pk) in ticked else None)
        for record in records
    }
    numbers = history.latest_numbers(record for record in records if sent[record] is not None)
    return [each for each, latest in numbers.items() if not is_latest(to_number(sent[each]), latest)]


def set_stale_rows_aside(request, formset) -> list[str]:
    """Take out of an editable list that was sent the rows that have changed since it was shown.

    Return what to say of each: what it is now, and what the writer's change of it was. The others are saved.
    """
    texts, data = [], request.POST.copy()
    there = [form for form in formset.forms if form.instance.pk]
    if len(there) < len(formset.forms):
        texts.append(_("Somebody else has deleted a record of this list."))
        _keep_rows(data, formset, there)
    changed = [form for form in there if form.has_changed()]
    numbers = history.latest_numbers(form.instance for form in changed)
    for form in changed:
        number = to_number(request.POST.get(number_name(form.instance), ""))
        if is_latest(number, numbers[form.instance]):
            continue
        base = Revision.objects.of(form.instance).filter(number=max(number, 1)).first()
        for name in form.changed_data:
            data[f"{formset.prefix}-{there.index(form)}-{name}"] = form.initial[name]
            mine = request.POST.get(form.add_prefix(name), "")
            if base is None or str(snapshots.read(base.data)["fields"].get(name)) != mine:
                texts.append(_say_both(form, name, mine))
    data._mutable = False
    request.POST = data
    return texts


def _keep_rows(data, formset, forms):
    """Leave in the data of ``formset`` only the rows of ``forms``, numbered again."""
    for key in [key for key in data if re.match(rf"{formset.prefix}-\d+-", key)]:
        del data[key]
    for at, form in enumerate(forms):
        for name in form.fields:
            data[f"{formset.prefix}-{at}-{name}"] = formset.data.get(form.add_prefix(name), "")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        data[f"{formset.prefix}-{name}"] = len(forms)


def _say_both(form, name, mine) -> str:
    said = _(
        "%(record)s was saved by somebody else. %(field)s is %(now)s now; yours, %(mine)s, is not saved."
    )
    label = capfirst(form.fields[name].label)
    return said % {"record": form.instance, "field": label, "now": form.initial[name], "mine": mine}


def is_current(request, locked) -> bool:
    """Return whether nobody has saved the record since the form was opened."""
    return is_latest(read_number(request.POST), history.latest_number(locked))


class SaveConflict:
    """A form that was opened from revision ``number``, and sent when there was a newer one.

    ``theirs`` are the differences that others saved since, each with whether the writer changed the same
    field; ``set_aside`` are texts of rows that others have deleted, for the writer to copy.
    """

    def __init__(self, model_admin, request, record, number, make_form=None):
        self.model_admin, self.request, self.record = model_admin, request, record
        self.has_children = make_form is None
        self.make_form = make_form or model_admin.get_form(request, record, change=True)
        self.owner = history.owner(record)
        revisions = Revision.objects.of(self.owner)
        self.latest = revisions.first()
        self.since = revisions.filter(number__gt=max(number, 1)).select_related("created_by")
        self.now = snapshots.take(self.owner)
        if getattr(request, "shows_draft", False):
            base = drafts.as_shown(self.owner, number)
        else:  # the work list of reviews shows the row
            live = revisions.live()
            base = (live.filter(number__lte=max(number, 1)).first() or live.last()).data
        self.base = snapshots.read(base)
        self.both: set[tuple[str, str]] = set()
        self.set_aside: list[tuple[str, str]] = []

    @property
    def theirs(self):
        """Return (difference, whether both changed it) of what others have saved."""
        found = diff.compare(type(self.owner), self.base, self.now)
        return [(one, (one.part, one.name) in self.both) for one in found]

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
        sent = self.make_form(self.request.POST, self.request.FILES, instance=copy.copy(self.record))
        sent.full_clean()
        current = self.make_form(instance=self.record)
        base, now = self._columns(self.base), self._columns(self.now)
        part = "" if self.owner is self.record else diff.part_name(type(self.record), now)
        mine = snapshots.columns(sent.instance) | {
            name: sorted(related.pk for related in sent.cleaned_data.get(name) or ())
            for name in getattr(self.owner, "revision_relations", ())
        }
        for name in sent.fields:
            if name not in now or now[name] == base.get(name):
                continue
            if name in sent.errors or not snapshots.is_same(mine.get(name), base.get(name)):
                self.both |= {(part, name)} if not snapshots.is_same(mine.get(name), now[name]) else set()
            else:
                put_current(data, current[name])

    def _columns(self, data):
        """Return the columns and relations of the record in a snapshot, also where it is a child."""
        if self.owner is self.record:
            return data["fields"] | data["relations"]
        rows = (row for rows in data["children"].values() for row in rows)
        return next((row["fields"] for row in rows if row["uid"] == str(self.record.uid)), {})

    def _merge_children(self, data):
        """Merge the rows of each inline of which others changed any."""
        for sent, inline in zip(
            *self.model_admin._create_formsets(self.request, self.record, change=True), strict=True
        ):
            name = sent.prefix.partition("-")[0]
            before = self.base["children"].get(name, [])
            now = self.now["children"].get(name, before)
            if before == now:
                continue
            current = type(sent)(
                instance=self.record, prefix=sent.prefix, queryset=inline.get_queryset(self.request)
            )
            merge = RowMerge(sent, current, before, now)
            merge.merge_into(data)
            self.both |= merge.both
            self.set_aside += merge.set_aside

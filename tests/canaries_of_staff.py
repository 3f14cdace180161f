"""Secret words in what staff work on: drafts, what was said of them, unsaved forms, what was deleted.

Places as in tests/canaries.py, for after those: they add to the records that are there.
"""

import json
import re
import uuid

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.base import Message
from django.utils import timezone

from news.models import Topic
from seoulsolution.content.languages import CODES
from seoulsolution.media.models import File, Image
from seoulsolution.revisions import drafts, erasing, history, preview_links, publishing, snapshots, workflow
from seoulsolution.revisions.models import Autosave, Draft, SubmittedForm
from tests.canaries import DAY, KINDS, NEVER_PUBLIC, make, text_columns, written


def plan_drafts(canaries):
    """Put words into drafts of public records, discarded and open, and into what was decided of them."""
    user = _user()
    for number, record in enumerate(canaries.each()):
        if not drafts.are_kept_of(record):
            continue
        place = f"{type(record).__name__} {record.languages}"
        drafts.save(record, _written_anew(canaries, record, f"discarded draft of {place}"), user=user)
        drafts.discard(record, user=user, note=canaries.secret(f"note of discarding ({place})"))
        data, note = _written_anew(canaries, record, f"draft of {place}"), canaries.secret(f"note ({place})")
        drafts.save(record, data, user=user, note=note)
        plan = canaries.secret(f"note of planning ({place})")
        if number % 2:
            publishing.schedule(record, timezone.now() + DAY, user=user, note=plan)
        else:
            problem = {code: canaries.secret(f"Draft.problem ({place})") for code in CODES}
            Draft.objects.of(record).update(
                failed_at=timezone.now(), problem=problem, publish_at=timezone.now()
            )


def _written_anew(canaries, record, place):
    """Return the text of ``record`` with other words, a new row of each kind, an unused topic and picture."""
    data, model = drafts.current(record), type(record)
    _write_anew(canaries, model, data["fields"], place)
    for picture in {"cover", "logo"} & data["fields"].keys():
        data["fields"][picture] = canaries.images[-1].pk
    if "topics" in data["relations"]:
        data["relations"]["topics"] = [Topic.objects.latest("pk").pk]
    for name, rows in data["children"].items():
        part = model._meta.get_field(name).related_model
        order = getattr(part, "revision_order", "position")
        if rows:
            new = {"uid": str(uuid.uuid4()), "id": None, "fields": rows[0]["fields"] | {order: 90}}
            rows.append(new)
        for row in rows:
            _write_anew(canaries, part, row["fields"], place)
    return data


def _write_anew(canaries, model, fields, place):
    columns = [each for each in text_columns(model) if each.name in fields and each.name not in NEVER_PUBLIC]
    for column in columns:
        fields[column.name] = written(column, canaries.secret(f"{model.__name__}.{column.name} ({place})"))


def submissions(canaries):
    """Put words into notes and remarks on texts that were submitted, returned and approved."""
    user = _user()
    for number, record in enumerate(canaries.each()):
        place = f"{type(record).__name__} {record.state}"
        workflow.submit(record, user=user, note=canaries.secret(f"note of submitting ({place})"))
        title = f"{record.title_field}_ko"
        note, remark = (canaries.secret(f"{what} ({place})") for what in ("note of returning", "remark"))
        if number % 3 == 1:
            workflow.send_back(record, user=user, note=note, remarks={title: remark})
        elif number % 3 == 2:
            workflow.approve(record, user=user, note=note)


def unsaved_forms(canaries):
    """Put words into forms that were not saved, of records and new ones, and into answers to saved ones."""
    user = _user()
    for record in canaries.each():
        place = f"{type(record).__name__} {record.state}"
        title, kind = f"{record.title_field}_en", ContentType.objects.get_for_model(record)
        for pk in (record.pk, None):
            data = {title: [canaries.secret(f"Autosave.data ({place})")]}
            given = {"key": uuid.uuid4(), "data": data, "updated_at": timezone.now()}
            Autosave.objects.update_or_create(user=user, content_type=kind, object_id=pk, defaults=given)
        SubmittedForm.objects.create(
            user=user, key=uuid.uuid4(), content_type=kind, object_id=record.pk,
            redirect=f"/admin/?{canaries.secret(f'SubmittedForm.redirect ({place})')}",
            messages=[Message(20, canaries.secret(f"SubmittedForm.messages ({place})"))],
        )  # fmt: skip


def deleted_and_erased(canaries):
    """Put words into records that were deleted, and into some that were erased after that."""
    user = _user()
    for model in KINDS:
        for is_erased in (False, True):
            place = "erased" if is_erased else "deleted"
            record = make(canaries, model, place, lambda name: True)
            canaries.records.remove(record)
            record = model.objects.get(pk=record.pk)  # with what the database computes
            canaries.gone.append(record)
            canaries.kind = model
            history.write([record], user=user, event="created")
            pk = record.pk
            history.delete(
                [type(record).objects.get(pk=pk)], user=user, note=canaries.secret(f"note ({place})")
            )
            if is_erased:
                erasing.erase(model, pk, user=user, reason=canaries.secret("reason of erasing"))
    canaries.kind = None
    topic = Topic.objects.create(**canaries.texts(Topic, "deleted"))
    history.delete([topic], user=user)


def _user():
    found, _new = get_user_model().objects.get_or_create(username="zqeditor", is_staff=True)
    return found


STAFF_PLACES = [plan_drafts, submissions, unsaved_forms, deleted_and_erased]


def words_of_preview(record):
    """Return the words that a preview of ``record`` may show: those of its text, its topics and pictures."""
    shown = drafts.shown(record)
    data = snapshots.take(shown)
    parts = [data["fields"], *(row["fields"] for rows in data["children"].values() for row in rows)]
    texts = [{name: text for name, text in each.items() if name not in NEVER_PUBLIC} for each in parts]
    shared = [*Topic.objects.filter(pk__in=data["relations"].get("topics", ()))]
    shared += File.objects.filter(pk__in=[each.get("file") for each in parts])
    shared += Image.objects.filter(pk__in=[each.get("cover") or each.get("logo") for each in parts])
    return re.findall(r"(?:zq|vv)[a-z]{4,}", json.dumps([texts, *map(vars, shared)], default=str))


def links(canaries):
    """Return {token: record} of a preview link to each record that has a text which is not public."""
    made = {record: preview_links.create(record, user=None, days=1) for record in canaries.records}
    return {token[0]: record for record, token in made.items() if token}

"""manage.py housekeeping: what may go goes, all else stays, and one failure is not the end."""

import datetime
import io
import uuid

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from news.models import Post
from seoulsolution import housekeeping
from seoulsolution.accounts import audit
from seoulsolution.accounts.models import AuditEntry, AuditEvent, StaffSession
from seoulsolution.importing.models import Run
from seoulsolution.media.models import Image
from seoulsolution.revisions import drafts, editing, history, preview_links
from seoulsolution.revisions.models import Autosave, Draft, Event, Revision
from seoulsolution.subscriptions.models import SignUp
from tests.factories import make_image, make_post
from tests.importing.helpers import import_seed_of

pytestmark = pytest.mark.django_db


def run(days=0, **options):
    """Run the command so many days from now; return {task: what it says}."""
    out = io.StringIO()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)):
        call_command("housekeeping", stdout=out, **options)
    return dict(line.split(": ", 1) for line in out.getvalue().splitlines())


def _session(post=None, staff=None):
    expire_date = timezone.now() + datetime.timedelta(days=1)
    return Session.objects.create(session_key="x" * 32, expire_date=expire_date)


def _autosave(post, staff):
    data = {"title_en": ["Half"]}
    editing.keep(staff, type(post), post.pk, data, key=uuid.uuid4(), continues=None, number=1)
    return Autosave.objects.get()


def _preview_link(post, staff):
    return preview_links.create(make_post(state="draft"), user=staff, days=7)[1]


def _sign_up(post, staff):
    return SignUp.objects.create(email="reader@example.org")


def _staff_session(post, staff):
    return StaffSession.objects.create(user=staff)


def _audit_entry(post, staff):
    AuditEntry.objects.all().delete()  # the staff of the test is in it
    return audit.record(AuditEvent.SIGNED_IN, staff)


def _failed_sign_in(post, staff):
    return AccessAttempt.objects.create(username="minji", failures_since_start=1)


def test_nothing_goes_while_it_is_of_use(post, staff):
    for make in (_session, _autosave, _preview_link, _sign_up, _staff_session, _failed_sign_in):
        make(post, staff)
    assert {said.partition(" ")[0] for said in run().values()} == {"0"}


@pytest.mark.parametrize(
    ("task", "make", "stays", "goes"),
    [
        ("sessions that have ended", _session, 0, 2),
        ("unsaved texts", _autosave, 89, 91),
        ("links to previews that no longer work", _preview_link, 36, 38),
        ("addresses that nobody confirmed", _sign_up, 6, 8),
        ("sessions of staff that ended", _staff_session, 0, 1),
        ("failed sign-ins", _failed_sign_in, 364, 366),
        ("entries of the audit log", _audit_entry, 364, 366),
    ],
    ids=["session", "autosave", "link", "address", "staff", "failure", "audit"],
)
def test_what_is_over_is_counted_and_then_removed(task, make, stays, goes, post, staff):
    made = make(post, staff)
    assert run(stays)[task] == "0 removed"
    assert run(goes, dry_run=True)[task] == "1 found"
    assert type(made).objects.filter(pk=made.pk).exists()
    assert run(goes)[task] == "1 removed"
    assert not type(made).objects.filter(pk=made.pk).exists()


class TestRevisions:
    @pytest.fixture
    def edited(self, post, settings):
        """A public text with 30 revisions of edits."""
        settings.REVISION_DAYS = 100
        for number in range(30):
            with history.change([post]) as (locked,):
                locked.title_en = f"Edit {number}"
                locked.save()
        return post

    def test_the_first_and_the_latest_stay(self, edited):
        before = list(Revision.objects.of(edited).values_list("number", flat=True))
        run(101)
        left = list(Revision.objects.of(edited).values_list("number", flat=True))
        assert left == [*before[:20], *(number for number in before[20:] if number == 1)]

    def test_what_a_draft_is_made_of_and_what_was_decided_stay(self, edited, staff):
        old = Revision.objects.of(edited).filter(number__in=(3, 4))
        drafts.save(edited, drafts.with_values(edited, {"title_en": "Draft"}), user=staff)
        Draft.objects.update(base=old[0])
        old.filter(pk=old[1].pk).update(event=Event.PUBLISHED)
        run(101)
        assert old.count() == 2

    def test_without_a_policy_all_stay(self, edited, settings):
        settings.REVISION_DAYS = 0
        assert run(4000, dry_run=True)["old revisions"] == "0 found"


def test_runs_of_the_import_that_found_nothing_new_go(tmp_path):
    import_seed_of(Post, tmp_path)
    import_seed_of(Post, tmp_path)
    first = Run.objects.earliest("started_at")
    assert run(366)["runs of the import without news"] == "1 removed"
    assert list(Run.objects.all()) == [first]


def test_unused_media_are_removed_on_request_only():
    image = make_image()
    name = default_storage.save("files/lost/1.txt", ContentFile(b"lost"))
    said = run(2)
    assert said["pictures and files that nothing uses"] == "1 found"
    assert said["stored files that nothing knows"].endswith(" found")
    assert run(2, unused_media=True)["pictures and files that nothing uses"] == "1 removed"
    assert not Image.objects.filter(pk=image.pk).exists()
    assert not default_storage.exists(name)


def test_one_failure_leaves_the_others_and_ends_with_an_error(monkeypatch, caplog):
    def fail(delete):
        raise OSError("the storage is away")

    broken = housekeeping.Task("a broken one", fail)
    monkeypatch.setattr(housekeeping, "_tasks", [broken, *housekeeping._tasks])
    session, error = _session(), io.StringIO()
    in_two_days = time_machine.travel(timezone.now() + datetime.timedelta(days=2))
    with in_two_days, pytest.raises(CommandError, match=r"1 of \d+ tasks failed; the others are done"):
        call_command("housekeeping", stdout=io.StringIO(), stderr=error)
    assert error.getvalue() == "a broken one: failed: the storage is away\n"
    assert not Session.objects.filter(pk=session.pk).exists()

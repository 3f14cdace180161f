"""Fifty people who write five records by every door at once, and what their history must say afterwards.

Each text bears a counter, and each door is a user. An edit counts one up from the text that staff work on;
what the other doors do is known. So the revisions of a record, played back, say whether an edit was lost.
"""

import itertools
import logging
import threading
import time
import uuid
from collections import Counter

from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.db import connections
from django.test import Client
from django.utils import timezone

from news.models import Post
from seoulsolution.revisions import drafts, history, publishing
from seoulsolution.revisions.models import Draft, Event, Revision
from seoulsolution.revisions.restoring import restore
from seoulsolution.search.index.consistency import find_drift
from tests.factories import make_issue, make_notice, make_post
from tests.forms import data_of

#: How many go through each door: fifty who write, and some who read.
DOORS = {
    "edit": 20,
    "form": 5,
    "publish": 5,
    "schedule": 6,
    "restore": 4,
    "discard": 4,
    "withdraw": 3,
    "bulk": 3,
}
READERS = 3
#: Seconds that each may take to finish once all are to stop.
AT_LAST = 120
#: Seconds between two acts of one person. SQLite does not serve those who wait in turn.
PAUSE = 0.1


class Worker(threading.Thread):
    """Call ``action`` again and again until ``stop``; keep how often, and the first error."""

    def __init__(self, action, stop):
        super().__init__(daemon=True)
        self.action, self.stop, self.times, self.error = action, stop, 0, None

    def run(self):
        try:
            while not self.stop.is_set():
                self.action()
                self.times += 1
                self.stop.wait(PAUSE)
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()


class Writers:
    """Threads at all doors. ``done`` counts what each door was told it did, by record."""

    def __init__(self):
        numbers = {"author": "0", "body_ko": "<p>글</p>"}
        self.records = [
            make_post(state="draft", **numbers),
            make_post(title_en="Ferries", **numbers),
            make_post(title_en="Trams", **numbers),
            make_issue(stories=2, author="0"),
            make_notice(parts=2, author="0"),
        ]
        self.done, self.stop = Counter(), threading.Event()
        self.users = {name: get_user_model().objects.create_superuser(name) for name in (*DOORS, "read")}
        self.guard, self.turn = threading.Lock(), itertools.count()
        history.keep_first(self.records)
        client = Client()
        client.force_login(self.users["form"])
        self.forms = {record: self._form_of(client, record) for record in self.records}
        self.errors = []

    def _form_of(self, client, record):
        data = data_of(client.get(admin_url(record, "change/")))
        data.pop("_publish", None)
        return data | {"_save": "1"}

    def run(self, seconds):
        """Let all write for ``seconds``; return the threads by their door."""
        threads = {
            door: [Worker(self._action(door), self.stop) for _one in range(number)]
            for door, number in (DOORS | {"read": READERS}).items()
        }
        everybody = [thread for members in threads.values() for thread in members]
        log = Errors(self.errors)
        logging.getLogger("seoulsolution").addHandler(log)
        for thread in everybody:
            thread.start()
        time.sleep(seconds)
        self.stop.set()
        for thread in everybody:
            thread.join(AT_LAST)
        logging.getLogger("seoulsolution").removeHandler(log)
        assert not any(thread.is_alive() for thread in everybody)
        for thread in everybody:
            if thread.error:
                raise thread.error
        return threads

    def counts(self):
        """Return {(door, event): number of revisions}."""
        revisions = Revision.objects.exclude(created_by=None).select_related("created_by").defer("data")
        return Counter((name_of(revision), revision.event) for revision in revisions)

    def _action(self, door):
        act, client = getattr(self, f"_{door}"), Client()
        client.force_login(self.users[door])
        return lambda: act(client)

    def _choose(self):
        return self.records[next(self.turn) % len(self.records)]

    def _count(self, door, record, number=1):
        with self.guard:
            self.done[door, record] += number

    # The doors --------------------------------------------------------------------------------------

    def _edit(self, client):
        """Change one record, or two in either order, as the admin's forms do."""
        number = next(self.turn)
        chosen = {self.records[number % 5], self.records[number % 3]}
        with history.change(chosen, user=self.users["edit"]) as locked:
            for record in locked:
                data = drafts.with_values(record, {"author": str(counter(drafts.current(record)) + 1)})
                if drafts.are_kept_of(record):
                    drafts.save(record, data, user=self.users["edit"])
                else:
                    drafts.replace(record, data, user=self.users["edit"])
        for record in locked:
            self._count("edit", record)

    def _form(self, client):
        """Save a form of the admin that may be stale by then."""
        record = self._choose()
        with history.change([record]) as [locked]:  # what the form would show
            number, shown = history.latest_number(locked), counter(drafts.current(locked))
        sent = {"_revision": number, "author": str(shown + 1), "_key": str(uuid.uuid4())}
        response = client.post(admin_url(record, "change/"), self.forms[record] | sent)
        assert response.status_code in (200, 302)
        self._count("form", record, response.status_code == 302)

    def _publish(self, client):
        publishing.publish(self._choose(), user=self.users["publish"])

    def _schedule(self, client):
        """Plan a draft for now; publish what is due, as everybody does who comes then."""
        with history.change([self._choose()]) as [locked]:
            if drafts.are_kept_of(locked) and Draft.objects.of(locked).exists():
                publishing.schedule(locked, timezone.now(), user=self.users["schedule"])
        publishing.publish_due()

    def _restore(self, client):
        record, back = self._choose(), next(self.turn) % 4
        revision = Revision.objects.of(record)[back : back + 1].first() or Revision.objects.of(record).last()
        restore(revision, record, user=self.users["restore"], note=str(revision.number))

    def _discard(self, client):
        record = self._choose()
        drafts.discard(record, user=self.users["discard"])
        sent = {"_revision": history.latest_number(record)}
        response = client.post(admin_url(record, "workflow/discard/"), sent)
        assert response.status_code in (302, 403)  # there is none

    def _withdraw(self, client):
        """Withdraw a record, or on the page of several those that nobody has saved meanwhile."""
        with history.change([self._choose()], user=self.users["withdraw"], event=Event.WITHDRAWN) as [locked]:
            locked.withdraw()
        posts = [record for record in self.records if isinstance(record, Post)]
        numbers = {record.pk: history.latest_number(record) for record in posts}
        public = Post.objects.filter(state="published", pk__in=numbers).values_list("pk", flat=True)
        if chosen := ",".join(f"{pk}:{numbers[pk]}" for pk in public):
            client.post("/admin/news/post/withdraw/", {"records": chosen, "reason_en": "Out of date."})

    def _bulk(self, client):
        posts = [record for record in self.records if isinstance(record, Post)]
        numbers = ",".join(f"{record.pk}:{history.latest_number(record)}" for record in posts)
        chosen = {"action": "publish", "_selected_action": [posts[0].pk], "records": numbers}
        response = client.post("/admin/news/post/", chosen)
        queued = get_messages(response.wsgi_request)._queued_messages
        told = [str(one).split()[0] for one in queued if str(one).endswith("published.")]
        self._count("bulk", None, sum(map(int, told)))

    def _read(self, client):
        """Read the history of a record, one of its revisions and its public page."""
        record = self._choose()
        number = history.latest_number(record)
        assert client.get(admin_url(record, "history/")).status_code == 200
        assert client.get(admin_url(record, f"history/{number}/")).status_code == 200
        assert client.get(record.get_absolute_url("en")).status_code in (200, 301, 404, 410)

    # Afterwards -------------------------------------------------------------------------------------

    def check(self):
        """Raise AssertionError where an edit was lost, a revision is missing or a search entry is stale."""
        assert self.errors == []
        for record in self.records:
            revisions = list(Revision.objects.of(record).select_related("created_by").order_by("number"))
            assert [revision.number for revision in revisions] == list(range(1, len(revisions) + 1))
            edits = Counter(name_of(each) for each in revisions if each.event == Event.EDITED)
            assert edits == +Counter({door: self.done[door, record] for door in ("edit", "form")})
            played = Playback()
            for revision in revisions:
                played.play(revision)
            record.refresh_from_db()
            draft = Draft.objects.of(record).select_related("revision").first()
            assert (record.state == "published", int(record.author)) == (played.is_public, played.live)
            assert (counter(draft.revision.data) if draft else None) == played.draft
        published = Revision.objects.filter(created_by=self.users["bulk"], event=Event.PUBLISHED)
        assert published.count() == self.done["bulk", None]
        assert list(find_drift("default")) == []


class Playback:
    """The texts that a record had, by its revisions: each must follow from the ones before it."""

    def __init__(self):
        self.live, self.draft, self.is_public, self.is_planned = None, None, False, False
        self.texts = {}

    def play(self, revision):
        number = self.texts[revision.number] = counter(revision.data)
        getattr(self, f"_{revision.event}")(revision, number)
        if revision.event not in (Event.SCHEDULED, Event.WITHDRAWN):
            self.is_planned = self.is_planned and name_of(revision) == "bulk"

    @property
    def shown(self):
        return self.live if self.draft is None else self.draft

    def _found(self, revision, number):
        self.live, self.is_public = number, revision.data["fields"]["state"] == "published"

    def _edited(self, revision, number):
        assert number == self.shown + 1
        self._save(revision, number)

    def _restored(self, revision, number):
        assert number == self.texts[int(revision.note)]
        self._save(revision, number)

    def _save(self, revision, number):
        assert revision.is_draft == self.is_public
        if self.is_public:
            self.draft = None if number == self.live else number
        else:
            self.live, self.draft = number, None

    def _scheduled(self, revision, number):
        assert number == self.draft
        self.is_planned = True

    def _published(self, revision, number):
        if name_of(revision) == "bulk":
            assert number == self.live
        else:
            assert number == self.shown
            assert self.is_planned or not revision.due_at
            self.live, self.draft = number, None
        self.is_public = True

    def _withdrawn(self, revision, number):
        assert number == self.live
        self.is_public = False

    def _discarded(self, revision, number):
        assert self.draft is not None
        assert number == self.live
        self.draft = None


def counter(data):
    """Return the counter in the text of a snapshot."""
    return int(data["fields"]["author"])


def name_of(revision):
    return revision.created_by.username if revision.created_by else ""


def admin_url(record, rest):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{rest}"


class Errors(logging.Handler):
    """Keeps what is logged as an error: what is due is tried again by the next request, and says so there."""

    def __init__(self, found):
        super().__init__(logging.ERROR)
        self.found = found

    def emit(self, record):
        self.found.append((record.getMessage(), record.exc_info))

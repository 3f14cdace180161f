"""Who gets what at each address of the admin, in each state of the record: tables that the URL map must fit.

An address outside the tables fails, so that nobody adds one without deciding this. A POST has nothing but the
number of the revision, so that the right to do it decides, and what it does is taken back.
"""

import contextlib
import datetime
import itertools
import logging
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.utils import timezone

from news.models import Document, Issue, Post, Story, Topic
from notices.models import Notice
from partners.models import Partner
from seoulsolution.accounts.models import AuditEntry, AuditEvent
from seoulsolution.admin.workflow import ACTIONS
from seoulsolution.content.models import Content
from seoulsolution.importing.models import LedgerEntry, Proposal, Run, SourceFile, UnplacedLine
from seoulsolution.media.models import File, Image
from seoulsolution.pages.models import Alert, Page
from seoulsolution.reviews.models import Review
from seoulsolution.revisions import drafts, history, preview_links, publishing, workflow
from seoulsolution.revisions.models import Comment
from seoulsolution.search.models import Term
from seoulsolution.subscriptions.models import Subscriber
from tests import factories
from tests.marks import on_one_database
from tests.reading import body_of, pages_not_drawn
from tests.routes import admin_routes

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
User = get_user_model()
#: "drafted" is published with a draft over it. What has no states is "published" or "deleted".
STATES = ("draft", "published", "drafted", "withdrawn", "deleted")
#: Without an account, without a right to the admin, with it but without a role; roles are for all sections.
USERS = (
    "anonymous",
    "reader",
    "plain",
    "Author",
    "Translator",
    "Editor",
    "Publisher",
    "Administrator",
    "superuser",
)

# Who may: others get 403, and who may not enter the admin is sent to the form to sign in.
NOBODY = ()
ROOT = ("superuser",)
MANAGE = ("Administrator", *ROOT)
PUBLISH = ("Publisher", *MANAGE)
EDIT = ("Editor", *PUBLISH)
#: Authors edit what they began.
EDIT_OWN = ("own", *EDIT)
TEXT = ("Translator", *EDIT_OWN)
ADD = ("Author", *EDIT)
SEE = ("Translator", *ADD)
ALL = ("plain", *SEE)
#: Who may not enter the admin.
OUTSIDERS = ("anonymous", "reader")
#: Whose pages are drawn: all there are, and those with the least on them.
DRAWN = ("plain", "Author", "superuser")
#: Who can least and who can most of those with a role or all rights: PostgreSQL's suite asks as them alone.
ON_BOTH_DATABASES = ("Author", "superuser")
#: Of each of these there is one page for all addresses, which is drawn once.
REFUSALS = {403, 404}


def by(who, status=200, otherwise=403, **states):
    """Return a cell: who gets ``status``; ``state=(who, status)``, or another status, is an exception."""
    exceptions = {name: cell if isinstance(cell, tuple) else (who, cell) for name, cell in states.items()}
    return exceptions | {"": (who, status), "otherwise": otherwise}


SEEN = by(SEE, deleted=404)
#: What changes something cannot be looked at. This says no more than the URL map.
NO_GET = NO_POST = by(ALL, 405)
LISTS = {
    "": (by(SEE), by(SEE)),
    "<object_id>/": (by(ALL, 302), by(ALL, 302)),
    "<object_id>/history/": (SEEN, SEEN),
    "<object_id>/history/languages/": (SEEN, SEEN),
    "<object_id>/history/<number>/": (SEEN, SEEN),
    "<object_id>/history/<number>/restore/": (NO_GET, by(EDIT_OWN, 302, deleted=(SEE, 404))),
}


def records(add, edit, text, delete, erase, saved=200):
    """Return the rows of a model with history: who adds, edits, writes in one language, deletes, erases.

    ``saved`` is the answer to a form that has nothing in it: 200 where something is needed.
    """
    # Who might have edited what is gone gets their own text back.
    might_edit = (*text, "Author") if "own" in text else text
    return {
        **LISTS,
        "<object_id>/history/<number>/restore/": (NO_GET, by(edit, 302, deleted=(SEE, 404))),
        "add/": (by(add), by(add)),
        "add/editing/": (NO_GET, by(add)),
        "add/editing/discard/": (NO_GET, by(add, 302)),
        "deleted/": (by(add), by(add)),
        "deleted/<object_id>/recover/": (NO_GET, by(add, 404, deleted=(edit, 302))),
        "erase/<object_id>/": (by(erase), by(erase)),
        "<object_id>/change/": (by(SEE, deleted=302), by(text, saved, deleted=(might_edit, 410))),
        "<object_id>/delete/": (by(delete, deleted=302), by(delete, 302)),
        "<object_id>/editing/": (NO_GET, by(text, deleted=(might_edit, 410))),
        "<object_id>/editing/discard/": (NO_GET, by(text, 302, deleted=(might_edit, 302))),
    }


GONE = (SEE, 404)
CONTENT = records(ADD, EDIT_OWN, TEXT, PUBLISH, MANAGE) | {
    "<object_id>/preview/": (SEEN, by(TEXT, deleted=GONE)),
    "<object_id>/preview/<language>/": (SEEN, SEEN),
    "<object_id>/preview/links/<link_id>/revoke/": (NO_GET, by(TEXT, 302, published=404, deleted=GONE)),
    "<object_id>/comments/": (NO_GET, by(SEE, 302, deleted=GONE)),
    "<object_id>/comments/<comment_id>/resolve/": (NO_GET, by(TEXT, 302, deleted=GONE)),
    "withdraw/": (by(PUBLISH, 302), by(PUBLISH, 302)),
    "<object_id>/withdraw/": (by(PUBLISH, deleted=404), by(PUBLISH, deleted=404)),
    "<object_id>/workflow/submit/": (NO_GET, by(TEXT, 302, published=(NOBODY, 302), deleted=GONE)),
    "<object_id>/workflow/approve/": (NO_GET, by(EDIT, 302, deleted=GONE)),
    "<object_id>/workflow/return/": (NO_GET, by(EDIT, 302, deleted=GONE)),
    "<object_id>/workflow/publish/": (NO_GET, by(PUBLISH, 302, published=(NOBODY, 302), deleted=GONE)),
    "<object_id>/workflow/schedule/": (NO_GET, by(NOBODY, drafted=(PUBLISH, 302), deleted=GONE)),
    "<object_id>/workflow/unschedule/": (NO_GET, by(NOBODY, drafted=(PUBLISH, 302), deleted=GONE)),
    "<object_id>/workflow/discard/": (NO_GET, by(NOBODY, drafted=(EDIT_OWN, 302), deleted=GONE)),
}
LEDGER = {
    "": (by(ROOT), by(ROOT)),
    "add/": (by(NOBODY), by(NOBODY)),
    "<object_id>/": (by(ALL, 302), by(ALL, 302)),
    "<object_id>/change/": (by(ROOT), by(NOBODY)),
    "<object_id>/delete/": (by(NOBODY), by(NOBODY)),
    "<object_id>/history/": (by(ROOT), by(ROOT)),
}
UNPLACED = LEDGER | {
    "": (by(EDIT), by(EDIT)),
    "<object_id>/change/": (by(EDIT), by(NOBODY)),
    "<object_id>/history/": (by(EDIT), by(EDIT)),
}
REVIEW = LEDGER | {"": (by(ROOT, 302), by(ROOT, 302)), "<object_id>/change/": (by(ROOT, 302), by(ROOT, 302))}
GROUP = {
    "": (by(ROOT), by(ROOT)),
    "add/": (by(ROOT), by(ROOT)),
    "<object_id>/": (by(ALL, 302), by(ALL, 302)),
    "<object_id>/change/": (by(ROOT), by(ROOT)),
    "<object_id>/delete/": (by(ROOT), by(ROOT, 302)),
    "<object_id>/history/": (by(ROOT), by(ROOT)),
}
AUDIT = {
    "": (by(MANAGE), by(MANAGE)),
    "add/": (by(NOBODY), by(NOBODY)),
    "<object_id>/": (by(ALL, 302), by(ALL, 302)),
    "<object_id>/change/": (by(MANAGE), by(NOBODY)),
    "<object_id>/delete/": (by(NOBODY), by(NOBODY)),
    "<object_id>/history/": (by(MANAGE), by(MANAGE)),
}
USER = {
    "": (by(MANAGE), by(MANAGE)),
    "add/": (by(MANAGE), by(MANAGE)),
    "<object_id>/": (by(ALL, 302), by(ALL, 302)),
    "<object_id>/change/": (by(MANAGE), by(MANAGE)),
    "<id>/password/": (by(MANAGE), by(MANAGE)),
    "<object_id>/security/": (by(MANAGE), by(MANAGE, 302)),
    "<object_id>/delete/": (by(ROOT), by(ROOT, 302)),
    "<object_id>/history/": (by(MANAGE), by(MANAGE)),
}
SUBSCRIBER = LEDGER | {
    "": (by(MANAGE), by(MANAGE)),
    "<object_id>/change/": (by(MANAGE), by(NOBODY)),
    "<object_id>/delete/": (by(MANAGE), by(MANAGE, 302)),
    "<object_id>/history/": (by(MANAGE), by(MANAGE)),
}
TERM = {
    "": (by(EDIT), by(EDIT)),
    "add/": (by(EDIT), by(EDIT)),
    "<object_id>/": (by(ALL, 302), by(ALL, 302)),
    "<object_id>/change/": (by(EDIT), by(EDIT)),
    "<object_id>/delete/": (by(EDIT), by(EDIT, 302)),
    "<object_id>/history/": (by(EDIT), by(EDIT)),
}
COPIED = CONTENT | {"<object_id>/copy/": (NO_GET, by(ADD, 302, deleted=GONE))}
KINDS = (Post, Document, Issue, Partner, Notice, Page, Alert)
TABLES = {
    **dict.fromkeys(KINDS, CONTENT),
    **dict.fromkeys((Post, Document, Issue, Notice), COPIED),
    Story: records(ADD, EDIT_OWN, TEXT, EDIT_OWN, NOBODY),
    Topic: records(EDIT, EDIT, EDIT, PUBLISH, MANAGE),
    File: records(ADD, EDIT_OWN, EDIT_OWN, PUBLISH, MANAGE, saved=302),
    Image: records(ADD, EDIT_OWN, EDIT_OWN, PUBLISH, MANAGE)
    | {
        "deleted/<object_id>/recover/": (NO_GET, by(ALL, 404)),
        "picker/": (by(SEE), by(SEE)),
        "picker/known/": (by(SEE), by(SEE)),
        "upload/": (NO_GET, by(ADD, 302)),
    },
    Run: LEDGER,
    Proposal: LEDGER,
    SourceFile: UNPLACED | {"of/<sha256>/<first>-<last>/": (by(EDIT, 302), by(EDIT, 302))},
    UnplacedLine: UNPLACED | {"place/": (by(EDIT), by(EDIT))},
    Review: REVIEW,
    Group: GROUP,
    User: USER,
    AuditEntry: AUDIT,
    Subscriber: SUBSCRIBER,
    Term: TERM,
}
#: There for nobody.
NOT_THERE = by((*OUTSIDERS, *ALL), 404)
#: Addresses of no model.
SITE = {
    "admin/": (by(ALL), by(ALL)),
    "admin/login/": (by(OUTSIDERS, otherwise=302), by((*OUTSIDERS, *ALL))),
    "admin/login/code/": (by(ALL, 302), by(ALL, 302)),
    "admin/second-factor/": (by(ALL), by(ALL)),
    "admin/security/": (by(ALL), NO_POST),
    "admin/security/sign-out/": (NO_GET, by(ALL, 302)),
    "admin/security/recovery-codes/": (by(ALL, 302), by(ALL, 302)),
    "admin/security/remove-second-factor/": (by(ALL, 302), by(ALL, 302)),
    # Without a mail server.
    "admin/password-reset/": (NOT_THERE, NOT_THERE),
    "admin/password-reset/sent/": (NOT_THERE, NOT_THERE),
    "admin/password-reset/complete/": (NOT_THERE, NOT_THERE),
    "admin/password-reset/<uidb64>/<token>/": (NOT_THERE, NOT_THERE),
    "admin/logout/": (NO_GET, by(ALL)),
    "admin/password_change/": (by(ALL), by(ALL)),
    "admin/password_change/done/": (by(ALL), NO_POST),
    "admin/autocomplete/": (by(SEE), NO_POST),
    "admin/jsi18n/": (by(ALL), NO_POST),
    "admin/links/": (by(SEE), by(SEE)),
    "admin/broken-links/": (by(SEE), by(SEE)),
    "admin/editing/": (by(ALL), by(ALL)),
    "admin/translations/": (by(SEE), NO_POST),
    "admin/search/": (by(ALL), NO_POST),
    "admin/r/<content_type_id>/<object_id>/": (by(SEE, 302), by(SEE, 302)),
    "admin/<app_label>/": (by(SEE, otherwise=404), by(SEE, otherwise=404)),
    "admin/(?P<url>.*)$": (by(ALL, 404), by(ALL, 404)),
    "admin/importing/review/": (by(SEE), NO_POST),
    "admin/importing/review/accept/": (by(EDIT), by(EDIT, 302)),
    "admin/importing/review/<kind>/<pk>/": (by(SEE), by(PUBLISH, 302)),
    "admin/importing/review/<kind>/<pk>/undo/": (by(SEE, 405), by(PUBLISH, 302)),
}
#: What an address is asked with.
QUERIES = {
    "admin/autocomplete/": "?app_label=news&model_name=populartitle&field_name=post",
    "admin/importing/review/accept/": "?reason=no_date",
    "admin/importing/unplacedline/place/": "?line={pk}",
}


@dataclass(frozen=True)
class Row:
    """An address of the table; ``action`` is the step of the workflow that it takes."""

    route: object
    model: type | None
    name: str
    cells: tuple
    action: str = ""

    @property
    def is_of_record(self):
        return bool({"object_id", "id", "pk"} & self.route.parameters)


def rows_of(route):
    """Return the rows of an address: one, or one per step of the workflow; none if no table has it."""
    pattern = route.short_pattern
    if pattern in SITE:
        return [Row(route, None, pattern, SITE[pattern])]
    _admin, app, model, rest = pattern.split("/", 3)
    model = apps.get_model(app, model)
    names = (
        [(action, rest.replace("<action>", action)) for action in ACTIONS]
        if "<action>" in rest
        else [("", rest)]
    )
    table = TABLES.get(model, {})
    return [Row(route, model, name, table[name], action) for action, name in names if name in table]


def all_rows():
    return [row for route in admin_routes() for row in rows_of(route)]


def expected(cell, user, state, is_own):
    who, status = cell.get(state, cell[""])
    if user in who or (is_own and "own" in who):
        return status
    return 302 if user in OUTSIDERS else cell["otherwise"]


# Users and records --------------------------------------------------------------------------------------


def make_user(name):
    if name in ("reader", "superuser"):
        is_root = name == "superuser"
        return User.objects.create_user(name, is_staff=is_root, is_superuser=is_root)
    return factories.make_user(name, **({} if name == "plain" else {name: ""}))


def make_content(model, number, state):
    texts = {f"title_{code}": "Text" for code in ("en", "ko")}
    factory, own = {
        Post: (factories.make_post, texts),
        Document: (factories.make_document, texts),
        Issue: (factories.make_issue, {"number": number}),
        Notice: (factories.make_notice, texts),
        Partner: (factories.make_partner, {}),
        Alert: (factories.make_alert, {}),
        Page: (Page.objects.create, texts | {"key": f"page-{number}", "body_en": "<p>Text</p>"}),
    }[model]
    if state == "withdrawn":
        own = own | {"withdrawn_at": timezone.now()}
    return factory(**own | {"state": "published" if state in ("drafted", "deleted") else state})


def make_other(model, number):
    if model is Story:
        return factories.make_issue(number=number, stories=1).stories.get()
    if model is Topic:
        return factories.make_topic(slug=f"topic-{number}")
    if model is Image:
        return factories.make_image((20, 10))
    if model is File:
        return factories.make_file(name=f"report-{number}.pdf")
    source = SourceFile.objects.create(
        sha256=f"{number:064}", text="A line", parser_version=1,
        **{f"lines_{name}": 1 for name in ("total", "nonblank", "record", "boilerplate", "unplaced")},
    )  # fmt: skip
    if model is UnplacedLine:
        return UnplacedLine.objects.create(source=source, number=1, text="A line")
    post = factories.make_post()
    entry = LedgerEntry.objects.create(
        record=post, kind="news_post", title="Text", title_key=f"text {number}"
    )
    make = {
        Run: Run.objects.create,
        SourceFile: lambda: source,
        Review: lambda: Review.objects.create(record=post, reason="no_date"),
        Group: lambda: Group.objects.create(name=f"group {number}"),
        Term: lambda: Term.objects.create(korean="글", english="text"),
        Subscriber: lambda: Subscriber.objects.create(email=f"reader-{number}@example.org", language="en"),
        AuditEntry: lambda: AuditEntry.objects.create(event=AuditEvent.SIGNED_IN),
        User: lambda: factories.make_user(f"user-{number}"),
        Proposal: lambda: Proposal.objects.create(
            entry=entry, source=source, run="0" * 32, first_line=1, last_line=1, values={}, values_key="x"
        ),
    }
    return make[model]()


def make(model, number, state, creator):
    """Return a record of ``model`` in ``state`` that ``creator`` began; one that is deleted keeps its id."""
    is_content = issubclass(model, Content)
    record = make_content(model, number, state) if is_content else make_other(model, number)
    if not hasattr(record, "translated_fields"):
        return record
    owner = history.owner(record)
    history.write([owner], user=creator, event="created")
    if state == "drafted":
        title = {f"{record.title_field}_en": "Draft"}
        with history.change([record]) as [locked]:
            drafts.save(locked, drafts.with_values(locked, title), user=creator)
    if state == "deleted":
        history.delete([type(record).objects.get(pk=record.pk)], user=creator)
    return record


def prepare(row, record, state, other):
    """Bring about what the address is for, such as a text that was submitted, and return its parameters."""
    known = {
        "object_id": record.pk, "id": record.pk, "pk": record.pk, "number": 1, "language": "en", "link_id": 0,
        "comment_id": 0,
        "action": row.action, "kind": record._meta.label_lower, "app_label": "news",
        "content_type_id": ContentType.objects.get_for_model(record).pk,
        "uidb64": "MQ", "token": "unknown",
        "sha256": getattr(record, "sha256", ""), "first": 1, "last": 1,
    }  # fmt: skip
    if state == "deleted":
        return known
    if row.action in ("approve", "return"):
        workflow.submit(record, user=other)
    if row.action == "unschedule" and state == "drafted":
        publishing.schedule(record, timezone.now() + DAY, user=other)
    if "comment_id" in row.route.parameters:
        known["comment_id"] = Comment.objects.create(record=record, text="Text", created_by=other).pk
    if "link_id" in row.route.parameters and (made := preview_links.create(record, user=other, days=1)):
        known["link_id"] = made[1].pk
    return known


def ask(client, row, method, record, state, other):
    """Return the status of an address, and take back what asking did."""
    with transaction.atomic():
        known = prepare(row, record, state, other)
        address = row.route.filled_in(**known) + QUERIES.get(row.route.short_pattern, "").format(**known)
        data = {"_revision": history.latest_number(history.owner(record))} if method == "post" else {}
        response = getattr(client, method)(address, data)
        body_of(response)
        transaction.set_rollback(True)
    return response.status_code


def differences(rows, user_name, states, caplog):
    """Return {address, method, state: (expected, found)} of all that is not as the tables have it."""
    caplog.set_level(logging.CRITICAL, logger="django.request")  # tracebacks of refusals take long
    other, client, found = factories.make_user("other"), Client(raise_request_exception=False), {}
    user = None if user_name == "anonymous" else make_user(user_name)
    session = user and _session_of(client, user)
    numbers, refusals = itertools.count(1), set()
    for state, is_own in itertools.product(states, (False, True) if user_name == "Author" else (False,)):
        made = {}
        for row in rows:
            model = row.model or Post
            if model not in made:
                made[model] = make(model, next(numbers), state, user if is_own else other)
            for method, cell in zip(("get", "post"), row.cells, strict=True):
                once = not row.is_of_record or cell is NO_GET
                if once and (state != states[0] or is_own):
                    continue
                if user:  # signing out is one of the addresses
                    client.cookies[settings.SESSION_COOKIE_NAME] = session
                right = expected(cell, user_name, state, is_own)
                is_drawn = user_name in DRAWN and right not in refusals
                with contextlib.nullcontext() if is_drawn else pages_not_drawn():
                    status = ask(client, row, method, made[model], state, other)
                refusals |= {status} & REFUSALS
                if status != right:
                    found[f"{method} {row.route.short_pattern} {row.action} ({state}, own: {is_own})"] = (
                        right,
                        status,
                    )
    return found


def _session_of(client, user):
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


# Tests --------------------------------------------------------------------------------------------------


def test_every_address_of_the_admin_is_in_a_table():
    assert [route.pattern for route in admin_routes() if not rows_of(route)] == []


def test_every_row_of_the_tables_is_an_address():
    named = {(model, name) for model, table in TABLES.items() for name in table} | {
        (None, name) for name in SITE
    }
    assert named - {(row.model, row.name) for row in all_rows()} == set()


@pytest.mark.parametrize("user", on_one_database(USERS, but=ON_BOTH_DATABASES))
def test_the_addresses_of_a_post_in_each_state(user, caplog):
    rows = [row for row in all_rows() if row.model is Post]
    # Outsiders are sent away before any record is looked for.
    states = STATES[-1:] if user in OUTSIDERS else STATES
    assert differences(rows, user, states, caplog) == {}


@pytest.mark.parametrize("user", on_one_database(["plain", "Author", "Publisher"], but=ON_BOTH_DATABASES))
@pytest.mark.parametrize(("model", "state"), list(zip(KINDS[1:], (*STATES, "published"), strict=True)))
def test_the_addresses_of_each_other_kind_in_one_state(model, state, user, caplog):
    rows = [row for row in all_rows() if row.model is model]
    assert differences(rows, user, [state], caplog) == {}


@pytest.mark.parametrize("user", on_one_database(USERS, but=ON_BOTH_DATABASES))
def test_the_addresses_of_what_has_a_history_and_no_states(user, caplog):
    rows = [row for row in all_rows() if row.model in (Topic, Image, File)]
    assert differences(rows, user, ["published", "deleted"], caplog) == {}


@pytest.mark.parametrize("user", on_one_database(USERS, but=ON_BOTH_DATABASES))
def test_the_other_addresses(user, caplog):
    rows = [row for row in all_rows() if row.model not in (*KINDS, Topic, Image, File)]
    assert differences(rows, user, ["published"], caplog) == {}

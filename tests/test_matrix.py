"""Who gets what at each public address, in each state of the record: a table that the URL map must fit.

An address outside the table fails, so that nobody adds one without deciding this.
"""

import contextlib
import datetime
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from seoulsolution.pages.models import Page
from seoulsolution.revisions import drafts, history, preview_links
from tests.factories import attach, make_file, make_image, make_notice, make_topic, make_user, rendition_of
from tests.marks import on_one_database
from tests.reading import body_of, pages_not_drawn
from tests.routes import public_routes
from tests.syndication import KINDS

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
#: "staff" have no role, "author" one in news.
USERS = ("anonymous", "reader", "staff", "author")
#: Whose pages are drawn; the others get the same ones.
DRAWN = ("anonymous", "author")
#: "withheld" and "missing" are said of the language of the address; the record is public in the other.
#: "drafted" is published with a draft over it.
STATES = (
    "published",
    "drafted",
    "draft",
    "waiting",
    "expired",
    "withdrawn",
    "withheld",
    "missing",
    "unknown",
)
HIDDEN = {"draft": 404, "waiting": 404, "expired": 404, "unknown": 404}

PAGE = HIDDEN | {"published": 200, "drafted": 200, "withdrawn": 410, "withheld": 404, "missing": 200}
#: It holds both languages.
DATA = PAGE | {"withheld": 200}
#: What is public while something public shows or has it.
PART = DATA | {"withdrawn": 404}
AUTHOR_SEES_ALL = {("author", state): 200 for state in STATES if state != "unknown"}
#: Readable by its link while there is a text that is not public.
PREVIEW = dict.fromkeys(STATES, 404) | dict.fromkeys(("draft", "drafted", "withdrawn"), 200)

#: Name of the route: its status, or {state: status} where it is of one record; (user, state) are exceptions.
EXPECTED = {
    "choose_language": 302,
    "set_language": 302,
    "media:image": PART | AUTHOR_SEES_ALL,
    "media:file": PART | AUTHOR_SEES_ALL,
    "media:former_file": dict.fromkeys(STATES, 404) | AUTHOR_SEES_ALL,
    "file_text": PART | {"withheld": 404} | AUTHOR_SEES_ALL,
    "preview:start": PREVIEW | dict.fromkeys(("draft", "drafted", "withdrawn"), 302),
    "preview:page": PREVIEW,
    "preview:picture": PREVIEW,
    "api:index": 200,
    "api:csv": 200,
    "api:list": 200,
    "api:detail": DATA,
    "api/^(?P<rest>.+/)$": 404,
    "robots": 200,
    "favicon": 200,
    "apple-touch-icon": 200,
    "apple-touch-icon-precomposed": 200,
    "security": 200,
    "sitemap": 200,
    "sitemap_section": 200,
    "news:post_list": 200,
    "news:post_list_year": 404,
    "news:post_list_month": 404,
    "news:post_feed": 200,
    "news:post": PAGE,
    "news:document_list": 200,
    "news:document_list_year": 404,
    "news:document_list_month": 404,
    "news:document_feed": 200,
    "news:document": PAGE,
    "news:issue_list": 200,
    "news:issue_feed": 200,
    "news:issue": PAGE,
    "news:topic_list": 200,
    "news:topic": PART,
    "notices:notice_list": 200,
    "notices:notice_feed": 200,
    "notices:calendar": 200,
    "notices:notice_calendar": PAGE,
    "notices:notice": PAGE,
    "partners:partner_list": 200,
    "partners:partner": PAGE,
    "search:search": 200,
    "search:suggestions": 200,
    "search:opensearch": 200,
    "search:feed": 400,
    "subscriptions:subscribe": 404,  # without a mail server
    "subscriptions:sent": 200,
    "subscriptions:confirm": 410,
    "subscriptions:unsubscribe": 404,
    "pages:home": 200,
    "pages:site_map": 200,
    "pages:open_data": 200,
    "pages:manifest": 200,
    "pages:page": PAGE,
    "pages:earlier_page": PAGE | {"withdrawn": 404},
    "pages:contact": 200,
    "pages:alert_list": 200,
    "pages:alert_feed": 200,
    "pages:alert": PAGE,
}
RENDITION = {"shape": "full", "width": 200, "format": "webp"}
#: The parameters of routes that are of no record.
PARAMETERS = {
    "preview:start": {"token": "unknown"},
    "preview:page": {"token": "unknown", "code": "en"},
    "preview:picture": {"token": "unknown", "key": uuid.UUID(int=1)} | RENDITION,
    "api:csv": {"name": "news"},
    "api:list": {"name": "news"},
    "sitemap_section": {"name": "news"},
    "news:post_list_year": {"year": 1990},
    "news:post_list_month": {"year": 1990, "month": "01"},
    "news:document_list_year": {"year": 1990},
    "news:document_list_month": {"year": 1990, "month": "01"},
    **{f"{name}_feed": {"format": "atom"} for name in ("news:post", "news:document", "news:issue")},
    "notices:notice_feed": {"format": "rss"},
    "pages:alert_feed": {"format": "atom"},
    "search:feed": {"format": "atom"},
    "subscriptions:confirm": {"token": "unknown"},
    "subscriptions:unsubscribe": {"token": "unknown"},
}
#: The kind whose record an address is of.
KIND_OF = {
    "news:post": "news",
    "news:document": "archive",
    "news:issue": "newsletter",
    "news:topic": "news",
    "notices:notice": "notices",
    "notices:notice_calendar": "notices",
    "partners:partner": "partners",
    "pages:alert": "alerts",
    "media:image": "news",
    **dict.fromkeys(("media:file", "media:former_file", "file_text"), "news"),
    **{f"preview:{name}": "news" for name in ("start", "page", "picture")},
    "api:detail": "notices",
}
OF_RECORDS = [name for name, expected in EXPECTED.items() if isinstance(expected, dict)]


def fields_of(state, language):
    """Return the fields that put a record of any kind into ``state``."""
    now = timezone.now()
    return {
        "draft": {"state": "draft"},
        "waiting": {"go_live_at": now + DAY},
        "expired": {"expires_at": now - DAY},
        "withdrawn": {"state": "withdrawn"},
        "withheld": {f"withheld_{language}": True},
    }.get(state, {})


def make_record(name, state, language):
    """Return a record of the kind that the route is of, in both languages unless one is "missing"."""
    is_page = name in ("pages:page", "pages:earlier_page")
    factory, title, text = (make_page, "title", "body") if is_page else KINDS[KIND_OF[name]]
    texts = {
        f"{field}_{code}": "" if (code, state) == (language, "missing") else "Text"
        for field in (title, text)
        if field
        for code in ("en", "ko")
    }
    own = {"topics": [make_topic()]} if name == "news:topic" else {}
    own |= {"effective_on": "2026-01-01"} if name == "pages:earlier_page" else {}
    own |= {"cover": make_image((200, 100))} if name in ("media:image", "preview:picture") else {}
    record = factory(**texts | own | fields_of(state, language))
    if "file" in name:
        file = make_file(language="")
        history.write([file])
        attach(record, file)
    if name == "pages:earlier_page":
        with history.change([record]) as [locked]:
            locked.effective_on = "2026-02-01"
            locked.save()
    if state == "drafted":
        with history.change([record]) as [locked]:
            drafts.save(locked, drafts.with_values(locked, {f"{title}_{language}": "Draft"}))
    return record


def make_page(**fields):
    return Page.objects.create(**{"key": "guide", "state": "published"} | fields)


def parameters_of(name, record, language):
    """Return what the address of ``record`` is made of."""
    if name.startswith("preview:"):
        made = preview_links.create(record, user=None, days=1)
        picture = rendition_of(record.cover) if record.cover else {}
        known = picture | {"code": language} | ({"token": made[0]} if made else {})
        return unknown(name) | {key: known[key] for key in unknown(name) if key in known}
    if name == "media:image":
        return rendition_of(record.cover) | {"version": record.cover.version}
    if "file" in name:
        file = record.attachments.get().file
        more = {"media:file": {"name": file.name}, "media:former_file": {"number": 1}}
        return {"key": file.key} | more.get(name, {})
    if name == "api:detail":
        return {"name": KIND_OF[name], "key": record.pk}
    if name == "news:topic":
        return {"slug": record.topics.get().slug}
    if name == "pages:earlier_page":
        return {"key": record.key, "date": "2026-01-01"}
    if name == "notices:notice_calendar":
        return {"id_and_slug": str(record.pk)}
    return record.address_kwargs("en" if not record.withheld_en else "ko")


def unknown(name):
    return {
        "media:image": {"key": uuid.uuid4(), "version": 1} | RENDITION,
        "media:file": {"key": uuid.uuid4(), "name": "report.pdf"},
        "media:former_file": {"key": uuid.uuid4(), "number": 1},
        "file_text": {"key": uuid.uuid4()},
        "api:detail": {"name": "news", "key": "99999"},
        "preview:start": {"token": "nothing"},
        "preview:page": {"token": "nothing", "code": "en"},
        "preview:picture": {"token": "nothing", "key": uuid.uuid4()} | RENDITION,
        "news:topic": {"slug": "nothing"},
        "news:issue": {"key": "99999"},
        "pages:page": {"key": "nothing"},
        "pages:earlier_page": {"key": "nothing", "date": "2026-01-01"},
    }.get(name, {"id_and_slug": "99999-nothing"})


def statuses(clients, address):
    """Return {user: what they get at the address}."""
    found = {}
    for user, client in clients.items():
        with contextlib.nullcontext() if user in DRAWN else pages_not_drawn():
            response = client.get(address)
            body_of(response)
        found[user] = response.status_code
    return found


@pytest.fixture(scope="module")
def _signed_in(taken_back):
    """The cookies of each of the users."""
    with taken_back():
        clients = {name: Client() for name in USERS}
        clients["reader"].force_login(get_user_model().objects.create_user("reader"))
        clients["staff"].force_login(make_user("staff"))
        clients["author"].force_login(make_user("author", Author="news"))
        yield {name: client.cookies for name, client in clients.items()}


@pytest.fixture
def clients(_signed_in):
    """A client for each of the users, logged in."""
    made = {name: Client() for name in USERS}
    for name, client in made.items():
        client.cookies.update(_signed_in[name])
    return made


def test_every_public_address_is_in_the_table():
    assert set(public_routes()) == set(EXPECTED)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", OF_RECORDS)
@pytest.mark.parametrize("language", on_one_database(["en", "ko"], but=["ko"]))
def test_the_address_of_a_record(clients, name, state, language):
    route, expected = public_routes()[name], EXPECTED[name]
    record = make_record(name, state, language) if state != "unknown" else None
    address = route.address(language, **(parameters_of(name, record, language) if record else unknown(name)))
    found = statuses(clients, address)
    assert found == {user: expected.get((user, state), expected[state]) for user in USERS}, address


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - set(OF_RECORDS)))
def test_an_address_of_no_record(clients, name):
    route = public_routes()[name]
    make_notice()
    for language in route.languages:
        address = route.address(language, **PARAMETERS.get(name, {}))
        found = statuses(clients, address)
        assert found == dict.fromkeys(USERS, EXPECTED[name]), address

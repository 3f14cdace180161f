"""No word that is not public is at any public address (tests/canaries.py puts the words there).

Every address is asked once per run, in one transaction that is rolled back; the tests read what came back.
"""

import itertools
import re
from dataclasses import dataclass, field

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from news.models import Document, Issue, Post, Topic
from notices.models import Notice, SubmissionState
from partners.models import Partner
from seoulsolution.content.languages import CODES
from seoulsolution.content.syndication.kinds import all_kinds
from seoulsolution.content.syndication.sitemaps import sections
from seoulsolution.media.models import File
from seoulsolution.pages.models import Alert, Page
from seoulsolution.subscriptions import tokens
from seoulsolution.subscriptions.models import SignUp, Subscription
from tests.canaries import KINDS, plant, uncovered_models
from tests.canaries_of_staff import STAFF_PLACES, links, words_of_preview
from tests.factories import rendition_of
from tests.reading import body_of, remembering
from tests.routes import NAMELESS, public_routes

pytestmark = pytest.mark.django_db  # else pytest-django makes no tables
FORMATS = [{"format": "atom"}, {"format": "rss"}, {"format": "no"}]
#: Parameters of lists, feeds and the API, besides the years and topics of the records.
QUERIES = [
    *(f"page={number}" for number in ("2", "x")),
    *(f"language={code}" for code in ("en", "ko")),
    *(f"kind={kind}" for kind in (Document.Kind.VIDEO, "none")),
    *(f"state={state}" for state in (SubmissionState.OPEN, SubmissionState.CLOSED)),
    "year=undated",
]
#: Models whose words are searched for.
SEARCHED = {"Post", "Document", "Issue", "Notice", "Partner", "Page", "Story", "NoticePart", "Topic"}


@dataclass(frozen=True)
class Answer:
    """What one request got: the request in words, the status, and headers and body as one text."""

    asked: str
    status: int
    text: str


@dataclass
class Asked:
    """``answers`` by the name of the route, ``leaks`` as {request: {word: where it is from}}."""

    canaries: object
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    leaks: dict[str, dict[str, str]] = field(default_factory=dict)
    #: {address: the page of a withdrawn record}
    withdrawn: dict[str, str] = field(default_factory=dict)
    #: {(kind, language): a page of a preview}
    previews: dict[tuple[type, str], str] = field(default_factory=dict)

    def ask(self, client, route, address, method="get", typed=(), **more):
        """Ask, look for secrets in what comes back but for what is part of ``typed``, and return it."""
        response = getattr(client, method)(address, **more)
        body = body_of(response)
        lines = [f"{name}: {value}" for name, value in response.items()]
        lines += [morsel.OutputString() for morsel in response.cookies.values()]
        if not response.get("Content-Type", "").startswith("image/"):
            lines.append(body.decode("utf-8-sig").replace("\r\n ", ""))  # calendars fold their lines
        answer = Answer(f"{method} {address}", response.status_code, "\n".join(lines))
        self.answers.setdefault(route.name, []).append(answer)
        reason = self.canaries.reasons.get(re.sub(r"-[^/]*/$", "/", address), "")
        if found := self.canaries.leaks(answer.text, *typed, reason):
            self.leaks[answer.asked] = found
        return response


def one_of_each(canaries, model):
    """Return a record of ``model`` of each state: the rest differ from it in their words alone."""
    found = {}
    for record in canaries.records:
        if type(record) is model:
            found.setdefault((record.state, record.go_live_at, record.expires_at, record.languages), record)
    return list(found.values())


def parameters(canaries):
    """Return {name of the route: the parameters of its addresses}, for the routes that have any."""
    ids = {model: [{"id_and_slug": str(record.pk)} for record in canaries.of(model)] for model in KINDS}
    years = {
        model: [{"year": record.date.year} for record in canaries.of(model)] for model in (Post, Document)
    }
    keys = [
        {"name": kind.name, "key": getattr(record, kind.api_lookup)}
        for kind in all_kinds()
        for record in kind.model.objects.all()
    ]
    names = [{"name": kind.name} for kind in all_kinds()]
    files = list(File.objects.all())
    return {
        # A link that works shows a draft to who has it: tests/revisions/test_preview_links.py.
        "preview:start": [{"token": "unknown"}],
        "preview:page": [{"token": "unknown", "code": code} for code in CODES],
        "preview:picture": [{"token": "unknown", **rendition_of(image)} for image in canaries.images],
        "media:image": [rendition_of(image) | {"version": image.version} for image in canaries.images],
        "media:file": [{"key": file.key, "name": file.name} for file in files],
        "media:former_file": [{"key": file.key, "number": 1} for file in files],
        "file_text": [{"key": file.key} for file in files],
        "api:csv": names,
        "api:list": names,
        "api:detail": keys,
        "sitemap_section": [{"name": name} for name in sections()],
        "news:post_list_year": years[Post],
        "news:post_list_month": [known | {"month": "01"} for known in years[Post]],
        "news:document_list_year": years[Document],
        "news:document_list_month": [known | {"month": "01"} for known in years[Document]],
        **{f"news:{name}_feed": FORMATS for name in ("post", "document", "issue")},
        "notices:notice_feed": FORMATS,
        "search:feed": FORMATS,
        "subscriptions:confirm": [{"token": tokens.to_confirm(each)} for each in SignUp.objects.all()],
        "subscriptions:unsubscribe": [
            {"token": tokens.to_unsubscribe(each)} for each in Subscription.objects.all()
        ],
        "news:post": ids[Post],
        "news:document": ids[Document],
        "news:issue": [{"key": record.key} for record in canaries.of(Issue)],
        "news:topic": [{"slug": topic.slug} for topic in Topic.objects.all()],
        "notices:notice": ids[Notice],
        "notices:notice_calendar": ids[Notice],
        "partners:partner": ids[Partner],
        "pages:page": [{"key": record.key} for record in canaries.of(Page)],
        "pages:earlier_page": [{"key": record.key, "date": "2026-01-01"} for record in canaries.of(Page)],
        "pages:alert": ids[Alert],
        "pages:alert_feed": FORMATS,
    }


def ask_everything(canaries):
    asked, client, reader = Asked(canaries), *(Client(raise_request_exception=False) for _user in range(2))
    reader.force_login(get_user_model().objects.create_user("reader"))
    given = parameters(canaries)
    for route in public_routes().values():
        if route.parameters and route.name not in given and route.pattern not in NAMELESS:
            continue  # test_every_public_address_is_asked names it
        for language, known in itertools.product(route.languages, given.get(route.name, [{}])):
            asked.ask(client, route, route.address(language, **known), typed=map(str, known.values()))
        first = given.get(route.name, [{}])[0]
        address, typed = route.address(route.languages[0], **first), list(map(str, first.values()))
        for method in ("head", "post", "options"):
            asked.ask(client, route, address, method, typed=typed)
        ask_with_queries(asked, client, route, given)
    ask_by_record(asked, client, reader)
    ask_the_search(asked, client)
    ask_the_previews(asked, client)
    return asked


def ask_with_queries(asked, client, route, given):
    """Ask a list, a feed or the API with each filter."""
    if not (getattr(route.view, "facets", ()) or route.name.endswith(("_feed", "api:list", "api:csv"))):
        return
    records = one_of_each(asked.canaries, Post)
    queries = [*QUERIES, *(f"year={record.date.year}" for record in records)]
    queries += [f"topic={record.topics.get().slug}" for record in records]
    of_records = given.get(route.name, [{}])
    # Of years and months, that of the first record, which is hidden, and that of the last, which is public.
    few = of_records[:: len(of_records) - 1] if "year" in route.parameters else of_records
    for known, language in itertools.product(few, route.languages):
        if known.get("format", "atom") == "atom":
            for query in queries:
                address = f"{route.address(language, **known)}?{query}"
                asked.ask(client, route, address, typed=[query.partition("=")[2]])


def ask_by_record(asked, client, reader):
    """Ask for each record at its own address, and with its titles in it, in each way that browsers do."""
    for record, code in itertools.product([*asked.canaries.records, *asked.canaries.gone], CODES):
        route, own = public_routes()[record.url_name], record.get_absolute_url(code)
        # What was typed may come back, and nothing else.
        answer = asked.ask(client, route, own, typed=[own])
        if own in asked.canaries.reasons:
            asked.withdrawn[own] = answer.content.decode()
        asked.ask(reader, route, own, typed=[own])
        unchanged = {"if-none-match": answer.get("ETag", '"none"')}
        asked.ask(client, route, own, typed=[own], headers=unchanged)
        if "id_and_slug" in route.parameters and (title := record.title_in(code)):
            titled = route.address(code, id_and_slug=f"{record.pk}-{title}")
            asked.ask(client, route, titled, typed=[title])


def ask_the_search(asked, client):
    """Search for the words of records: page, feed or suggestions may repeat what was typed, and no more."""
    routes = [public_routes()[f"search:{name}"] for name in ("search", "suggestions", "feed")]
    languages = itertools.cycle(CODES)
    words = [word for word, place in asked.canaries.secrets.items() if place.split(".")[0] in SEARCHED]
    for number, word in enumerate(words):
        route, language = routes[number % 3], next(languages)
        known = {"format": "atom"} if route.name == "search:feed" else {}
        query = word[:-2] if route.name == "search:suggestions" else word
        asked.ask(client, route, f"{route.address(language, **known)}?q={query}", typed=[word])
    for slug, language in itertools.product(Topic.objects.values_list("slug", flat=True), CODES):
        asked.ask(client, routes[0], f"{routes[0].address(language)}?q=seoul&topic={slug}", typed=[slug])


def ask_the_previews(asked, client):
    """Ask for the preview of each record: it may show the draft of that record, and of no other."""
    start, page, picture = (public_routes()[f"preview:{name}"] for name in ("start", "page", "picture"))
    records = links(asked.canaries)
    pictures = itertools.cycle(asked.canaries.images)
    for token, record in records.items():
        words = [token.lower(), *words_of_preview(record)]
        asked.ask(client, start, start.address(token=token), typed=words)
        for code in CODES:
            answer = asked.ask(client, page, page.address(token=token, code=code), typed=words)
            asked.previews[type(record), code] = answer.content.decode()
        image = next(pictures)
        known = rendition_of(image)
        asked.ask(client, picture, picture.address(token=token, **known), typed=words)


@pytest.fixture(scope="module")
def asked(taken_back):
    with taken_back():
        canaries = plant(STAFF_PLACES)
        with remembering():
            return ask_everything(canaries)


def test_no_secret_is_at_any_public_address(asked):
    assert not asked.leaks, "\n".join(f"{asked}: {found}" for asked, found in asked.leaks.items())


def test_every_public_address_is_asked(asked):
    assert set(public_routes()) - set(asked.answers) == set()


def test_every_model_with_text_has_a_place():
    assert uncovered_models() == set()


def test_nothing_breaks(asked):
    answers = [answer for answers in asked.answers.values() for answer in answers]
    assert [answer.asked for answer in answers if answer.status >= 500] == []
    assert {200, 301, 304, 404, 405, 410} <= {answer.status for answer in answers}


def test_the_reason_of_a_withdrawal_is_on_its_own_page_in_its_own_language(asked):
    assert len(asked.withdrawn) == 2 * len(KINDS)
    for address, page in asked.withdrawn.items():
        assert asked.canaries.reasons[address] in page


def test_previews_show_drafts(asked):
    """Previews are real pages with words of the draft, so that the test looks at something."""
    assert set(asked.previews) == set(itertools.product(KINDS, CODES))
    words = set(re.findall(r"zq[a-z]{4,}", "".join(asked.previews.values())))
    shown = {asked.canaries.secrets.get(word, "").partition(".")[0] for word in words}
    assert {model.__name__ for model in KINDS} <= shown


def test_public_words_are_found(asked):
    """What can be read is there, so that the test looks at real pages."""
    text = "\n".join(answer.text for answers in asked.answers.values() for answer in answers)
    missing = {place for word, place in asked.canaries.public.items() if word not in text}
    # A picture's text is shown where the picture is part of the text, and not where it decorates.
    assert not {place for place in missing if not place.startswith("Image.")}

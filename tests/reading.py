"""What tests read out of a page."""

from html.parser import HTMLParser
from unittest import mock

from django.template.backends.django import Template


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.elements = []
        self.open = []

    def handle_starttag(self, tag, attributes):
        self.elements.append({"tag": tag, "text": "", **dict(attributes)})
        self.open.append((tag, self.elements[-1]))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for _tag, element in self.open:
            element["text"] += data


def elements(response, tag, **attributes):
    """Return the elements of ``tag`` with ``attributes``, as dicts of their attributes and ``text``."""
    page = _Page()
    page.feed(response.content.decode())
    for element in page.elements:
        element["text"] = " ".join(element["text"].split())
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return [e for e in page.elements if e["tag"] == tag and wanted.items() <= e.items()]


def texts(response, tag, **attributes):
    return [element["text"] for element in elements(response, tag, **attributes)]


def links(response):
    """Return the addresses of all links of the page."""
    return [element["href"] for element in elements(response, "a") if "href" in element]


def body_of(response):
    """Return the whole body, and close its file.

    ``response.close()`` would also end the request, which closes the connection to PostgreSQL of the test.
    """
    body = response.getvalue()
    for close in response._resource_closers:
        close()
    return body


def query_count(client, path):
    """Return how many database queries the answer at ``path`` costs, read to its end.

    A streamed answer asks for its rows only while it is read.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        response.getvalue()  # a streamed body queries while it is read
    assert response.status_code == 200
    return len(queries)


def error_pages(language):
    """Return {name: HTML} of every page that says what went wrong, as a reader of ``language`` gets it."""
    from django.test import RequestFactory
    from django.urls import resolve
    from django.utils import timezone, translation

    from news.models import Post
    from seoulsolution.content.views import withdrawn_page
    from seoulsolution.pages import errors

    request = RequestFactory().get(f"/{language}/")
    reasons = {f"withdrawal_reason_{code}": "Its figures were wrong." for code in ("en", "ko")}
    withdrawn = Post(pk=1, state="withdrawn", withdrawn_at=timezone.now(), **reasons)
    with translation.override(language):
        request.resolver_match = resolve(f"/{language}/")
        answers = {
            "400": errors.bad_request(request, None),
            "403": errors.permission_denied(request, None),
            "403-form": errors.csrf_failure(request),
            "410": withdrawn_page(request, withdrawn),
            "404": errors.page_not_found(request, None),
            "500": errors.server_error(request),
            "503": errors.maintenance(None)(request),
        }
    return {name: answer.content.decode() for name, answer in answers.items()}


def pages_not_drawn():
    """Return a context manager in which pages are empty, for tests that want the status of very many.

    Who gets what is decided before the page is drawn, which takes longest.
    """
    return mock.patch.object(Template, "render", return_value="")


def remembering():
    """Return a context manager in which pages remember numbers and terms, as they do on a served site.

    In the transaction of a test they do not, as the content may change; here it must not.
    """
    from seoulsolution.content import remembered

    found = {}

    def memory(key, compute, is_count):
        if key not in found:
            found[key] = compute()
        return found[key]

    return remembered.using(memory)

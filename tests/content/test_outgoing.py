"""Links to other sites: only what a browser may follow is one, whatever path it was saved by."""

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from news.models import Post
from seoulsolution.content.models import Content
from seoulsolution.content.outgoing import address_fields, outgoing
from seoulsolution.content.syndication.kinds import all_kinds
from seoulsolution.pages.models import Alert
from tests import factories
from tests.importing.helpers import import_seed_of
from tests.reading import body_of

ADDRESS = "https://city.example.org/news?id=1"
TRAP = "javascript:alert(document.domain)"


@pytest.mark.parametrize(
    "address", [ADDRESS, "http://example.org", "HTTPS://example.org/", "mailto:a@example.org"]
)
def test_what_a_browser_may_follow_stays_as_it_is(address):
    assert outgoing(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        TRAP,
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example.org",
        "/admin/logout/",
        "https:",
        "https:evil.example.org",
        "https:\\\\evil.example.org",
        "http://[",
        "mailto:",
    ],
)
def test_what_it_may_not_is_no_link(address):
    assert outgoing(address) == ""


MODELS = [model for model in apps.get_models() if issubclass(model, Content) and address_fields(model)]


@pytest.fixture
def trapped(db, tmp_path):
    """Return a public record of each kind that has addresses, one of them imported, with TRAP in each."""
    import_seed_of(Post, tmp_path)
    records = [
        Post.objects.visible("en").first(),
        factories.make_post(source_name="The city"),
        factories.make_document(kind="video"),
        factories.make_document(title_en="A title alone", body_en=""),
        factories.make_notice(),
        factories.make_partner(description_en="<p>What they do.</p>"),
        Alert.objects.create(message_en="Closed", message_ko="휴관", severity=1, state="published"),
    ]
    assert {type(record) for record in records} == set(MODELS)
    for record in records:
        columns = [field for field in record._meta.concrete_fields if isinstance(field, models.URLField)]
        type(record).objects.filter(pk=record.pk).update(**{field.name: TRAP for field in columns})
    return records


def test_what_a_shell_saved_is_linked_on_no_page_and_in_no_data(trapped):
    pages = [record.get_absolute_url(code) for record in trapped for code in ("en", "ko")]
    data = [f"/api/{kind.name}{ending}" for kind in all_kinds() for ending in ("/", ".csv")]
    client, found, seen = Client(), [], 0
    for path in (*pages, *data, "/en/", "/ko/", "/en/news/feed.atom"):
        response = client.get(path, follow=True)
        seen += response.status_code == 200
        if "alert(document.domain)" in body_of(response).decode():
            found.append(path)
    assert seen > len(trapped) * 2
    assert found == []

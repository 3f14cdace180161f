"""Whom to write to: footer, Contact, and the privacy policy with its earlier versions."""

import datetime

import pytest

from seoulsolution.pages.models import Page
from seoulsolution.revisions import drafts, history
from tests.reading import elements, links, query_count

pytestmark = pytest.mark.django_db
OLD, NEW = datetime.date(2026, 1, 1), datetime.date(2026, 6, 1)


@pytest.fixture
def contact(settings):
    settings.OPERATOR = {"en": "Policy Office", "ko": "정책과"}
    settings.CONTACT_ADDRESS = {"en": "110 Sejong-daero", "ko": "세종대로 110"}
    settings.CONTACT_PHONE = "+82 (2) 120-1234"
    settings.CONTACT_EMAIL = "archive@example.org"
    settings.PRIVACY_OFFICER = {"en": "Hong Gil-dong", "ko": "홍길동"}


@pytest.fixture
def policy():
    page = Page.objects.get(key="privacy")
    Page.objects.filter(pk=page.pk).update(effective_on=OLD, body_en="<p>Old rule.</p>", body_ko="<p>옛</p>")
    return page


def change(page, **fields):
    with history.change([page]) as [locked]:
        for name, value in fields.items():
            setattr(locked, name, value)
        locked.save()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/en/contact/", ["Policy Office", "110 Sejong-daero"]),
        ("/ko/contact/", ["정책과", "세종대로 110"]),
        ("/en/privacy/", ["Hong Gil-dong", "Policy Office"]),
        ("/ko/privacy/", ["홍길동", "정책과"]),
        ("/en/news/", ["Policy Office"]),
    ],
)
def test_the_operator_is_named(client, contact, path, words):
    response = client.get(path)
    assert all(word in response.content.decode() for word in words)
    assert {"tel:+8221201234", "mailto:archive@example.org"} <= set(links(response))


def test_a_site_that_names_nobody_says_so(client):
    assert "has not yet given an address" in client.get("/en/contact/").content.decode()
    assert "has not yet named a privacy officer" in client.get("/en/privacy/").content.decode()
    assert not elements(client.get("/en/news/"), "address")


def test_contact_is_in_the_footer_and_the_sitemap(client):
    assert "/en/contact/" in links(client.get("/en/news/"))
    assert "/ko/contact/" in client.get("/sitemap-lists.xml").content.decode()
    assert "/ko/contact/" in links(client.get("/ko/accessibility/"))


@pytest.mark.parametrize("words", ["보유·이용 기간", "파기", "열람", "권익침해", "안전성 확보", "시행"])
def test_the_policy_says_what_the_law_expects(client, words):
    assert words in client.get("/ko/privacy/").content.decode()


def test_the_version_before_stays_readable(client, policy):
    change(policy, effective_on=NEW, body_en="<p>New rule.</p>")
    response = client.get("/en/privacy/")
    assert "New rule." in response.content.decode()
    assert [path for path in links(response) if path.startswith("/en/privacy/2")] == [
        "/en/privacy/2026-01-01/"
    ]
    before = client.get("/en/privacy/2026-01-01/")
    assert "Old rule." in before.content.decode()
    assert before["X-Robots-Tag"] == "noindex"
    assert client.get("/en/privacy/2026-06-01/").status_code == 404
    assert client.get("/en/privacy/2026-99-99/").status_code == 404


def test_earlier_versions_are_promised_only_where_there_are_any(client):
    policy = Page.objects.get(key="privacy")
    for path in ("/en/privacy/", "/ko/privacy/"):
        page = client.get(path).content.decode()
        assert not any(words in page for words in ("arlier version", "이전 방침"))
    change(policy, effective_on=NEW)
    change(policy, effective_on="2026-12-01")
    assert "Earlier versions stay readable here." in client.get("/en/privacy/").content.decode()


def test_the_last_text_of_a_date_counts(client, policy):
    change(policy, body_en="<p>Mended rule.</p>")
    change(policy, effective_on=NEW)
    assert "Mended rule." in client.get("/en/privacy/2026-01-01/").content.decode()


def test_what_nobody_could_read_is_no_earlier_version(client, policy):
    change(policy, effective_on="2026-02-02", state="draft")
    change(policy, effective_on="2026-03-03", state="published", go_live_at="2099-01-01T00:00:00Z")
    change(policy, effective_on=NEW, go_live_at=None)
    with history.change([policy]) as [locked]:
        drafts.save(locked, drafts.with_values(locked, {"effective_on": "2026-04-04"}))
    dates = [path for path in links(client.get("/en/privacy/")) if path.startswith("/en/privacy/2")]
    assert dates == ["/en/privacy/2026-01-01/"]


def test_a_withheld_language_shows_no_earlier_version(client, policy):
    change(policy, effective_on=NEW, withheld_ko=True)
    assert client.get("/ko/privacy/2026-01-01/").status_code == 404
    assert client.get("/en/privacy/2026-01-01/").status_code == 200


def test_many_versions_cost_as_much_as_one(client, policy):
    change(policy, effective_on=NEW)
    for_one = query_count(client, "/en/privacy/")
    for day in range(2, 9):
        change(policy, effective_on=datetime.date(2026, 6, day))
    assert query_count(client, "/en/privacy/") == for_one

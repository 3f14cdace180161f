"""What the admin says in Korean: no word of it is English."""

import logging
import re
from functools import cache
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client

from news.models import Post
from seoulsolution.search.models import Term
from tests import factories
from tests.reading import body_of
from tests.test_admin_matrix import NO_GET, QUERIES, all_rows, make, make_user, prepare

pytestmark = pytest.mark.django_db
SPOKEN = ("alt", "aria-label", "placeholder", "title")
#: The records that the pages are of, their addresses and files, and the people who wrote them.
NAMES = re.compile(
    r"superuser|other|user-\d+|group \d+|page-\d+|topic-\d+|reader-\d+@example\.org|https?://\S+"
    r"|\S+\.(?:pdf|webp)|/archives/1234|[\da-f]{8}-[\da-f-]{27}|Text|Draft|Story 1|A line"
    r"|Up to 1 GW of geothermal energy|CityNet|Report|A teal field"
    r"|The library is closed\.|20\d\d November \(No\.\d+\)|Water|Regional Network of Local Authorities"
    r"|The city announced a plan\.|The city confers honorary citizenship\."
)
#: The name of a language, of formats, of keys and of what has no Korean one.
KNOWN = re.compile(
    r"English|EN|KO|SHA-256|PDF|DOCX|XLSX|PPTX|HWPX?|TXT|CSV|HTML|URL|RSS|IP|QR|TOTP|Ctrl|Control|Command|Alt|Shift|Option|Mac|Firefox"
    r"|Enter|px|GW"
    r"|FreeOTP|Aegis|(?:Google|Microsoft) Authenticator|No\.|Vol\.|honorary citizen"
)
#: What staff type in English letters: keys of pages, slugs of topics.
TYPED = {"about", "privacy", "copyright", "accessibility"} | {
    "transport", "environment", "welfare", "smart-city", "safety", "economy", "international", "culture",
    "participation",
}  # fmt: skip


class _Spoken(HTMLParser):
    """Gathers the texts that somebody reads or hears on a page."""

    def __init__(self):
        super().__init__()
        self.texts, self.silent = [], None

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag in ("script", "style", "code", "textarea", "template"):
            self.silent = tag
        is_button = tag == "input" and known.get("type") in ("submit", "button", "reset")
        names = (*SPOKEN, "value") if is_button else SPOKEN
        self.texts += [known[name] for name in names if known.get(name)]

    def handle_endtag(self, tag):
        if tag == self.silent:
            self.silent = None

    def handle_data(self, data):
        if self.silent is None:
            self.texts.append(" ".join(data.split()))


def is_typed(text):
    """Tell whether a text is what somebody typed: a slug, or the names of a search term."""
    return text in TYPED or " = " in text or text.rpartition(": ")[2] in terms_in_english()


@cache
def terms_in_english():
    return {str(term) for term in Term.objects.filter(korean="")}


def english(response):
    """Return the texts of a page with an English word."""
    page = _Spoken()
    page.feed(body_of(response).decode())
    rests = {text: KNOWN.sub("", NAMES.sub("", text)) for text in page.texts if not is_typed(text)}
    return [text for text, rest in rests.items() if re.search("[A-Za-z]{2}", rest)]


def test_no_page_of_the_admin_has_an_english_word_in_korean(caplog):
    caplog.set_level(logging.CRITICAL, logger="django.request")  # tracebacks of refusals take long
    other, client = factories.make_user("other"), Client(raise_request_exception=False)
    superuser = make_user("superuser")
    made, found = {}, {}
    for number, row in enumerate(all_rows(), start=1):
        # A preview is a page of readers, in the language that was asked for.
        if row.cells[0] is NO_GET or row.name.endswith("preview/<language>/"):
            continue
        model = row.model or Post
        if model not in made:
            made[model] = make(model, number, "drafted", other)
        with transaction.atomic():
            client.force_login(superuser)
            known = prepare(row, made[model], "drafted", other)
            address = row.route.filled_in(**known) + QUERIES.get(row.route.short_pattern, "").format(**known)
            response = client.get(address, headers={"accept-language": "ko"})
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                found |= dict.fromkeys(english(response), address)
            transaction.set_rollback(True)
    assert found == {}

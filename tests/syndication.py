"""Records that may be read and records that may not, of every kind: what machines must and must not give."""

import datetime
import itertools

from django.utils import timezone

from tests.factories import make_alert, make_document, make_issue, make_notice, make_partner, make_post

HOUR = datetime.timedelta(hours=1)
_numbers = itertools.count(1)


def make_numbered_issue(**fields):
    return make_issue(**{"number": next(_numbers)} | fields)


#: Kind, as in addresses: its factory, its title and the text a language needs besides.
KINDS = {
    "news": (make_post, "title", "body"),
    "archive": (make_document, "title", ""),
    "newsletter": (make_numbered_issue, "title", ""),
    "partners": (make_partner, "name", ""),
    "notices": (make_notice, "title", "intro"),
    "alerts": (make_alert, "message", ""),
}


def make(kind, count=1, **fields):
    """Make ``count`` public records of ``kind``."""
    return [KINDS[kind][0](**fields) for _number in range(count)]


def make_in_both(kind, korean="공개", **fields):
    """Make a record of ``kind`` that is written in both languages."""
    factory, title, text = KINDS[kind]
    return factory(**{f"{title}_ko": korean, **({f"{text}_ko": f"<p>{korean}</p>"} if text else {})} | fields)


def make_secrets(kind):
    """Make a record for each way to be hidden, titled "Secret …" and 비밀, and return them.

    One more can be read in English; its Korean, 비밀, is withheld.
    """
    now = timezone.now()
    title = f"{KINDS[kind][1]}_en"
    hidings = {
        "Secret draft": {"state": "draft"},
        "Secret withdrawn": {"state": "withdrawn"},
        "Secret of tomorrow": {"go_live_at": now + HOUR},
        "Secret of yesterday": {"expires_at": now - HOUR},
        "Secret in both": {"withheld_en": True, "withheld_ko": True},
    }
    make_in_both(kind, "비밀", withheld_ko=True)
    return [make_in_both(kind, "비밀", **{title: name, **hiding}) for name, hiding in hidings.items()]


def text_of(response):
    content = response.getvalue() if response.streaming else response.content
    return content.decode("utf-8-sig")


def assert_nothing_leaks(client, kind, *addresses):
    """Assert that no address gives anything of the secrets of ``kind``, though it gives what is public."""
    make_secrets(kind)
    for address in addresses:
        response = client.get(address)
        text = text_of(response)
        assert response.status_code == 200
        assert "ecret" not in text, address
        assert not [form for form in ("비밀", "%EB%B9%84%EB%B0%80", "\\ube44") if form in text], address

"""The five seeds and their truth, as tests read them."""

import datetime
import hashlib
import json
from functools import cache
from pathlib import Path

from seoulsolution.importing.parsing.decoding import decode
from seoulsolution.importing.parsing.formats import parse
from seoulsolution.importing.parsing.text import squeeze

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
TRUTH = Path(__file__).resolve().parent / "truth"
NAMES = sorted(path.stem for path in TRUTH.glob("[0-9]*.json"))
CODE = SEEDS.parent / "seoulsolution" / "importing"
TODAY = datetime.date(2025, 6, 1)
KINDS = {
    "news post": "news_post",
    "archive document": "archive_document",
    "newsletter issue": "newsletter_issue",
    "newsletter story": "newsletter_story",
    "partner organization": "partner",
    "programme description": "partner",
    "notice": "notice",
    "title-only item": "title_only",
}
POPULAR = "newsletter popular title"


@cache
def truth(name):
    return json.loads((TRUTH / f"{name}.json").read_text(encoding="utf-8"))


@cache
def parsed(name):
    return parse(decode((SEEDS / f"{name}.txt").read_bytes()).text, TODAY)


def true_records(name):
    """Return the truth's records without popular titles, in the order of the page."""
    found = [record for record in truth(name)["records"] if record["kind"] != POPULAR]
    return sorted(found, key=lambda record: record["lines"][0])


def records(name):
    return sorted(parsed(name).all_records(), key=lambda record: record.first_line)


def pairs():
    """Return (name of the seed, true record, record found) for each record of each seed."""
    return [
        (name, true, found)
        for name in NAMES
        for true, found in zip(true_records(name), records(name), strict=True)
    ]


def sha256(text):
    """Return the truth's hash of a body: NFC, each run of white space as one space."""
    return hashlib.sha256(squeeze(text).encode()).hexdigest()

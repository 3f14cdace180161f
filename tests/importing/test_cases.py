"""Small pages whose right values a person has written down (cases/cases.json): each imported alone."""

import json
import re
from pathlib import Path

import pytest

from news.models import Document, Issue, Post, Story
from notices.models import Notice
from partners.models import Partner
from seoulsolution.content.languages import CODES
from tests.importing.helpers import run_import

CASES = Path(__file__).with_name("cases")
KINDS = {
    "post": Post,
    "document": Document,
    "issue": Issue,
    "story": Story,
    "notice": Notice,
    "partner": Partner,
}
FIELDS = {"source": "source_name", "opens": "submission_opens", "closes": "submission_closes"}


def all_cases():
    for case in json.loads((CASES / "cases.json").read_text("utf-8")):
        names = case.get("files") or [case["file"]]
        yield pytest.param(names, case["expect"]["records"], id=names[0])


@pytest.mark.django_db
@pytest.mark.parametrize(("names", "expected"), list(all_cases()))
def test_a_page_becomes_what_a_careful_person_would_type(names, expected, tmp_path):
    for name in names:
        assert run_import(tmp_path, CASES / name)[0]
    for kind, rows in expected.items():
        records = list(KINDS[kind].objects.all())
        assert len(records) == (rows["count"] if isinstance(rows, dict) else len(rows))
        for row in rows if isinstance(rows, list) else []:
            (record,) = [each for each in records if "title" not in row or row["title"] in titles(each)]
            assert [line for key in row for line in differences(record, key, row[key])] == []


def differences(record, key, value):
    """Return what of a row does not hold: the missing or surplus texts, or the other value."""
    html = " ".join(texts(record))
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    if key in ("has", "html"):
        return [text for text in value if text not in (html if key == "html" else plain)]
    if key in ("lacks", "no_html"):
        return [text for text in value if text in (html if key == "no_html" else plain)]
    if key == "reviews":
        return sorted(set(value) - set(record.reviews.values_list("reason", flat=True)))
    if key == "title":
        return []
    found = record.state == "draft" if key == "draft" else str(getattr(record, FIELDS.get(key, key)) or "")
    return [] if found == value else [(key, found, value)]


def titles(record):
    return {*(record.title_in(code) for code in CODES), record.foreign_title}


def texts(record):
    names = [field.attname for field in record._meta.concrete_fields]
    yield from (str(getattr(record, name) or "") for name in names if name.rpartition("_")[2] in CODES)
    for relation in ("parts", "selection_steps"):
        for row in getattr(record, relation).all() if hasattr(record, relation) else ():
            yield from texts(row)

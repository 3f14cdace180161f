"""Run the command, and compare databases without depending on ids."""

import io
import json

from django.core.management import CommandError, call_command

from news.models import Document, Issue, Post, Story
from notices.models import Notice
from partners.models import Partner
from seoulsolution.reviews.models import Provenance, Review

MODELS = (Post, Document, Issue, Story, Partner, Notice)
IGNORED = {"id", "uid", "created_at", "updated_at", "issue", "content_type", "object_id", "run"}


def run_import(tmp_path, *paths, **options):
    """Run the command as a user would; return (whether it succeeded, report, what was printed)."""
    report, out = tmp_path / "report.json", io.StringIO()
    try:
        call_command("import_seeds", *paths, report=report, stdout=out, **options)
    except CommandError as error:
        out.write(str(error))
        return False, json.loads(report.read_text("utf-8")), out.getvalue()
    return True, json.loads(report.read_text("utf-8")), out.getvalue()


def write(folder, name, text):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def outcomes(report):
    return [record["outcome"] for file in report["files"] for record in file["records"]]


def only_file(report):
    (file,) = report["files"]
    return file


def picture():
    """Return everything the importer wrote, by import keys instead of ids."""
    return {
        (model.__name__, record.import_key): _fields(record)
        for model in MODELS
        for record in model.objects.all()
    }


def _fields(record):
    fields = {f.name: getattr(record, f.attname) for f in record._meta.fields if f.name not in IGNORED}
    fields["reviews"] = sorted(record.reviews.values_list("reason", "detail"))
    fields["provenance"] = sorted(
        record.provenances.values_list("path", "first_line", "last_line", "raw_text")
    )
    if hasattr(record, "topics"):
        fields["topics"] = sorted(record.topics.values_list("slug", flat=True))
    for name in ("popular_titles", "parts", "selection_steps"):
        if hasattr(record, name):
            rows = getattr(record, name).all()
            fields[name] = [
                [
                    getattr(row, f.attname)
                    for f in row._meta.fields
                    if not f.is_relation and f.name not in IGNORED
                ]
                for row in rows
            ]
    return fields


def counts():
    return {model.__name__: model.objects.count() for model in (*MODELS, Provenance, Review)}

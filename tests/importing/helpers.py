"""Run the command, and compare databases without depending on ids."""

import io
import json

from django.conf import settings
from django.core.management import CommandError, call_command

from news.models import Document, Issue, Post, Story
from notices.models import Notice
from partners.models import Partner
from seoulsolution.reviews.models import Provenance, Review
from tests.importing import repeated

#: The seed that is imported quickest, of those with a record of each kind.
SEED_OF = {
    Issue: "000_9e01eddc6e132a88.txt",
    Notice: "002_25879144ea33a750.txt",
    Partner: "001_b269c0c2ba5c47d4.txt",
    Post: "004_95aca1d7fd153db8.txt",
}
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


def import_all_seeds():
    """Import the seeds, for a test that begins with them."""
    repeated.as_after("all", lambda: call_command("import_seeds", verbosity=0))


def import_seed_of(model, tmp_path):
    """Import one seed that has records of ``model``: a test that wants one need not wait for all."""

    def run():
        assert run_import(tmp_path, settings.SEEDS_DIR / SEED_OF[model])[0]

    repeated.as_after(model, run)


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

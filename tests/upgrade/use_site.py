"""Read and save on the database of DATABASE_URL, with the code that comes first on the path.

Run by test_upgrade.py: with the code of today, which migrates first, and with the release before, for which
the database is then ahead of the code. Only what both have is used.
"""

import sys

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from news.models import Post  # noqa: E402
from seoulsolution.importing.models import LedgerEntry  # noqa: E402
from tests.forms import data_of  # noqa: E402
from tests.importing.seeds import SEEDS  # noqa: E402

PAGES = (
    *("/en/", "/ko/", "/en/news/", "/ko/archive/", "/en/newsletter/", "/ko/notices/", "/en/partners/"),
    *("/en/news/feed.atom", "/sitemap.xml", "/api/news/", "/admin/", "/admin/news/post/"),
)


def read(client, post):
    for path in (*PAGES, post.get_absolute_url(), "/en/search/?q=seoul"):
        answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        b"".join(answer)


def search(client, post):
    found = client.get("/en/search/", {"q": post.title_en})
    assert post.get_absolute_url() in found.content.decode(), f"{post.title_en} is not found"


def save(client, post, title, seed):
    """Change a text in the admin's form, and import a page that is not in the database yet."""
    form = f"/admin/news/post/{post.pk}/change/"
    answer = client.post(form, data_of(client.get(form)) | {"title_en": title})
    assert answer.status_code == 302, answer.context["errors"]
    post.refresh_from_db()
    assert post.title_en == title
    entries = LedgerEntry.objects.count()
    call_command("import_seeds", SEEDS / seed, verbosity=0)
    assert LedgerEntry.objects.count() > entries


def columns_that_must_be_filled():
    """Return the columns without a default that the models of this code do not know: no row can be saved."""
    with connection.cursor() as cursor:
        return [
            f"{model._meta.db_table}.{column.name}"
            for model in apps.get_models(include_auto_created=True)
            for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
            if column.name not in {field.column for field in model._meta.concrete_fields}
            if not column.null_ok and column.default is None
        ]


def main(title, seed, *options):
    setup_test_environment()
    if "--migrate" in options:
        call_command("migrate", verbosity=0)
    client = Client()
    client.force_login(get_user_model().objects.get(username="staff"))
    post = Post.objects.visible("en").order_by("pk").first()
    search(client, post)  # before anything was saved: with the entry that is there
    read(client, post)
    assert not columns_that_must_be_filled()
    save(client, post, title, seed)
    search(client, post)
    print(django.apps.apps.get_app_config("news").path)


main(*sys.argv[1:])

"""What every test relies on: plain static files, English unless a test says otherwise."""

import contextlib
import gc
from importlib import import_module
from unittest import mock

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.dispatch.dispatcher import NONE_ID
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from tests import database_copies
from tests.marks import MADE_AND_IMPORTED

#: These read one crawl of the site, which takes half a minute.
READ_THE_CRAWL = ("test_crawl.py", "test_weight.py", "test_valid_html.py")
SHARE_NOTHING = ("test_admin_matrix.py", "test_concurrency.py")
ASK_THE_DATABASE = {"db", "transactional_db", "live_server"}
#: What migrate makes, of the models or from a file. No test that commits changes it.
MADE_BY_MIGRATE = {
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    "search_term",
}
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


class ByWhatTheyShare(LoadScopeScheduling):
    """Gives tests that share something costly to one process: a file to one, and all that read the crawl.

    Some are long and share nothing; they come last, one by one, so that no process idles.
    """

    def _split_scope(self, nodeid):
        path = nodeid.partition("::")[0]
        if "/browser/" in path or path.endswith(SHARE_NOTHING):
            return nodeid
        return "crawl" if path.endswith(READ_THE_CRAWL) else path


def pytest_xdist_make_scheduler(config, log):
    # The group marks of pytest-xdist 3.8 mean nothing to pytest 9.2. Another --dist is left to pytest-xdist.
    return ByWhatTheyShare(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_finish():
    """Keep the collector from looking again and again at modules and tests, which live to the end.

    What a test leaves may wait, too: looking for it took a seventh of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_collection_modifyitems(items):
    for item in items:
        asks = ASK_THE_DATABASE.intersection(item.fixturenames) or item.get_closest_marker("django_db")
        if asks and not item.get_closest_marker("one_database"):
            item.add_marker(pytest.mark.database)


@pytest.fixture(autouse=True, scope="session")
def _test_settings(tmp_path_factory):
    """Static files without fingerprints (those need collectstatic), cheap passwords, files elsewhere.

    However slow the machine is, the log has no line about that.
    """
    from django.conf import settings

    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": PLAIN_STATIC},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        SLOW_REQUEST_SECONDS=0,
    ):
        yield


def empty_again(case):
    """Leave the database after a test that commits as migrate made it."""
    database_copies.as_before("empty", flush_records)


def flush_records():
    """Empty the database, but for content types, permissions, roles and terms.

    To make those again took longer than the test, and nothing makes the terms again.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    emptied = [table for table in tables if table not in MADE_BY_MIGRATE]
    # Receivers for every app make what stays.
    of_one_app = [receiver for receiver in post_migrate.receivers if receiver[0][1] != NONE_ID]
    with (
        mock.patch.object(connection.introspection, "django_table_names", return_value=emptied),
        mock.patch.object(post_migrate, "receivers", of_one_app),
    ):
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
    _begin_with_terms()


def _begin_with_terms():
    """Write the terms of a new site, unless they are there: a test may have called flush itself."""
    from seoulsolution.search.models import Term

    if not Term.objects.exists():
        seeding = (
            "0005_begin_with_terms",
            "0009_add_more_terms",
            "0010_add_names_and_words",
            "0012_add_related_words",
        )
        for name in seeding:
            migration = import_module(f"seoulsolution.search.migrations.{name}")
            migration.seed(apps, connection.schema_editor())


@pytest.fixture(autouse=True, scope="session")
def _flush_records():
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", empty_again):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, request, tmp_path_factory):
    """For a browser, SQLite's database is a file: one in memory refuses requests at the same time."""
    has_browser = any(
        item.get_closest_marker(name) for item in request.session.items for name in ("browser", "engines")
    )
    if connection.vendor == "sqlite" and has_browser:
        path = tmp_path_factory.mktemp("database") / "browser.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture(scope="session")
def taken_back(django_db_setup, django_db_blocker):
    """Return a context manager: records that several tests share are made in it, and gone at its end.

    Each test's own transaction is a savepoint in this one.
    """

    @contextlib.contextmanager
    def context():
        with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
            yield
            transaction.set_rollback(True)

    return context


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def staff(django_user_model):
    return django_user_model.objects.create_superuser("staff", password="staff")


@pytest.fixture
def staff_client(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def database_on_disk(transactional_db, tmp_path):
    """A database on disk: SQLite's in memory does not let writers wait for each other."""
    if connection.vendor != "sqlite":
        yield
        return
    from tests.importing.databases import empty_database

    with empty_database(tmp_path) as other:
        settings, name = connection.settings_dict, connection.settings_dict["NAME"]
        options = settings["OPTIONS"]
        memory = connection.connection
        connection.connection = None
        settings["NAME"] = other.url.removeprefix("sqlite:///")
        # Who waits tries again at times, and is not served in turn: on a slow machine somebody waits long.
        settings["OPTIONS"] = options | {"timeout": 100}
        try:
            yield
        finally:
            if connection.connection:
                connection.connection.close()
            settings["NAME"], settings["OPTIONS"], connection.connection = name, options, memory


@pytest.fixture
def imported_post(db, tmp_path):
    """Return a published post of the seeds, in English and with a topic."""
    from news.models import Post
    from tests.importing.helpers import import_seed_of

    import_seed_of(Post, tmp_path)
    return Post.objects.visible("en").exclude(topics=None).first()


@pytest.fixture
def imported_issue(db, tmp_path):
    """Return the issue of the seeds, with its stories."""
    from news.models import Issue
    from tests.importing.helpers import import_seed_of

    import_seed_of(Issue, tmp_path)
    return Issue.objects.exclude(stories=None).get()


@pytest.fixture(params=MADE_AND_IMPORTED)
def post(request, db):
    """A published post in English: one without a revision, and one of the seeds."""
    from tests.factories import make_post

    return make_post() if request.param == "made" else request.getfixturevalue("imported_post")

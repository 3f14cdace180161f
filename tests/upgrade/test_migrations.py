"""Migrations since the release that is kept only expand, and let nobody wait: its servers go on meanwhile."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from news.models import Topic
from seoulsolution.content.schema import AddIndexOnline
from tests.upgrade import kept

SAFE = (
    migrations.CreateModel,
    migrations.RemoveIndex,
    migrations.RemoveConstraint,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
)
DATA = (migrations.RunPython, migrations.RunSQL)


def new_migrations(loader):
    """Return the migrations of the project that the release before does not have."""
    ours = {
        app.label
        for app in apps.get_app_configs()
        if (settings.BASE_DIR / app.name.replace(".", "/")).is_dir()
    }
    keys = {key for key in loader.disk_migrations if key[0] in ours} - kept.migrations()
    return [loader.disk_migrations[key] for key in sorted(keys)]


def faults(migration, state, new_tables=frozenset()):
    """Return what is wrong with ``migration``, which is applied to ``state``: one sentence an operation.

    ``new_tables`` are (app label, name in lower case) of models that the release before does not have.
    """
    made = {*new_tables, *_tables_of(migration)}
    found = [_fault(operation, migration, state, made) for operation in migration.operations]
    return [fault for fault in found if fault]


def _tables_of(migration):
    made = (one for one in migration.operations if isinstance(one, migrations.CreateModel))
    return {(migration.app_label, one.name_lower) for one in made}


def _fault(operation, migration, state, made):
    table = (migration.app_label, getattr(operation, "model_name_lower", ""))
    is_of_state = (
        isinstance(operation, migrations.SeparateDatabaseAndState) and not operation.database_operations
    )
    if isinstance(operation, SAFE) or is_of_state or table in made:
        return ""
    if isinstance(operation, DATA):
        if all(isinstance(one, DATA) for one in migration.operations):
            return ""
        return "changes data: in a migration of its own, locks on the schema are not held meanwhile"
    if isinstance(operation, AddIndexOnline):
        return "" if not migration.atomic else "needs atomic = False"
    if isinstance(operation, migrations.AddField):
        return "" if _may_be_left_out(operation.field) else "needs null=True or a constant db_default"
    if isinstance(operation, migrations.AlterField) and not _changes_column(operation, migration, state):
        return ""
    if isinstance(operation, migrations.AddIndex):
        return "lets writers wait: use content.schema.AddIndexOnline"
    return "is not safe while the release before runs: contract in the release after"


def _may_be_left_out(field):
    if field.many_to_many:
        return True
    constant = field.has_db_default() and isinstance(field._db_default_expression, models.Value)
    return (field.null or constant) and not field.generated


def _changes_column(operation, migration, state):
    old = state.models[migration.app_label, operation.model_name_lower].fields[operation.name]
    new = operation.field.clone()
    for field in (old, new):
        field.set_attributes_from_name(operation.name)
    return connection.schema_editor(collect_sql=True)._field_should_be_altered(old, new)


def test_every_migration_since_the_release_before_is_safe():
    loader = MigrationLoader(None)
    new = new_migrations(loader)
    made = set().union(*map(_tables_of, new))
    found = {
        str(migration): faults(
            migration, loader.project_state((migration.app_label, migration.name), at_end=False), made
        )
        for migration in new
    }
    assert not {name: sentences for name, sentences in found.items() if sentences}


def test_the_release_before_has_migrations():
    assert ("news", "0016_introduce_topics") in kept.migrations()


def migration_of(*operations, atomic=True):
    migration = migrations.Migration("0099_try", "news")
    migration.operations, migration.atomic = list(operations), atomic
    return migration


INDEX = models.Index(fields=["art"], name="topic_art")


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (migrations.AddField("Topic", "note", models.TextField(default="")), "needs null=True or"),
        (migrations.AddField("Topic", "note", models.TextField(db_default="")), None),
        (migrations.AddField("Topic", "note", models.TextField(null=True)), None),
        (migrations.RemoveField("Topic", "art"), "contract in the release after"),
        (migrations.RenameField("Topic", "art", "drawing"), "contract in the release after"),
        (migrations.DeleteModel("Topic"), "contract in the release after"),
        (migrations.AlterField("Topic", "art", models.TextField()), "contract in the release after"),
        (migrations.AddIndex("Topic", INDEX), "AddIndexOnline"),
        (AddIndexOnline("Topic", INDEX), "atomic = False"),
        (migrations.RunSQL("SELECT 1"), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_operation_that_is_not_safe_is_named(operation, sentence):
    found = faults(migration_of(operation), ProjectState.from_apps(apps))
    assert (sentence is None and not found) or sentence in found[0]


def test_data_are_not_changed_while_the_schema_is_locked():
    field = migrations.AddField("Topic", "note", models.TextField(null=True))
    mixed = migration_of(field, migrations.RunSQL("SELECT 1"))
    assert "of its own" in faults(mixed, ProjectState.from_apps(apps))[0]


@pytest.mark.django_db(transaction=True)
def test_an_index_is_added_online_and_removed():
    operation = AddIndexOnline("Topic", INDEX)
    before = ProjectState.from_apps(apps)
    after = before.clone()
    operation.state_forwards("news", after)
    for change, states, there in (
        (operation.database_forwards, (before, after), True),
        (operation.database_backwards, (after, before), False),
    ):
        with connection.schema_editor(atomic=False) as editor:
            change("news", editor, *states)
        with connection.cursor() as cursor:
            names = connection.introspection.get_constraints(cursor, Topic._meta.db_table)
        assert ("topic_art" in names) == there

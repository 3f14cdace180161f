"""Operations for migrations that a site with many records can run while it is read and written."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddIndex
from django.db.migrations.state import ProjectState


class AddIndexOnline(AddIndex):
    """Add an index while others write; its migration says ``atomic = False``.

    PostgreSQL would make those who write to the table wait until the index is built; SQLite has one writer
    at a time anyway.
    """

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._other(schema_editor).database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._other(schema_editor).database_backwards(app_label, schema_editor, from_state, to_state)

    def _other(self, schema_editor: Any) -> AddIndex:
        online = schema_editor.connection.vendor == "postgresql"
        operation = AddIndexConcurrently if online else AddIndex
        return operation(self.model_name, self.index)

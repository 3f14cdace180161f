"""What is kept for some time only: each room registers what it has of that, and a command removes it.

A module of no room, so that the lowest can register, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

#: Rows deleted in one transaction: nobody waits for long.
AT_ONCE = 500


@dataclass(frozen=True)
class Task:
    """``run(delete)`` returns how many things it found, and removes them if ``delete`` is true.

    What a task that is ``on_request`` finds may yet be wanted: it is removed only where that is asked for.
    """

    name: str
    run: Callable[[bool], int]
    on_request: bool = False


_tasks: list[Task] = []


def tasks() -> list[Task]:
    """Return all tasks, in the order of their names."""
    return sorted(_tasks, key=lambda task: task.name)


def register(name: str, run: Callable[[bool], int], *, on_request: bool = False) -> None:
    """Add a task; ``name`` says in the plural what it removes, for operators. Call it when apps are ready."""
    _tasks.append(Task(name, run, on_request))


def register_rows(name: str, rows: Callable[[], QuerySet]) -> None:
    """Add a task that deletes ``rows()``, with what belongs to them."""
    register(name, lambda delete: delete_rows(rows()) if delete else rows().count())


def delete_rows(rows: QuerySet) -> int:
    """Delete ``rows``, some at a time; return their number without what belonged to them."""
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        # Chosen again: what has changed meanwhile may be wanted now.
        rows.filter(pk__in=pks[start : start + AT_ONCE]).delete()
    return len(pks)

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulsolution.housekeeping import Task, tasks

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Removes what is kept for some time only, and prints a line for each kind of it. For a timer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count; nothing is removed")
        parser.add_argument(
            "--unused-media", action="store_true", help="also remove uploads that nothing uses or knows"
        )

    def handle(self, *, dry_run: bool, unused_media: bool, **options: Any) -> None:
        failed = 0
        for task in tasks():
            try:
                self.stdout.write(self._do(task, not dry_run and (unused_media or not task.on_request)))
            except Exception as error:
                # The others are done all the same.
                failed += 1
                logger.exception("Housekeeping failed: %s", task.name)
                self.stderr.write(f"{task.name}: failed: {error}")
        if failed:
            raise CommandError(f"{failed} of {len(tasks())} tasks failed; the others are done.")

    def _do(self, task: Task, delete: bool) -> str:
        return f"{task.name}: {task.run(delete)} {'removed' if delete else 'found'}"

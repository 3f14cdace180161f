from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from seoulsolution.media import storing, unused


class Command(BaseCommand):
    help = (
        "Lists pictures and files that nothing uses, and stored files that nothing knows, if they are older "
        "than a day. With --delete, they are removed; old revisions then lack them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="remove what is listed")

    def handle(self, *, delete: bool, **options: Any) -> None:
        number = 0
        for thing in unused.unused():
            number += 1
            self.stdout.write(f"{thing._meta.verbose_name} {thing.pk}: {thing}")
            if delete and not unused.remove(thing, note="unused_media"):
                self.stderr.write(f"{thing} is in use by now, and stays.")
        for name in list(unused.unknown_files()):
            number += 1
            self.stdout.write(f"stored file: {name}")
            if delete:
                storing.delete([name])
        done = "removed" if delete else "found; --delete removes them"
        self.stdout.write(f"{number} {done}." if number else "Nothing is kept for nothing.")

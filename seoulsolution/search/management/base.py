"""What the search commands share."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections


class IndexCommand(BaseCommand):
    """A command for the index of one database, whose alias is an option."""

    def add_arguments(self, parser):
        parser.add_argument(
            "--database",
            default=DEFAULT_DB_ALIAS,
            metavar="ALIAS",
            help=f'the database of the index, by its name in the settings (default: "{DEFAULT_DB_ALIAS}")',
        )

    def handle(self, *, database, **options):
        if database not in connections:
            known = ", ".join(connections)
            raise CommandError(f"There is no database “{database}” in the settings; there is: {known}.")
        self.handle_index(database, **options)

    def handle_index(self, database, **options):
        """Run the command on ``database``, which exists."""
        raise NotImplementedError


def counted(number, what):
    """Return the number with a regular English noun: "1 record", "2 records"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

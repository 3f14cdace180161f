"""What the commands of search share."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections


class IndexCommand(BaseCommand):
    """A command that works on the index of one database, whose alias is its option."""

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
        """Do what the command is for on ``database``, which exists."""
        raise NotImplementedError


def counted(number, what):
    """Return "1 record", "2 records" for a regular English word."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

from seoulsolution.search.drift import find_drift, strays

#: So many faults are listed; the rest is only counted.
LISTED = 20


class Command(BaseCommand):
    help = "Compare the index of search with the records. Ends with an error when they differ."

    def add_arguments(self, parser):
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)

    def handle(self, *, database, **options):
        number = 0
        for number, drift in enumerate(find_drift(database), start=1):
            if number <= LISTED:
                self.stdout.write(f"{drift.kind} {drift.object_id}: {drift.fault}")
        wordless, textless = strays(database)
        if number or wordless or textless:
            raise CommandError(
                f"The index differs from the records: {number} records, {wordless} texts without words, "
                f"{textless} words without text. Run: manage.py rebuild_search"
            )
        self.stdout.write("The index of search agrees with the records.")

from django.core.management.base import CommandError

from seoulsolution.search.index.consistency import find_drift, strays
from seoulsolution.search.management.base import IndexCommand, counted

#: How many faults are listed; the others are only counted.
LISTED = 20


class Command(IndexCommand):
    help = "Compare the index of search with the records. Ends with an error when they differ."

    def handle_index(self, database, **options):
        number = 0
        for number, drift in enumerate(find_drift(database), start=1):
            if number <= LISTED:
                self.stdout.write(f"{drift.kind} {drift.object_id}: {drift.fault}")
        wordless, textless = strays(database)
        if number or wordless or textless:
            raise CommandError(
                f"The index differs from the records: {counted(number, 'record')}, "
                f"{counted(wordless, 'text')} without words, {counted(textless, 'set')} of words without "
                "a text. Run: manage.py rebuild_search"
            )
        self.stdout.write("The index of search agrees with the records.")

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS
from django.template.defaultfilters import pluralize

from seoulsolution.search.index.consistency import find_drift, orphans

#: How many faults are listed; the others are only counted.
LISTED = 20


class Command(BaseCommand):
    help = "Compare the index of search with the records. Ends with an error when they differ."

    def handle(self, **options):
        number, texts = 0, max(rows.count() for rows in orphans(DEFAULT_DB_ALIAS))
        for number, drift in enumerate(find_drift(DEFAULT_DB_ALIAS), start=1):
            if number <= LISTED:
                self.stdout.write(f"{drift.kind} {drift.object_id}: {drift.fault}")
        if number or texts:
            raise CommandError(
                f"The index differs from the records: {number} record{pluralize(number)}, {texts} "
                f"text{pluralize(texts)} without a record. Run: manage.py rebuild_search"
            )
        self.stdout.write("The index of search agrees with the records.")

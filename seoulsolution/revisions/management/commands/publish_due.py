from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from seoulsolution.revisions.publishing import publish_due


class Command(BaseCommand):
    help = "Publish the drafts whose time has come, as the first request after it does; for a timer."

    def handle(self, *args, **options):
        try:
            number = publish_due()
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {str(error).strip()}") from error
        self.stdout.write(f"{number} published")

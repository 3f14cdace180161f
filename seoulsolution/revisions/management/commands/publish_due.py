from django.core.management.base import BaseCommand

from seoulsolution.revisions.drafts import publish_due


class Command(BaseCommand):
    help = "Publish the drafts whose time has come, as the first request after it does; for a timer."

    def handle(self, *args, **options):
        self.stdout.write(f"{publish_due()} published")

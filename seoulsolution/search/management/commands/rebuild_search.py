from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS
from rich.console import Console
from rich.progress import track

from seoulsolution.search import registry
from seoulsolution.search.building import rebuild


class Command(BaseCommand):
    help = "Build the index of search anew from all records. Readers keep the old one until it is done."

    def add_arguments(self, parser):
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)

    def handle(self, *, database, verbosity, **options):
        total = sum(source.model.objects.using(database).count() for source in registry.sources().values())
        steps = rebuild(database)
        if verbosity:
            console = Console(file=self.stdout._out)
            steps = track(steps, "Building the index of search", total=total, console=console)
        texts = sum(steps)
        if verbosity:
            self.stdout.write(f"{texts} texts of {total} records are in the index.")

from concurrent.futures.process import BrokenProcessPool

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS
from django.template.defaultfilters import pluralize
from rich.console import Console
from rich.progress import track

from seoulsolution.search import registry
from seoulsolution.search.index.rebuild import rebuild


class Command(BaseCommand):
    help = "Rebuild the search index from all records, while readers search and staff write."

    def handle(self, *, verbosity, **options):
        total = sum(source.model.objects.count() for source in registry.sources().values())
        steps = rebuild(DEFAULT_DB_ALIAS)
        if verbosity:
            console = Console(file=self.stdout._out)
            steps = track(steps, "Building the index of search", total=total, console=console)
        try:
            texts = sum(steps)
        except BrokenProcessPool:
            raise CommandError(
                "A process that this command had started was ended, perhaps for want of memory. The index is "
                "not complete. Run it again: manage.py rebuild_search"
            ) from None
        if verbosity:
            self.stdout.write(
                f"In the index: {texts} text{pluralize(texts)} of {total} record{pluralize(total)}."
            )

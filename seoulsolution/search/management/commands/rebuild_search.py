from rich.console import Console
from rich.progress import track

from seoulsolution.search import registry
from seoulsolution.search.index.rebuild import rebuild
from seoulsolution.search.management.base import IndexCommand, counted


class Command(IndexCommand):
    help = "Rebuild the search index from all records, while readers search and staff write."

    def handle_index(self, database, *, verbosity, **options):
        total = sum(source.model.objects.using(database).count() for source in registry.sources().values())
        steps = rebuild(database)
        if verbosity:
            console = Console(file=self.stdout._out)
            steps = track(steps, "Building the index of search", total=total, console=console)
        texts = sum(steps)
        if verbosity:
            self.stdout.write(f"In the index: {counted(texts, 'text')} of {counted(total, 'record')}.")

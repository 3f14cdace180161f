from typing import Any

from django.core.management.base import BaseCommand

from seoulsolution.media.making import make_waiting


class Command(BaseCommand):
    help = "Makes the renditions of pictures that wait for them. For a timer; servers do it by themselves."

    def handle(self, **options: Any) -> None:
        number = 0
        for image in make_waiting():
            number += 1
            if options["verbosity"] > 1:
                self.stdout.write(str(image))
        if options["verbosity"]:
            self.stdout.write(f"Made the renditions of {number} pictures.")

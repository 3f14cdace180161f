import ipaddress

from django.core.management import BaseCommand, CommandError

from seoulsolution.accounts import security


class Command(BaseCommand):
    help = (
        "Lets accounts, or whoever asks from a network address, try to sign in again after failed attempts."
    )

    def add_arguments(self, parser):
        parser.add_argument("who", nargs="+", help="names of accounts, or network addresses")

    def handle(self, *, who, **options):
        numbers = [self.unlock(one) for one in who]
        if not any(numbers):
            raise CommandError("There are no failed attempts of these. Nothing was locked.")

    def unlock(self, one):
        try:
            address = ipaddress.ip_address(one)
        except ValueError:
            address = None
        number = security.unlock(*(("", address) if address else (one, None)))
        if number:
            self.stdout.write(f"{one} may try again.")
        return number

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError

from seoulsolution.accounts import security, sessions


class Command(BaseCommand):
    help = "Removes the second factor of an account, for who has lost phone and recovery codes."

    def add_arguments(self, parser):
        parser.add_argument("name", help="name of the account")

    def handle(self, *, name, **options):
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account {name}.")
        if not security.remove_factor(user):
            raise CommandError(f"{name} has no second factor.")
        sessions.of(user).delete()
        self.stdout.write(f"The second factor of {name} is removed.")

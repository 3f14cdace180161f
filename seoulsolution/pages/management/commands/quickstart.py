from django.conf import settings
from django.core.management import BaseCommand, call_command

from seoulsolution.pages import quickstart


class Command(BaseCommand):
    help = (
        "Sets up the site with the seeds in it and serves it, for trying it out. Running it again finds "
        "everything in place. For a public site see: deployment"
    )

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="stop before serving")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
        parser.add_argument("--bind", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")

    def handle(self, *, no_serve, port, bind, **options):
        quickstart.require_writable_directories()
        if not no_serve:
            quickstart.require_free_port(bind, port)
        with quickstart.alone(self.step):
            account = self.set_up()
        if not no_serve:
            quickstart.require_free_port(bind, port)  # another one may serve by now
        self.say_where(bind, port, account)
        if not no_serve:
            self.stdout.write("\nServing; stop with Ctrl+C.")
            self.stdout.flush()
            quickstart.serve(bind, port)

    def set_up(self):
        """Bring everything into place; return (name, password) if an account was made."""
        self.step("Preparing the database")
        quickstart.migrate()
        self.step("Importing the seeds")
        call_command("import_seeds", settings.SEEDS_DIR, stdout=self.stdout, verbosity=0)
        account = quickstart.create_staff_account()
        self.step("Collecting static files")
        quickstart.collect_static_files()
        return account

    def step(self, what):
        self.stdout.write(f"{what} …")
        self.stdout.flush()

    def say_where(self, bind, port, account):
        self.stdout.write(self.style.SUCCESS("\nSeoul Solution is ready."))
        for what, address in quickstart.addresses(bind, port):
            self.stdout.write(f"  {what:<8} {address}")
        self.stdout.write('\nThis is for trying it out; for a public site see "Operate it" in README.md.')
        if account:
            name, password = account
            self.stdout.write("\nA staff account was made. Its password is shown only now:")
            self.stdout.write(f"  name     {name}\n  password {password}")
        if bind not in settings.ALLOWED_HOSTS:
            self.stdout.write(
                f"\nListening on {bind}, but answering only to {', '.join(settings.ALLOWED_HOSTS)}: "
                "set ALLOWED_HOSTS to the names people will use."
            )

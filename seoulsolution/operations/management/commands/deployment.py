from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulsolution.operations.deployment import KINDS, Site, files


class Command(BaseCommand):
    help = (
        "Prints files with which this site runs on a machine of its own, filled in from its settings: run it "
        "with the site's environment. The head of each file says where it belongs."
    )
    # It is asked before the site is set up.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="write the files there instead")
        parser.add_argument("--host", help="public name of the site (default: that of SITE_URL)")
        parser.add_argument(
            "--server",
            action="append",
            metavar="ADDRESS:PORT",
            help="where gunicorn listens (default 127.0.0.1:8000); nginx takes several",
        )
        parser.add_argument(
            "--user", default="seoulsolution", help="account that runs it (default %(default)s)"
        )
        parser.add_argument("--certificate", default="", help="file of the certificate (default: certbot's)")
        parser.add_argument("--key", default="", help="file of its key (default: certbot's)")
        parser.add_argument(
            "--export",
            default="",
            metavar="FOLDER",
            help="export_site writes there every minute, and nginx gives it out; or a bucket, without nginx",
        )

    def handle(self, *, kind: str, to: Path | None, **options: Any) -> None:
        made = dict(files(kind, self.site(kind, **options)))
        if to is None:
            for name, text in made.items():
                self.stdout.write(text if len(made) == 1 else f"# ---- {name} ----\n{text}")
            return
        try:
            to.mkdir(parents=True, exist_ok=True)
            for name, text in made.items():
                (to / name).write_text(text, "utf-8")
                self.stdout.write(str(to / name))
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror}.") from error

    def site(self, kind: str, *, host: str | None, server: list[str] | None, **options: Any) -> Site:
        host = host or (urlsplit(settings.SITE_URL).hostname if settings.SITE_URL_IS_SET else None)
        if not host:
            raise CommandError("Which site is it? Set SITE_URL, or say --host archive.example.org.")
        fields = {name: options[name] for name in ("user", "certificate", "key", "export")}
        for value in (host, *(server or ()), *fields.values()):
            if set(value) & set(" ;{}'\"\n\r$"):
                raise CommandError(f"{value!r} is no name that a configuration may hold.")
        if kind == "nginx" and fields["export"].startswith("s3://"):
            raise CommandError("nginx gives out a folder. What is before a bucket is not made here.")
        return Site(host=host, servers=tuple(server or ("127.0.0.1:8000",)), **fields)

"""Files with which this site runs on a machine of its own: nginx, systemd, containers, the environment.

They are templates in files/, filled in from the settings, so that limits and folders are those of the site.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.template import Context, Engine

from seoulsolution.operations.deployment.variables import environment
from seoulsolution.pages.quickstart import ADDRESS_LIMIT

FILES = Path(__file__).parent / "files"
#: {what is asked for: the files that it takes, below FILES}.
KINDS = {
    "nginx": ("nginx.conf",),
    "systemd": (
        "systemd/seoulsolution.service",
        "systemd/seoulsolution-housekeeping.service",
        "systemd/seoulsolution-housekeeping.timer",
        "systemd/seoulsolution-backup.service",
        "systemd/seoulsolution-backup.timer",
        "systemd/seoulsolution-mail.service",
        "systemd/seoulsolution-mail.timer",
    ),
    "compose": ("compose/compose.yaml", "compose/Containerfile", "compose/.dockerignore"),
    "env": ("seoulsolution.env",),
}
#: With ``Site.export``.
EXPORT_UNITS = ("systemd/seoulsolution-export.service", "systemd/seoulsolution-export.timer")
FORM_MEGABYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 10**6
#: Requests that one process answers at the same time: most wait for the database.
THREADS = 8
#: In seconds: for so long HSTS holds, also if the files are made before SITE_URL is set.
YEAR = 31_536_000


@dataclass(frozen=True)
class Site:
    """What the files say of a site besides its settings.

    ``host`` is its public name; ``servers`` are "address:port" of what is behind nginx, first that of this
    machine; ``user`` runs it; ``export`` is the folder or bucket of ``export_site``, if there is one.
    """

    host: str
    servers: tuple[str, ...]
    user: str
    certificate: str = ""
    key: str = ""
    export: str = ""

    def context(self) -> dict[str, Any]:
        folder = f"/etc/letsencrypt/live/{self.host}"
        return {
            "host": self.host,
            "servers": self.servers,
            "serve": " ".join(gunicorn(self.servers[0])),
            "serve_in_container": json.dumps(["python", *gunicorn("0.0.0.0:8000")]),
            "user": self.user,
            "certificate": self.certificate or f"{folder}/fullchain.pem",
            "key": self.key or f"{folder}/privkey.pem",
            "export": self.export,
            "export_folder": "" if self.export.startswith("s3://") else self.export,
            "headers": headers(),
            "code": settings.BASE_DIR,
            "python": sys.executable,
            "folders": folders(),
            "static": str(settings.STATIC_ROOT),
            # What is a little too large the site refuses itself, in a sentence that says what it takes.
            "body_megabytes": 2 * (settings.MEDIA_MAX_MEGABYTES + FORM_MEGABYTES),
        }


def gunicorn(bind: str) -> list[str]:
    """Return the arguments of Python that serve the site on ``bind``."""
    options = {
        "bind": bind,
        "workers": os.cpu_count() or 1,
        "threads": THREADS,
        "timeout": 60,
        "graceful-timeout": 30,
        "keep-alive": 75,  # longer than nginx keeps a connection that is idle
        "limit-request-line": ADDRESS_LIMIT,
        "worker-tmp-dir": "/dev/shm",  # noqa: S108 - a disk that is slow would look like a worker that hangs
    }
    said = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    return ["-m", "gunicorn", "seoulsolution.wsgi", *said, "--no-control-socket"]


def headers() -> list[tuple[str, str]]:
    """Return the headers that every public page has, for pages that the site is not asked for."""
    hsts = [f"max-age={settings.SECURE_HSTS_SECONDS or YEAR}"]
    hsts += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
    hsts += ["preload"] if settings.SECURE_HSTS_PRELOAD else []
    return [
        ("Cache-Control", "no-cache"),
        ("Content-Security-Policy", build_policy()),
        ("Strict-Transport-Security", "; ".join(hsts)),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
    ]


def folders() -> list[str]:
    """Return the folders that the site writes to, without those that are in another one of them."""
    named = [Path(str(each)) for each in (settings.VAR_DIR, settings.MEDIA_ROOT, settings.STATIC_ROOT)]
    return [str(each) for each in dict.fromkeys(named) if not any(other in each.parents for other in named)]


def files(kind: str, site: Site) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each file for one of KINDS."""
    engine = Engine(dirs=[str(FILES)], autoescape=False)
    context = site.context() | environment(site.host)
    for path in (*KINDS[kind], *(EXPORT_UNITS if kind == "systemd" and site.export else ())):
        yield Path(path).name, engine.get_template(path).render(Context(context, autoescape=False))

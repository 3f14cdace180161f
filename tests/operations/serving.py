"""gunicorn and nginx as a deployment has them, and a database that can be taken away from them."""

import contextlib
import gzip
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from seoulsolution.operations import deployment
from tests.importing.databases import empty_database

HOST = "archive.example.org"
#: A page that nginx gives out as a file.
EXPORTED = "/ko/accessibility/"
INSECURE = ssl._create_unverified_context()  # noqa: S323 - our own certificate
#: Of nginx, which makes a folder for each.
OTHER_BODIES = ("fastcgi", "uwsgi", "scgi")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Answer:
    status: int
    headers: dict
    text: str


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


OPENER = urllib.request.build_opener(NoRedirect, urllib.request.HTTPSHandler(context=INSECURE))


def ask(address, data=None, **headers):
    """Return what is answered to the site's own name, whatever it is, without following redirects."""
    headers = {"Host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = urllib.request.Request(address, data, headers)  # noqa: S310 - our own server
    try:
        response = OPENER.open(request, timeout=20)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        return Answer(response.status, dict(response.headers), response.read().decode("utf-8", "replace"))


def until(holds, seconds=40):
    """Wait until ``holds()``; return what it returned."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if result := holds():
                return result
        time.sleep(0.1)
    raise AssertionError("it did not come to that")


class Forwarder:
    """A port that leads to PostgreSQL's, until it is closed: then the database is away."""

    def __init__(self, target):
        self.target, self.port, self.open = target, free_port(), set()
        self.start()

    def start(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def stop(self):
        for each in (self.listener, *self.open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.open.clear()

    def accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(self.target)
                self.open |= {near, far}
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self.copy, args=pair, daemon=True).start()

    def copy(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


class LostFile:
    """SQLite's database, in whose place something else is until ``start``."""

    def __init__(self, path):
        self.path, self.kept = Path(path), Path(f"{path}.kept")

    def stop(self):
        self.path.rename(self.kept)
        self.path.write_bytes(b"This is no database. " * 500)

    def start(self):
        self.kept.replace(self.path)


@contextlib.contextmanager
def database_to_break(folder):
    """Yield (variables that name it, what breaks and mends it)."""
    with empty_database(folder) as database:
        address = urlsplit(database.url)
        if connection.vendor == "sqlite":
            # A connection that is kept would go on with the file that was there.
            variables = {"DATABASE_URL": database.url, "CONN_MAX_AGE": "0"}
            yield variables, LostFile(database.url.removeprefix("sqlite:///"))
            return
        forwarder = Forwarder((address.hostname, address.port))
        netloc = address.netloc.rpartition(":")[0]
        try:
            url = address._replace(netloc=f"{netloc}:{forwarder.port}").geturl()
            yield {"DATABASE_URL": url}, forwarder
        finally:
            forwarder.stop()


def write_static_files(folder):
    """Let every static file have its own name in the manifest: collecting them takes half a minute."""
    folder.mkdir()
    names = [name for finder in get_finders() for name, _storage in finder.list([])]
    manifest = {"version": "1.1", "hash": "test", "paths": {name: name for name in names}}
    (folder / "staticfiles.json").write_text(json.dumps(manifest))
    for name in ("site.css", "site.0123456789ab.css"):
        (folder / name).write_text("body { color: black }")


@dataclass
class Served:
    """A running gunicorn, and what it writes and reads."""

    address: str
    metrics: str
    process: subprocess.Popen
    database: Forwarder | LostFile
    log: Path
    static: Path

    def logged(self):
        """Return the lines of the log that were written since this was called last."""
        text = self.log.read_text()
        lines, self.seen = text[getattr(self, "seen", 0) :].splitlines(), len(text)
        return lines

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


@contextlib.contextmanager
def gunicorn(folder, variables, database):
    """Yield the site as Served, as behind a proxy that speaks HTTPS; ready to be asked."""
    port, metrics = free_port(), free_port()
    write_static_files(folder / "static")
    environment = {
        "PATH": os.environ["PATH"],
        **variables,
        "VAR_DIR": str(folder),
        "SECRET_KEY": "x" * 60,
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "TRUST_PROXY": "on",
        "METRICS_PORT": str(metrics),
    }
    command = [
        sys.executable,
        *deployment.gunicorn(f"127.0.0.1:{port}"),
        "--workers",
        "2",
        "--log-level",
        "error",
    ]
    log = folder / "log"
    with log.open("w") as out:
        options = {"stdout": out, "stderr": out, "start_new_session": True}
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **options)
    site, figures = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{metrics}/"
    try:
        until(lambda: ask(f"{site}/ready/").status == 200)
        yield Served(site, figures, process, database, log, folder / "static")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


@contextlib.contextmanager
def nginx_before(site, folder, program):
    """Yield (https address, http address) of nginx with the configuration that ``deployment nginx`` prints.

    What is changed in it are the ports, and where it writes. Of an export there is one page.
    """
    exported = folder / "export" / "plain" / EXPORTED.strip("/") / "index.html"
    exported.parent.mkdir(parents=True)
    exported.write_text("<p>A file</p>")
    exported.with_name("index.html.gz").write_bytes(gzip.compress(b"<p>A file</p>"))
    plain, secure = free_port(), free_port()
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    new = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    new += ["-subj", f"/CN={HOST}", "-keyout", key, "-out", certificate, "-days", "2"]
    subprocess.run(new, check=True, capture_output=True)
    options = {"export": str(folder / "export")}
    options |= {"host": HOST, "server": [site.address.removeprefix("http://")], "to": folder, "verbosity": 0}
    with override_settings(STATIC_ROOT=site.static):
        call_command("deployment", "nginx", certificate=str(certificate), key=str(key), **options)
    made = folder / "nginx.conf"
    text = re.sub(r" *listen \[::\].*\n", "", made.read_text())
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    made.write_text(text.replace("listen 443", f"listen 127.0.0.1:{secure}"))
    own = "".join(f"{name}_temp_path {folder}/{name}; " for name in ("client_body", "proxy", *OTHER_BODIES))
    root = "user root;" if os.getuid() == 0 else ""  # whoever else could not read the folders of tests
    main = folder / "main.conf"
    main.write_text(
        f"{root} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {own} include {made}; }}\n"
    )
    command = [program, "-p", folder, "-e", folder / "error.log", "-c", main]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"https://127.0.0.1:{secure}"
            until(lambda: ask(f"{address}/health/").status == 200)
            yield address, f"http://127.0.0.1:{plain}"
        finally:
            process.terminate()

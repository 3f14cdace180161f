"""A server for benchmarks: a database of its own, collected static files, gunicorn on loopback."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
#: Paths of each kind of page; "{language}" is filled in.
KINDS = {
    "home": "/{language}/",
    "list": "/{language}/news/",
    "article": "/{language}/news/18/",
    "archive": "/{language}/archive/",
    "issue": "/{language}/newsletter/201/",
    "partners": "/{language}/partners/",
    "notice": "/{language}/notices/1/",
    "search": "/{language}/search/?q=seoul",
}


def settled(address):
    """Return where ``address`` leads, after asking twice a worker: measured is a server that is warm."""
    for _ in range(4):
        with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 - our own server
            final = response.url
    return final


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def served_site(prepare=("import_seeds",)):
    """Yield the address of a site that holds what the ``prepare`` commands put into it."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        site = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "VAR_DIR": folder, "SITE_URL": site}
        environment.pop("DATABASE_URL", None)
        for command in ("migrate", "collectstatic --noinput", *prepare):
            manage(environment, *command.split())
        probe.close()
        options = ["--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
        command = [sys.executable, "-m", "gunicorn", "seoulsolution.wsgi", *options]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            _wait_for(f"{site}/health/")
            yield site
        finally:
            server.terminate()
            server.wait()


@dataclass(frozen=True)
class Served:
    address: str
    process: subprocess.Popen


@contextlib.contextmanager
def gunicorn(environment, app="seoulsolution.wsgi", folder=ROOT):
    """Serve a WSGI application with two workers on a free port; static files are not looked for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    command = [sys.executable, "-m", "gunicorn", app, *options]
    process = subprocess.Popen(command, cwd=folder, env=os.environ | environment)
    served = Served(f"http://127.0.0.1:{port}", process)
    try:
        _wait_for(f"{served.address}/health/" if folder == ROOT else f"{served.address}/")
        yield served
    finally:
        process.terminate()
        process.wait()


def memory_of(process):
    """Return the proportional set size of a server and its workers, in MiB."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    sizes = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in (process.pid, *children))
    return sum(int(re.search(r"(?m)^Pss:\s+(\d+)", text)[1]) for text in sizes) / 1024


def _wait_for(address, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)

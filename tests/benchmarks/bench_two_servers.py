"""Two servers, one PostgreSQL, one Redis, uploads in a bucket, nginx in front: failed requests and old pages.

    DATABASE_URL=postgres://user@host/name .venv/bin/python tests/benchmarks/bench_two_servers.py

Run by hand: makes a database of its own on that server and drops it, starts Debian's ``redis-server`` and
``nginx``, moto's S3 server and two gunicorns on free ports of loopback, and ends them. Readers ask all the
time through nginx, while an editor saves, a file goes up, and the servers are restarted one by one. A page is
old if it shows less than what was saved before it was asked for. Fails where there was one, or a request
that failed. ``Cast`` is everybody who takes part; each phase is a method.
"""

import argparse
import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
READERS, SECONDS = 6, 15
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off; client_max_body_size 60m;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream site {{
        server 127.0.0.1:{one} max_fails=0; server 127.0.0.1:{other} max_fails=0; keepalive 16;
    }}
    server {{
        listen 127.0.0.1:{front};
        location / {{
            proxy_pass http://site; proxy_http_version 1.1;
            proxy_set_header Connection ""; proxy_set_header Host $http_host;
            proxy_next_upstream error timeout http_503; proxy_connect_timeout 2s;
        }}
    }}
}}
"""


def free_ports(number):
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _one in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def wait_for(port, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"Nothing listens on {port}.")


@contextlib.contextmanager
def program(*command, port, **options):
    """Run a program until the block ends; it listens on ``port`` by then."""
    with subprocess.Popen(list(map(str, command)), **options) as process:
        try:
            wait_for(port)
            yield process
        finally:
            process.terminate()


def ask(port, path, data=None, cookies=None, content_type="application/x-www-form-urlencoded"):
    """Return (status, body); raise OSError or HTTPException where there is no whole answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())}
    try:
        if data is None:
            connection.request("GET", path, headers=headers)
        else:
            connection.request("POST", path, data, headers | {"Content-Type": content_type})
        response = connection.getresponse()
        body, moved = response.read(), response.headers.get("Location", "")
    finally:
        connection.close()
    if response.status == 301:  # the words of an address follow the title
        return ask(port, urllib.parse.urlsplit(moved).path, cookies=cookies)
    return response.status, body


@dataclass
class Count:
    seconds: float = 0
    requests: int = 0
    failed: list[str] = field(default_factory=list)
    old: list[str] = field(default_factory=list)


class Server:
    """A gunicorn that can be replaced by another on the same port."""

    def __init__(self, port, environment):
        self.port, self.environment, self.process = port, environment, None

    def start(self):
        options = ["--workers", "1", "--threads", "4", "--bind", f"127.0.0.1:{self.port}"]
        options += ["--graceful-timeout", "30", "--log-level", "error", "--keep-alive", "5"]
        command = [sys.executable, "-m", "gunicorn", "seoulsolution.wsgi", *options]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                if ask(self.port, "/health/")[0] == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError("The server does not answer.")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(60)


class Cast:
    """Readers, an editor, and the two servers; ``phases`` is {name: Count}."""

    def __init__(self, front, servers, seconds):
        from django.contrib.auth import get_user_model
        from django.test import Client
        from django.test.utils import setup_test_environment

        from tests.factories import make_post

        setup_test_environment()
        self.front, self.servers, self.seconds = front, servers, seconds
        self.post = make_post(title_en="Edit 0.")
        self.client = Client()
        self.client.force_login(get_user_model().objects.create_superuser("editor"))
        self.cookies = {"sessionid": self.client.cookies["sessionid"].value, "csrftoken": "x" * 32}
        self.saved, self.phases, self.stop = 0, {}, threading.Event()
        self.begin("warming up")

    def begin(self, phase):
        self.count = self.phases[phase] = Count()

    def get(self, port, path, least=None, **options):
        """Ask for a page, and note if it fails or shows less than what was saved before."""
        count, least = self.count, self.saved if least is None else least
        count.requests += 1
        try:
            status, body = ask(port, path, **options)
        except (OSError, http.client.HTTPException) as error:
            count.failed.append(f"{path}: {error!r}")
            return b""
        if status != 200:
            count.failed.append(f"{path}: {status}")
        elif (found := re.search(rb"Edit (\d+)\.", body)) and int(found[1]) < least:
            count.old.append(f"{path}: {int(found[1])} after {least}")
        return body

    def read(self):
        paths = ["/en/", "/en/news/", self.post.get_absolute_url(), "/en/news/feed.atom", "/ko/news/"]
        place = 0
        while not self.stop.is_set():
            self.get(self.front, paths[place % len(paths)])
            place += 1

    def save(self, port):
        """Save the next title through the admin's form on ``port``."""
        from tests.forms import data_of

        form, number = f"/admin/news/post/{self.post.pk}/change/", self.saved + 1
        data = data_of(self.client.get(form)) | {"title_en": f"Edit {number}."}
        if self.submit(port, form, data):
            self.saved = number

    def submit(self, port, path, data):
        sent = urllib.parse.urlencode(data | {"csrfmiddlewaretoken": "x" * 32}, doseq=True)
        self.count.requests += 1
        try:
            status, _body = ask(port, path, sent.encode(), self.cookies)
        except (OSError, http.client.HTTPException) as error:
            self.count.failed.append(f"POST {path}: {error!r}")
            return False
        if status != 302:
            self.count.failed.append(f"POST {path}: {status}")
        return status == 302

    # The phases --------------------------------------------------------------------------------------

    def readers_alone(self):
        time.sleep(self.seconds)

    def sessions_on_both(self):
        for server in self.servers:
            body = self.get(server.port, "/admin/", cookies=self.cookies)
            if b"editor" not in body:
                self.count.failed.append("/admin/: not logged in")

    def edits_on_one_are_on_the_other(self):
        end, turn = time.monotonic() + self.seconds, 0
        while time.monotonic() < end:
            self.save(self.servers[turn % 2].port)
            for server in reversed(self.servers):
                self.get(server.port, "/en/news/")
                self.get(server.port, self.post.get_absolute_url())
            turn += 1

    def uploads_are_on_both(self):
        from seoulsolution.media.models import File

        for number in range(10):
            boundary, text = uuid.uuid4().hex, f"Report {number}"
            parts = {"csrfmiddlewaretoken": "x" * 32, "title_en": text, "title_ko": text, "language": "en"}
            body = "".join(
                f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                for name, value in parts.items()
            )
            body += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="r.txt"\r\n'
            body += f"Content-Type: text/plain\r\n\r\n{text}\r\n--{boundary}--\r\n"
            kind = f"multipart/form-data; boundary={boundary}"
            self.count.requests += 1
            path = "/admin/media/file/add/"
            status, answer = ask(self.servers[number % 2].port, path, body.encode(), self.cookies, kind)
            made = File.objects.order_by("-pk").first()
            if status != 302 or made is None:
                told = re.findall(rb'class="errorlist[^>]*>\s*<li>([^<]*)', answer)
                self.count.failed.append(f"POST {path}: {status} {told}")
                continue
            self._fetch(self.servers[1 - number % 2].port, made, text)

    def _fetch(self, port, made, text):
        """Ask the other server for the file: it leads to an address that the bucket signed."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", made.url, headers={"Cookie": f"sessionid={self.cookies['sessionid']}"})
        self.count.requests += 1
        address = urllib.parse.urlsplit(connection.getresponse().headers.get("Location", ""))
        connection.close()
        got = ask(address.port, f"{address.path}?{address.query}")[1] if address.port else b""
        if got != text.encode():
            self.count.failed.append(f"{made.url}: not the file")

    def rolling_restart(self):
        """Restart one after the other, twice, while the editor saves through nginx."""
        done = threading.Event()

        def edit():
            while not done.is_set():
                self.save(self.front)

        editor = threading.Thread(target=edit)
        editor.start()
        try:
            for server in (*self.servers, *self.servers):
                server.stop()
                server.start()
                time.sleep(1)
        finally:
            done.set()
            editor.join()

    def run(self):
        readers = [threading.Thread(target=self.read) for _one in range(READERS)]
        for reader in readers:
            reader.start()
        try:
            for phase in (
                self.readers_alone,
                self.sessions_on_both,
                self.edits_on_one_are_on_the_other,
                self.uploads_are_on_both,
                self.rolling_restart,
            ):
                self.begin(phase.__name__.replace("_", " "))
                begun = time.monotonic()
                phase()
                self.count.seconds = time.monotonic() - begun
        finally:
            self.stop.set()
            for reader in readers:
                reader.join()


@contextlib.contextmanager
def surroundings(folder):
    """Start all that the site needs; yield (port of nginx, the servers), with settings in the environment."""
    one, other, front, redis, bucket = free_ports(5)
    server = os.environ["DATABASE_URL"]
    name = f"two_servers_{uuid.uuid4().hex}"
    os.environ |= {
        "DATABASE_URL": f"{server.rpartition('/')[0]}/{name}",
        "VAR_DIR": str(folder),
        "SECRET_KEY": uuid.uuid4().hex * 2,
        "SITE_URL": f"http://127.0.0.1:{front}",
        "CACHE_URL": f"redis://127.0.0.1:{redis}/0",
        "MEDIA_STORAGE": "s3://media",
        "MEDIA_STORAGE_ENDPOINT": f"http://127.0.0.1:{bucket}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "DJANGO_SETTINGS_MODULE": "seoulsolution.settings",
    }
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, one=one, other=other, front=front))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    servers = [Server(port, dict(os.environ)) for port in (one, other)]
    with contextlib.ExitStack() as stack:
        admin = stack.enter_context(psycopg.connect(server, autocommit=True))
        admin.execute(f'CREATE DATABASE "{name}"')
        stack.callback(admin.execute, f'DROP DATABASE "{name}" WITH (FORCE)')
        options = ["--port", redis, "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        stack.enter_context(program(shutil.which("redis-server"), *options, port=redis, **quiet))
        moto = ["-m", "moto.server", "-H", "127.0.0.1", "-p", bucket]
        stack.enter_context(program(sys.executable, *moto, port=bucket, **quiet))
        prepare()
        for each in servers:
            stack.callback(each.stop)
            each.start()
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        stack.enter_context(program(nginx, "-c", folder / "nginx.conf", port=front, **quiet))
        yield front, servers


def prepare():
    """Make the bucket, the tables, the records and the static files."""
    import boto3
    import django
    from django.core.management import call_command

    boto3.client("s3", endpoint_url=os.environ["MEDIA_STORAGE_ENDPOINT"]).create_bucket(Bucket="media")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("import_seeds", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def main():
    from rich.console import Console
    from rich.table import Table

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of readers alone, and of edits")
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("DATABASE_URL must name a server of PostgreSQL.")
    with tempfile.TemporaryDirectory() as name, surroundings(Path(name)) as (front, servers):
        cast = Cast(front, servers, options.seconds)
        cast.run()
        from django.db import connections

        connections.close_all()
    table = Table("phase", "requests", "a second", "failed", "old pages", title=f"{cast.saved} edits")
    for phase, count in cast.phases.items():
        if count.seconds:
            rate = f"{count.requests / count.seconds:.0f}"
            table.add_row(phase, str(count.requests), rate, str(len(count.failed)), str(len(count.old)))
    console = Console()
    console.print(table)
    problems = [each for count in cast.phases.values() for each in (*count.failed, *count.old)]
    for problem, number in Counter(problems).most_common(20):
        console.print(f"{number} times: {problem}")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()

"""Figures for Prometheus, on a port of the loopback alone (METRICS_PORT, the extra "metrics").

Each worker of a server counts into files of its own, and each can answer for all of them: they listen on one
port together, so that the figures are there whichever worker is alive.
"""

import logging
import os
import shutil
import socket
import threading
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger(__name__)

#: Upper limits of the classes of seconds.
CLASSES = (0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_seconds: Any = None
_outages: Any = None


def observe(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count an answer: by its view ("" for what no view was asked for, such as a kept page)."""
    if _seconds is not None:
        view = request.resolver_match.view_name if request.resolver_match else ""
        _seconds.labels(request.method, view, response.status_code).observe(seconds)


def count_outage(kind: str) -> None:
    if _outages is not None:
        _outages.labels(kind).inc()


def start() -> None:
    """Begin to count in this process and answer on METRICS_PORT; nothing without that setting."""
    global _seconds, _outages
    if not settings.METRICS_PORT or _seconds is not None:
        return
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_own_folder(settings.VAR_DIR / "metrics"))
    # Looks at the variable when it is imported.
    from prometheus_client import CollectorRegistry, Counter, Histogram, make_wsgi_app
    from prometheus_client.multiprocess import MultiProcessCollector

    _seconds = Histogram(
        "seoulsolution_request_seconds",
        "Time until an answer began",
        ("method", "view", "status"),
        buckets=CLASSES,
    )
    _outages = Counter("seoulsolution_outages", "Requests that met an outage", ("kind",))
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    try:
        server = make_server(
            "127.0.0.1", settings.METRICS_PORT, make_wsgi_app(registry), _SharedPortServer, _QuietHandler
        )
    except OSError as error:
        logger.error("No metrics on port %s: %s", settings.METRICS_PORT, error.strerror)
        return
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()


def _own_folder(parent: Path) -> Path:
    """Return a folder that the workers of this server share; remove those of servers that have ended."""
    own = parent / str(os.getppid())
    own.mkdir(parents=True, exist_ok=True)
    for other in parent.iterdir():
        if other.name.isdecimal() and not Path(f"/proc/{other.name}").exists():
            shutil.rmtree(other, ignore_errors=True)
    return own


class _SharedPortServer(WSGIServer):
    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        super().server_bind()


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass

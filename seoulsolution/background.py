"""Work that nobody waits for, such as sending mail: one thing after another, in a thread of the server."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

logger = logging.getLogger(__name__)
_executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")


def run(action: Callable[[], object], problem: str) -> None:
    """Call ``action`` soon. What goes wrong is logged as ``problem``; what waits is lost with the process."""
    _executor.submit(_run, action, problem)


def _run(action: Callable[[], object], problem: str) -> None:
    try:
        action()
    except Exception:
        logger.exception(problem)
    finally:
        connection.close()

"""A short queue in front of the hashing of passwords.

A hash takes a large part of a second of a processor, on purpose. Without a limit, a dozen people who sign
in at once, or one program, would leave readers waiting.
"""

import contextlib
import threading
from collections.abc import Iterator

#: Of this process: hashes at a time, and requests that wait for one. The threads that are left serve readers.
AT_ONCE, WAITING = 1, 1
#: For how long a request waits, and after how long a client may try again, in seconds.
PATIENCE, RETRY_AFTER = 2, 5


class BusyError(Exception):
    """Too many passwords are being checked."""


class Queue:
    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.BoundedSemaphore(at_once)
        self._patience = patience

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn; raise BusyError if the queue is full, or does not move."""
        if not self._places.acquire(blocking=False):
            raise BusyError
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise BusyError
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


passwords = Queue(AT_ONCE, WAITING, PATIENCE)

"""How the log is written: as lines or as JSON, each with the id of its request; and by e-mail to ADMINS."""

import json
import logging
import time
from typing import Any

from django.conf import settings
from django.core.mail import mail_admins

from seoulsolution.monitoring import request_ids

#: Seconds for which an error that was mailed is not mailed again by the same process.
MAIL_PAUSE = 600
#: Nobody begins a line of the log by what they ask for, or colours the operator's terminal.
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_LINE = "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"


def configuration(level: str, log_format: str, *, mails_errors: bool) -> dict[str, Any]:
    """Return the setting LOGGING: everything to the console, errors by mail as well if somebody gets it."""
    handlers: dict[str, dict[str, Any]] = {
        "console": {"class": "logging.StreamHandler", "formatter": log_format}
    }
    if mails_errors:
        handlers["mail"] = {"class": f"{__name__}.MailHandler", "level": "ERROR", "formatter": "lines"}
    for handler in handlers.values():  # the console comes first: what it makes a warning of is not mailed
        handler["filters"] = ["refused"]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {"()": f"{__name__}.LineFormatter"},
            "json": {"()": f"{__name__}.JsonFormatter"},
        },
        "filters": {
            "explained": {"()": f"{__name__}.NotExplained"},
            "refused": {"()": f"{__name__}.Refused"},
        },
        "handlers": handlers,
        "loggers": {
            # Without Django's own handlers, which would mail as well, and its own level.
            "django": {"handlers": [], "level": "NOTSET"},
            "django.request": {"filters": ["explained"]},
            "seoulsolution.audit": {
                "level": "INFO"
            },  # signing in and changes of rights are noted in any case
            "axes": {"level": "ERROR"},
        },
        "root": {"handlers": list(handlers), "level": level},
    }


class NotExplained(logging.Filter):
    """Drops Django's line about a 503: whoever answers so says why, and in MAINTENANCE it is meant."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != 503


class Refused(logging.Filter):
    """Makes a warning of one line of what Django refuses; as suspicious, it notes it as an error.

    A wrong name of a host, a forged session or a missing right is no fault of the site: scanners would fill
    log and mailbox, and nobody learns from where in the code they were refused.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security.") and record.levelno == logging.ERROR:
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        if record.name.startswith("django.") and record.levelno == logging.WARNING:
            record.exc_info = record.exc_text = None
        return True


class LineFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__(_LINE)

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_ids.current() or "-"
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is the base class's
        return super().formatMessage(record).translate(_CONTROL)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is the base class's
        """Return the traceback, moved in: what an error says may have lines, too."""
        return "\n".join(f"  {line.translate(_CONTROL)}" for line in super().formatException(ei).split("\n"))


class JsonFormatter(logging.Formatter):
    """One object per line. What is said of a request has its method, path and status as well."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        said = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_ids.current(),
            "method": getattr(request, "method", None),
            "path": getattr(request, "path", None),
            "status": getattr(record, "status_code", None),
            "exception": self.formatException(record.exc_info) if record.exc_info else None,
        }
        said = {name: value for name, value in said.items() if value not in (None, "")}
        return json.dumps(said, ensure_ascii=False, default=str)


class MailHandler(logging.Handler):
    """Sends errors to ADMINS: each kind once per MAIL_PAUSE, so that an outage does not fill their mailbox.

    What readers and staff sent is not in it, other than in Django's own handler.
    """

    def __init__(self) -> None:
        super().__init__()
        self._again: dict[tuple[str, str], float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        kind = (record.name, str(record.exc_info[0]) if record.exc_info else str(record.msg))
        if time.monotonic() < self._again.get(kind, 0.0):
            return
        self._again[kind] = time.monotonic() + MAIL_PAUSE
        subject = " ".join(record.getMessage().split())[:150]
        try:
            mail_admins(subject, f"{self.format(record)}\n\n{settings.SITE_URL}\n")
        except Exception:  # nothing may fail because a mail cannot be sent
            self.handleError(record)

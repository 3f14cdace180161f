"""The audit log: sign-ins, failures, and changes of who may do what, by whom and from where.

Everything that is noted is a row, which the admin shows, and a line of the log. Most of it comes from
signals, so that nothing is missed whatever path it takes (seoulsolution/accounts/signals.py).
"""

import contextvars
import json
import logging
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.http import HttpRequest

from seoulsolution.accounts.models import AuditEntry, AuditEvent
from seoulsolution.network import address_text

#: The request that is being answered; None in commands.
current_request: contextvars.ContextVar[HttpRequest | None] = contextvars.ContextVar(
    "current_request", default=None
)
#: What nobody should be surprised by, and what an operator should look at.
WARNINGS = {AuditEvent.SIGN_IN_FAILED, AuditEvent.LOCKED_OUT, AuditEvent.CODE_REUSED}
logger = logging.getLogger("seoulsolution.audit")

#: A field, its value before and after.
Change = tuple[str, str, str]


def record(
    event: AuditEvent,
    subject: User | str = "",
    *,
    actor: User | None = None,
    changes: Sequence[Change] = (),
    request: HttpRequest | None = None,
) -> AuditEntry:
    """Note that ``actor`` (default: who is signed in) did something to the account ``subject``."""
    request = request or current_request.get()
    actor = actor or getattr(request, "user", None)
    entry = AuditEntry.objects.create(
        event=event,
        actor_name=actor.get_username() if actor else "",
        subject_name=subject if isinstance(subject, str) else subject.get_username(),
        changes=[list(change) for change in changes],
        address=address_text(request),
        request_id=str(getattr(request, "request_id", ""))[:64],
    )
    if request is not None:  # who runs a command sees what it does
        _log(entry)
    return entry


def _log(entry: AuditEntry) -> None:
    """Write an entry to the log, as one line: what people have typed is quoted as JSON."""
    facts = {
        "by": entry.actor_name,
        "account": entry.subject_name,
        "address": entry.address,
        "request_id": entry.request_id,
        "changes": entry.changes,
    }
    told = " ".join(
        f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in facts.items() if value
    )
    level = logging.WARNING if entry.event in WARNINGS else logging.INFO
    logger.log(level, "%s %s", entry.event, told, extra={"audit": facts | {"event": str(entry.event)}})

"""Errors to a Sentry, or what speaks its protocol (SENTRY_DSN, the extra "sentry")."""

from typing import Any

from django.conf import settings

from seoulsolution.monitoring import request_ids
from seoulsolution.monitoring.outages import outage_of


def start(**options: Any) -> None:
    """Report errors of this process to SENTRY_DSN; nothing without that setting.

    Nothing personal is sent: no addresses of readers, no cookies, nothing that a form held.
    """
    if not settings.SENTRY_DSN:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        before_send=prepare,
        **options,
    )


def prepare(event: Any, hint: dict[str, Any]) -> Any:
    """Return ``event`` with the request's id; None for an outage: its line in the log is an event already."""
    if "exc_info" in hint and outage_of(hint["exc_info"][1]):
        return None
    if request_id := request_ids.current():
        event.setdefault("tags", {})["request_id"] = request_id
    return event

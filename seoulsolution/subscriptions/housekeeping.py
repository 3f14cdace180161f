"""What is forgotten of subscribers, also where no mail is sent any more."""

from seoulsolution import housekeeping
from seoulsolution.subscriptions import limits, sending, subscribing


def register() -> None:
    housekeeping.register_rows("addresses that nobody confirmed", subscribing.unconfirmed)
    housekeeping.register_rows("notes of who signed up how often", limits.old)
    housekeeping.register_rows("notes of what was sent to whom", sending.old)

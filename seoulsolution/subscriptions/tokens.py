"""The signed links of mails: the only proof of who may confirm, and who may unsubscribe."""

import datetime

from django.core import signing

from seoulsolution.subscriptions.models import SignUp, Subscription

#: For how long an address that nobody confirmed is kept, and its link works.
UNCONFIRMED = datetime.timedelta(days=7)
CONFIRM, UNSUBSCRIBE = "subscriptions.confirm", "subscriptions.unsubscribe"


def to_confirm(sign_up: SignUp) -> str:
    return signing.dumps(str(sign_up.key), salt=CONFIRM)


def to_unsubscribe(subscription: Subscription) -> str:
    return signing.dumps([subscription.kind, subscription.subscriber.key], salt=UNSUBSCRIBE)


def read_to_confirm(token: str) -> str:
    """Return the key of the sign-up; raise BadSignature also when the time is over."""
    return signing.loads(token, salt=CONFIRM, max_age=UNCONFIRMED)


def read_to_unsubscribe(token: str) -> tuple[str, str]:
    """Return (name of the kind, key of the subscriber); raise BadSignature. Such a link is good for ever."""
    kind, key = signing.loads(token, salt=UNSUBSCRIBE)
    return kind, key

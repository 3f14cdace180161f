"""How often somebody may sign up: by e-mail address and by network address."""

import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from seoulsolution.network import client_network
from seoulsolution.subscriptions.models import Attempt

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
#: Of one e-mail address in a day: as many mails may a stranger cause it to get.
MOST_PER_ADDRESS = 3
#: Of one network in an hour: an office or a school may share an address.
MOST_PER_NETWORK = 10


def network_of(request: HttpRequest) -> str:
    """Return the network that a request comes from, as it is counted."""
    return str(client_network(request) or "unknown")


def network_may(network: str) -> bool:
    return _may(f"network {network}", MOST_PER_NETWORK, HOUR)


def address_may(email: str) -> bool:
    name, _at, host = email.rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{host}"  # what follows a plus does not lead to another person
    return _may(f"address {mailbox}", MOST_PER_ADDRESS, DAY)


def _may(source: str, most: int, period: datetime.timedelta) -> bool:
    """Count an attempt and return whether it is within the limit.

    It is written before all are counted, so that many at once do not pass together.
    """
    digest = salted_hmac("subscriptions.limits", source, algorithm="sha256").hexdigest()
    attempt = Attempt.objects.create(source=digest)
    recent = Attempt.objects.filter(source=digest, created_at__gt=timezone.now() - period)
    if recent.count() <= most:
        return True
    attempt.delete()
    return False


def old() -> QuerySet[Attempt]:
    """Return the attempts that no limit counts any more."""
    return Attempt.objects.filter(created_at__lte=timezone.now() - DAY)

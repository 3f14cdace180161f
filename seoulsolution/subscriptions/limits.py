"""How often somebody may sign up: by e-mail address and by network address."""

import datetime
import ipaddress

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from seoulsolution.subscriptions.models import Attempt

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
#: Of one e-mail address in a day: as many mails may a stranger cause it to get.
MOST_PER_ADDRESS = 3
#: Of one network in an hour: an office or a school may share an address.
MOST_PER_NETWORK = 10
#: Of an IPv6 address, what a provider gives to one customer.
NETWORK_BITS = 64


def network_of(request: HttpRequest) -> str:
    """Return the network that a request comes from, behind a proxy by what the proxy itself adds."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        # Whatever is before the last comma, the client may have written.
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed), NETWORK_BITS), strict=False))
    return str(parsed)


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

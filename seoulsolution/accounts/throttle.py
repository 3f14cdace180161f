"""How often somebody may guess: an account from one network, an account from anywhere, any account from one.

django-axes counts. It knows one limit for all three; here each has its own.
"""

import unicodedata

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest

from seoulsolution.network import Address, Network, client_network, network_of

#: How many times the limit (AXES_FAILURE_LIMIT) each of AXES_LOCKOUT_PARAMETERS may fail. Strangers can lock
#: an account by the second, and an office shares the address of the third: these are more generous.
TIMES = (1, 4, 10)
#: How many minutes somebody is locked out.
MINUTES = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)


class Handler(AxesDatabaseHandler):
    def get_failures(self, request, credentials=None):
        """Return the failures that count most, in units of the limit for an account from one network."""
        counted = zip(self.get_user_attempts(request, credentials), TIMES, strict=True)
        return max(
            sum(attempts.values_list("failures_since_start", flat=True)) // times
            for attempts, times in counted
        )

    def reset_user_attempts(self, request, credentials=None):
        """Forget the failures of an account from this network alone.

        By an account of their own, somebody could forget those of their network otherwise.
        """
        of_pair, *_others = self.filter_user_attempts(request, credentials)
        return of_pair.delete()[0]


def username(request: HttpRequest | None, credentials: dict | None) -> str:
    """Return the name that an attempt is counted under: another case of letters is no other account."""
    name = (credentials or {}).get("username") or ""
    return unicodedata.normalize("NFKC", name).casefold()[:255]


def address(request: HttpRequest) -> str | None:
    """Return the address that an attempt is counted under."""
    network = client_network(request)
    return _counted(network) if network else None


def _counted(network: Network) -> str:
    return str(getattr(network, "network_address", network))


def is_locked(request: HttpRequest, name: str) -> bool:
    return not AxesProxyHandler.is_allowed(request, {"username": name})


def unlock(name: str = "", address: Address | None = None) -> int:
    """Forget the failures of an account, or of a network address; return how many rows that were."""
    ip = _counted(network_of(address)) if address else None
    return reset(username=username(None, {"username": name}) or None, ip=ip)

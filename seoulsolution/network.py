"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Address | ipaddress.IPv6Network
#: Of an IPv6 address, what a provider gives to one customer.
NETWORK_BITS = 64


def client_address(request: HttpRequest) -> Address | None:
    """Return the address that a request comes from, behind a proxy by what the proxy itself adds.

    None where there is none, as on a Unix socket.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        # Whatever is before the last comma, the client may have written.
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def address_text(request: HttpRequest | None) -> str | None:
    """Return the address that a request comes from, None for no request, as in commands."""
    address = request and client_address(request)
    return str(address) if address else None


def client_network(request: HttpRequest) -> Network | None:
    """Return what one customer of a provider has: an IPv4 address, or a network of IPv6 addresses."""
    address = client_address(request)
    return network_of(address) if address else None


def network_of(address: Address) -> Network:
    if isinstance(address, ipaddress.IPv6Address):
        return ipaddress.IPv6Network((int(address), NETWORK_BITS), strict=False)
    return address

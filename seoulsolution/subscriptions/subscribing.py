"""Signing up, confirming, unsubscribing: what the pages of subscriptions do."""

from collections.abc import Iterable
from typing import Any

from django.core.signing import BadSignature
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from seoulsolution.subscriptions import confirmations, limits, tokens
from seoulsolution.subscriptions.models import SignUp, Subscriber, Subscription, mailed_kinds


class TooManyError(Exception):
    """There were too many sign-ups from one network."""


def sign_up(email: str, kinds: Iterable[str], language: str, network: str) -> None:
    """Write down the wish and have a mail sent that asks for confirmation; raise TooManyError.

    Whether the address is subscribed plays no part, so that nobody learns it. Too many sign-ups of one
    address are dropped without a word, for the same reason.
    """
    forget_unconfirmed()
    if not limits.network_may(network):
        raise TooManyError
    email = email.lower()
    if limits.address_may(email):
        SignUp.objects.create(email=email, kinds=list(kinds), language=language)
        confirmations.send_soon()


def can_confirm(token: str) -> bool:
    return _asked_for(token, SignUp.objects.all()) is not None


def confirm(token: str) -> Subscriber | None:
    """Subscribe who holds the link to what they asked for; return None for a link that is no longer good."""
    with transaction.atomic():
        sign_up = _asked_for(token, SignUp.objects.select_for_update())
        if sign_up is None:
            return None
        language = {"language": sign_up.language}
        subscriber, _is_new = Subscriber.objects.get_or_create(email=sign_up.email, defaults=language)
        if subscriber.language != sign_up.language:
            # What they had in the other language is no news in this one.
            Subscriber.objects.filter(pk=subscriber.pk).update(**language)
            subscriber.subscriptions.update(since=timezone.now())
        for kind in mailed_kinds():
            if kind.name in sign_up.kinds:
                Subscription.objects.get_or_create(subscriber=subscriber, kind=kind.name)
        sign_up.delete()
    return subscriber


def _asked_for(token: str, sign_ups) -> SignUp | None:
    try:
        key = tokens.read_to_confirm(token)
    except BadSignature:
        return None
    return sign_ups.filter(key=key, created_at__gt=timezone.now() - tokens.UNCONFIRMED).first()


def unsubscribe(token: str, everything: bool = False) -> None:
    """End one subscription, or all; the address is erased with the last. Raise BadSignature."""
    kind, key = tokens.read_to_unsubscribe(token)
    with transaction.atomic():
        if subscriber := _locked(key=key):
            subscriber.subscriptions.filter(kind=kind).delete()
            if everything or not subscriber.subscriptions.exists():
                _erase(subscriber)


def erase(subscriber: Subscriber) -> None:
    """Delete an address with everything about it, sign-ups that wait included."""
    with transaction.atomic():
        if locked := _locked(pk=subscriber.pk):
            _erase(locked)


def _erase(subscriber: Subscriber) -> None:
    SignUp.objects.filter(email=subscriber.email).delete()
    subscriber.delete()


def _locked(**which: Any) -> Subscriber | None:
    """Return a subscriber who is locked, with their sign-ups and subscriptions, until the transaction ends.

    Nobody confirms and no mail is planned meanwhile. All lock in this order, so that none waits for ever.
    """
    found = Subscriber.objects.filter(**which).first()
    if found is None:
        return None
    list(SignUp.objects.select_for_update().filter(email=found.email).order_by("pk"))
    found = Subscriber.objects.select_for_update().filter(pk=found.pk).first()
    if found:
        list(found.subscriptions.select_for_update().order_by("pk"))
    return found


def forget_unconfirmed() -> int:
    """Delete the addresses that nobody confirmed in time, and return their number."""
    limits.old().delete()
    return unconfirmed().delete()[0]


def unconfirmed() -> QuerySet[SignUp]:
    """Return what was not confirmed in time."""
    return SignUp.objects.filter(created_at__lte=timezone.now() - tokens.UNCONFIRMED)

"""Who gets which kind of content by e-mail, and what was sent to them.

An address is in two tables at most: ``SignUp`` until it is confirmed, ``Subscriber`` until it is withdrawn.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.syndication.kinds import Kind, all_kinds


def mailed_kinds() -> list[Kind]:
    """Return the kinds of content that readers can subscribe to."""
    return [kind for kind in all_kinds() if kind.is_mailed and kind.feed_name]


def key_of(email: str) -> str:
    """Return what stands for an address in links: the same again when it is subscribed a second time."""
    return salted_hmac("subscriptions.address", email, algorithm="sha256").hexdigest()[:32]


class SignUp(models.Model):
    """What somebody asked for with an address that is not known to be theirs."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    email = models.EmailField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    #: Names of kinds of content.
    kinds = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    #: When somebody began to send the mail that asks for confirmation.
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["created_at"], name="signup_created_at")]

    def __str__(self) -> str:
        return f"sign-up {self.pk}"


class Subscriber(models.Model):
    """A confirmed address. It is deleted with its last subscription."""

    key = models.CharField(max_length=32, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        default_permissions = ("view", "delete")
        ordering = ["-confirmed_at", "-pk"]

    def __str__(self) -> str:
        # The admin's log keeps this text, and an address that was erased must be nowhere.
        return f"#{self.pk}"

    def save(self, *args, **kwargs):
        self.key = key_of(self.email)
        super().save(*args, **kwargs)


class Subscription(models.Model):
    """One kind of content that a subscriber gets: what becomes public after ``since``."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(max_length=50)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "kind"], name="subscription_once_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.kind}"

    @property
    def kind_label(self) -> str:
        return next((str(kind.label) for kind in all_kinds() if kind.name == self.kind), self.kind)


class Delivery(models.Model):
    """A text for a subscriber: waiting, then claimed by whoever sends it, then sent.

    A text is a record in one language. Who dies after the claim leaves it claimed, and it is not sent again:
    nobody knows whether the mail server had taken it.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    record_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "record_id", "language"], name="delivery_once_a_text"
            )
        ]
        indexes = [
            models.Index(fields=["created_at"], name="delivery_created_at"),
            models.Index(fields=["id"], condition=Q(claimed_at=None), name="delivery_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription} {self.record_id}/{self.language}"


class Attempt(models.Model):
    """One of the sign-ups that are limited. ``source`` is a keyed digest of an address, never the address."""

    source = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["source", "created_at"], name="attempt_source")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"

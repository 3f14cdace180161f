"""Mails to staff, where there is a mail server: in both languages, as nobody has said which one they read.

Whose password, second factor or address was changed is told so, by whatever path: what the audit log notes
is what is mailed. So is who seems to have been overlooked at the code of their app.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from seoulsolution import background
from seoulsolution.accounts.models import AuditEntry, AuditEvent

#: In their order in a mail.
LANGUAGES = ("ko", "en")
#: What the owner of an account is told of what the audit log notes, besides another address.
SENTENCES = {
    AuditEvent.PASSWORD_CHANGED: _("The password was changed."),
    AuditEvent.FACTOR_ADDED: _("A second factor was set up."),
    AuditEvent.FACTOR_REMOVED: _("The second factor was removed."),
    AuditEvent.RECOVERY_CODES_MADE: _("New recovery codes were made. Those before are void."),
    AuditEvent.CODE_REUSED: _("A code of the second factor was given a second time, and refused."),
}
ADDRESS_CHANGED = _("The e-mail address was changed.")


def in_both_languages(make: Callable[[], str]) -> list[str]:
    """Return what ``make`` returns in each of LANGUAGES."""
    made = []
    for code in LANGUAGES:
        with override(code):
            made.append(make())
    return made


def send_soon(send: Callable[[], object], problem: str) -> None:
    """Call ``send`` after the transaction, while nobody waits; ``problem`` is logged if it fails."""
    transaction.on_commit(partial(background.run, send, problem))


def follow_entry(sender: Any, instance: AuditEntry, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Write to the owner of an account whose entry this is; when its address has changed, to both of them."""
    if raw or not created or not settings.HAS_MAIL_SERVER:
        return
    if what := SENTENCES.get(AuditEvent(instance.event)):
        owner = User.objects.filter(username=instance.subject_name)
        addresses = list(owner.values_list("email", flat=True))
    else:
        what = ADDRESS_CHANGED
        addresses = [each for field, *values in instance.changes if field == "email" for each in values]
    for address in filter(None, addresses):
        send = partial(_send_notice, instance, what, address)
        send_soon(send, "The owner of an account was not told of a change")


def _send_notice(entry: AuditEntry, what: Any, address: str) -> None:
    host = urlsplit(settings.SITE_URL).netloc
    context = {
        "entry": entry,
        "what": what,
        "host": host,
        "address": settings.SITE_URL + reverse("admin:password_reset"),
    }
    subjects = in_both_languages(lambda: gettext("Your account at %(host)s") % {"host": host})
    parts = in_both_languages(lambda: render_to_string("admin/mails/account_changed.txt", context).strip())
    EmailMessage(" / ".join(subjects), "\n\n".join(parts), to=[address]).send()

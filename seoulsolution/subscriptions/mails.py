"""The mails: plain text and simple HTML, with absolute addresses and nothing that is loaded."""

from email.utils import formataddr
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from seoulsolution.content import characters
from seoulsolution.content.excerpts import full_heading, shorten
from seoulsolution.content.languages import Localized
from seoulsolution.content.syndication.http import absolute, marked
from seoulsolution.content.syndication.kinds import Kind
from seoulsolution.content.urls import path_of
from seoulsolution.subscriptions import tokens
from seoulsolution.subscriptions.models import Delivery, SignUp, mailed_kinds

SUBJECT_LENGTH = 200


def one_line(text: str) -> str:
    """Return ``text`` fit for a header: no line ends, and nothing that reorders what is read."""
    return characters.normalise(" ".join(text.split()))


def link(name: str, token: str) -> str:
    """Return the address of the page called ``name`` that is opened by ``token``, in the active language."""
    return absolute(reverse(f"subscriptions:{name}", args=[token]))


def is_final(error: SMTPException) -> bool:
    """Tell whether the mail server said that it will never take a mail, rather than not now."""
    refused = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else ()
    codes = [code for code, _reason in refused] or [getattr(error, "smtp_code", 0)]
    return min(codes) >= 500


def confirmation(sign_up: SignUp) -> EmailMultiAlternatives:
    """Return the mail that asks whether the address belongs to who signed up."""
    with override(sign_up.language):
        context = {
            "names": [kind.list_view.heading for kind in mailed_kinds() if kind.name in sign_up.kinds],
            "confirm_address": link("confirm", tokens.to_confirm(sign_up)),
            "days": tokens.UNCONFIRMED.days,
        }
        subject = _("Please confirm your subscription")
        return _mail("confirmation", subject, sign_up.email, sign_up.language, context)


def delivery(delivery: Delivery, kind: Kind, item: Localized) -> EmailMultiAlternatives:
    """Return the mail with a text, as a reader of the subscriber's language sees it."""
    subscription = delivery.subscription
    subscriber = subscription.subscriber
    with override(subscriber.language):
        unsubscribe_address = link("unsubscribe", tokens.to_unsubscribe(subscription))
        heading = one_line(full_heading(item))
        title = marked(item, heading)
        context = {
            "list_name": kind.list_view.heading,
            "title": title,
            "heading": heading,
            "mark": title.removesuffix(heading),
            "text_language": item.lang,
            "summary": one_line(kind.feed_summary(item)),
            "text_address": absolute(item.url),
            "unsubscribe_address": unsubscribe_address,
        }
        host = urlsplit(settings.SITE_URL).hostname
        headers = {
            "List-Id": f"<{kind.name}.{subscriber.language}.{host}>",
            "List-Unsubscribe": f"<{unsubscribe_address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            # The same whoever sends it, so that a mail server can tell a repetition.
            "Message-ID": f"<{kind.name}.{delivery.record_id}.{delivery.pk}@{host}>",
        }
        return _mail("delivery", title, subscriber.email, subscriber.language, context, headers)


def _mail(
    name: str,
    subject: str,
    to: str,
    language: str,
    context: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> EmailMultiAlternatives:
    """Return a mail from the templates called ``name``, in the active language."""
    site_name = settings.SITE_NAME[language]
    context |= {"site_name": site_name, "language": language, "home_address": absolute(path_of("pages:home"))}
    mail = EmailMultiAlternatives(
        subject=shorten(one_line(subject), SUBJECT_LENGTH),
        body=render_to_string(f"subscriptions/mails/{name}.txt", context),
        from_email=formataddr((one_line(site_name), settings.DEFAULT_FROM_EMAIL)),
        to=[to],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language} | (headers or {}),
    )
    mail.attach_alternative(render_to_string(f"subscriptions/mails/{name}.html", context), "text/html")
    return mail

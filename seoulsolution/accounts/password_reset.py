"""A new password by e-mail, where there is a mail server. The second factor is asked for as always."""

import datetime
import ipaddress
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.http import Http404
from django.urls import reverse_lazy
from django.utils import timezone, translation

from seoulsolution import background
from seoulsolution.accounts import audit
from seoulsolution.accounts.models import AuditEntry, AuditEvent
from seoulsolution.accounts.signing_in import page_context
from seoulsolution.network import client_network, network_of

HOUR = datetime.timedelta(hours=1)
#: How many mails an account gets, and how many somebody in one network may cause, in an hour.
MOST_PER_ACCOUNT, MOST_PER_NETWORK = 3, 10


class ResetForm(PasswordResetForm):
    """Sends mail as often as the limits allow. What is answered does not tell whether it did."""

    def get_users(self, email):
        asked = AuditEntry.objects.filter(event=AuditEvent.PASSWORD_RESET_ASKED, at__gt=timezone.now() - HOUR)
        if self._number_from_here(asked) >= MOST_PER_NETWORK:
            return
        users = [user for user in super().get_users(email) if user.is_staff]
        for user in users:
            if asked.filter(subject_name=user.get_username()).count() < MOST_PER_ACCOUNT:
                audit.record(AuditEvent.PASSWORD_RESET_ASKED, user, request=self.request)
                yield user
        if not users:
            audit.record(AuditEvent.PASSWORD_RESET_ASKED, request=self.request)

    def _number_from_here(self, asked):
        """Return how many of ``asked`` came from the network of this request, which has many addresses."""
        addresses = asked.values_list("address", flat=True)
        networks = (network_of(ipaddress.ip_address(each)) if each else None for each in addresses)
        return list(networks).count(client_network(self.request))

    def send_mail(self, *args, **kwargs):
        """Send while nobody waits: the time that an answer takes does not tell whether there is mail."""
        send = translation.override(translation.get_language())(super().send_mail)
        background.run(partial(send, *args, **kwargs), "A new password cannot be mailed")

    def save(self, **options):
        """Send a link to the address of this site, whatever the request says that it is."""
        self.request = options["request"]
        address = urlsplit(settings.SITE_URL)
        options |= {"domain_override": address.netloc, "use_https": address.scheme == "https"}
        super().save(**options)


class OfAdmin:
    """Mixin of Django's views: pages of the admin, if there is a mail server."""

    def dispatch(self, *args, **kwargs):
        if not settings.HAS_MAIL_SERVER:
            raise Http404
        return super().dispatch(*args, **kwargs)

    def get_context_data(self, **kwargs):
        return page_context(self.request) | super().get_context_data(**kwargs)


class ResetView(OfAdmin, views.PasswordResetView):
    form_class = ResetForm
    email_template_name = "admin/accounts/password_reset.txt"
    subject_template_name = "admin/accounts/password_reset_subject.txt"
    success_url = reverse_lazy("admin:password_reset_done")


class ResetDoneView(OfAdmin, views.PasswordResetDoneView):
    pass


class ResetConfirmView(OfAdmin, views.PasswordResetConfirmView):
    success_url = reverse_lazy("admin:password_reset_complete")


class ResetCompleteView(OfAdmin, views.PasswordResetCompleteView):
    pass

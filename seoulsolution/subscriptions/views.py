"""The pages of subscriptions. None is ever kept: they have form tokens, or addresses that are secret."""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import FormView, View

from seoulsolution.content.languages import active_language
from seoulsolution.subscriptions import limits, subscribing, tokens
from seoulsolution.subscriptions.forms import SubscribeForm
from seoulsolution.subscriptions.models import mailed_kinds

PRIVATE = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@method_decorator(never_cache, name="dispatch")
class SubscribeView(FormView):
    """The form to sign up; there is none without a mail server."""

    accepts_post = True
    http_method_names = ["get", "head", "options", "post"]
    query_parameters = ("kind",)
    template_name = "subscriptions/subscribe.html"
    form_class = SubscribeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.HAS_MAIL_SERVER:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"kinds": [self.request.GET.get("kind", "")]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(days=tokens.UNCONFIRMED.days, **kwargs)

    def form_valid(self, form: SubscribeForm) -> HttpResponse:
        email, kinds = form.cleaned_data["email"], form.cleaned_data["kinds"]
        network = limits.network_of(self.request)
        try:
            subscribing.sign_up(email, kinds, active_language(), network)
        except subscribing.TooManyError:
            form.add_error(None, _("There were too many sign-ups from your network. Try again in an hour."))
            response = self.form_invalid(form)
            response.status_code = 429
            response["Retry-After"] = str(int(limits.HOUR.total_seconds()))
            return response
        return redirect("subscriptions:sent")


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return _page(request, "sent")


class LinkView(View):
    """A page with a button, for who has a signed link: the link alone says who it is, without a cookie.

    GET changes nothing: programs that look at mails follow links.
    """

    http_method_names = ["get", "head", "options", "post"]


@method_decorator((csrf_exempt, never_cache), name="dispatch")
class ConfirmView(LinkView):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return _page(request, "confirm") if subscribing.can_confirm(token) else _gone(request)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        subscriber = subscribing.confirm(token)
        return _page(request, "confirmed") if subscriber else _gone(request)


@method_decorator((csrf_exempt, never_cache), name="dispatch")
class UnsubscribeView(LinkView):
    """Ends a subscription by one POST, as mail programs send it (RFC 8058), or by a button."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        name, _key = _read(token)
        headings = [kind.list_view.heading for kind in mailed_kinds() if kind.name == name]
        return _page(request, "unsubscribe", {"heading": headings[0] if headings else name})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        _read(token)
        subscribing.unsubscribe(token, everything="everything" in request.POST)
        return _page(request, "unsubscribed")


def _read(token: str) -> tuple[str, str]:
    try:
        return tokens.read_to_unsubscribe(token)
    except BadSignature:
        raise Http404 from None


def _gone(request: HttpRequest) -> HttpResponse:
    return _page(request, "gone", status=410)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    response = render(request, f"subscriptions/{name}.html", context, status=status)
    for header, value in PRIVATE.items():
        response[header] = value
    return response

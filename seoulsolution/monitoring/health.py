"""The addresses that a supervisor and a load balancer ask."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.utils.decorators import sync_only_middleware

from seoulsolution.monitoring import ready

ALIVE, READY = "/health/", "/ready/"
#: Seconds until it is worth asking again.
RETRY_AFTER = 5


@sync_only_middleware
def answer_health(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Middleware that answers ``/health/`` (the process is alive) and ``/ready/`` (send it visitors).

    It comes before what would refuse or redirect whoever asks: a balancer asks by an IP address and without
    https. It works when neither the database nor the URL map does.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path_info not in (ALIVE, READY):
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(("GET", "HEAD"))
        response = JsonResponse({"status": "ok"}) if request.path_info == ALIVE else _readiness()
        response["Cache-Control"] = "no-store"
        if request.method == "HEAD":
            response.content = b""
        return response

    return answer


def _readiness() -> JsonResponse:
    """Name what is wrong, not how: the reasons, with names of hosts and folders, are in the log."""
    checks = {name: "failed" if problem else "ok" for name, problem in ready.problems().items()}
    if "failed" not in checks.values():
        return JsonResponse({"status": "ok", "checks": checks})
    response = JsonResponse({"status": "unavailable", "checks": checks}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response

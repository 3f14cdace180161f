"""How long answers take: slow ones are named in the log, all are counted if there are metrics."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_only_middleware

from seoulsolution.monitoring import metrics

logger = logging.getLogger(__name__)


@sync_only_middleware
def time_request(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Middleware that measures until an answer begins.

    The query is not logged: it may be what someone seeks.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - began
        metrics.observe(request, response, seconds)
        if settings.SLOW_REQUEST_SECONDS and seconds >= settings.SLOW_REQUEST_SECONDS:
            said = (request.method, request.path, response.status_code, seconds)
            extra = {"request": request, "status_code": response.status_code}
            logger.warning("Slow: %s %s answered %s after %.1f s", *said, extra=extra)
        return response

    return answer

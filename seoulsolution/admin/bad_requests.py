"""Addresses with values that no list can be asked for: 400 instead of an error of the server.

Django's lists hand whatever an address says to the database: a year 0, a number beyond every column, a NUL.
What then fails differs between lookups and databases: it is not foreseen for each, but caught in one place.
"""

import logging
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import BadRequest, FieldError, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponseBase

#: What lookups raise for values that they cannot take.
REFUSALS = (ValueError, OverflowError, DataError, FieldError, ValidationError)
View = Callable[..., HttpResponseBase]
logger = logging.getLogger(__name__)


def refuse_absurd_values(view: View) -> View:
    """Return ``view``, answering 400 where it fails at what its address, or the list that was sent, says."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs):
        if not _is_asked_with_values(request):
            return view(request, *args, **kwargs)
        try:
            response = view(request, *args, **kwargs)
            # Lists ask the database when they are rendered.
            return response.render() if hasattr(response, "render") and request.method == "GET" else response
        except REFUSALS as error:
            logger.warning("Refused %s: %s", request.get_full_path(), error, exc_info=error)
            raise BadRequest(str(error)) from error

    return answer


def _is_asked_with_values(request: HttpRequest) -> bool:
    """Tell whether there is a query, or rows of a list were sent: all else that fails is our fault."""
    match = request.resolver_match
    is_list = bool(match and (match.url_name or "").endswith("_changelist"))
    return bool(request.GET) or (is_list and request.method == "POST")

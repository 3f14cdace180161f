"""What is answered while the database or the disk fails: 503, and what was written stays with its writer."""

import logging
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, SuspiciousOperation
from django.db.models import CharField, TextField
from django.http import HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_request, override

from seoulsolution.content.languages import CODES
from seoulsolution.monitoring import metrics
from seoulsolution.monitoring.outages import let_go, one_line

logger = logging.getLogger(__name__)

#: Seconds after which clients may try again. A database that is started again is back within that.
RETRY_AFTER = 30
#: Names of fields that are no text of a person: buttons, counts of rows, keys.
TECHNICAL = re.compile(
    r"^_|^action$|csrf|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|(^|-)(id|uid|ORDER|DELETE)$"
)


@dataclass(frozen=True)
class Sent:
    """One value of a form that was sent: a text to be read, or one that only is to be sent again."""

    name: str
    value: str
    label: object
    is_text: bool


def unavailable(request, outage, error):
    """Answer 503 with one line in the log. A form comes back with all that was written into it.

    Neither the database nor a session is needed.
    """
    logger.error("Unavailable (%s): %s %s: %s", outage, request.method, request.path, one_line(error))
    metrics.count_outage(outage)
    let_go()
    sent = sent_values(request)
    files = [file.name for file in request.FILES.values()] if sent else []
    context = {"sent": sent, "files": files, "action": request.get_full_path()}
    template = "not_saved.html" if any(each.is_text for each in sent) else "unavailable.html"
    response = HttpResponse(in_both_languages(template, request, context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def sent_values(request):
    """Return the values of a form that was sent; none of one with a password, which is shown to nobody.

    The form's token is the one that was sent, not a new one: who lured somebody into sending this form does
    not get a right one from us.
    """
    posted = _posted(request)
    if any("password" in name for name in posted):
        return []
    model = _model_of(request)
    return [_sent(name, value, model) for name, values in posted.lists() for value in values]


def _posted(request):
    """Return what was posted; nothing if it is refused by itself, or cannot be taken in on a full disk."""
    try:
        return request.POST
    except (MultiPartParserError, OSError, SuspiciousOperation):
        return QueryDict()


def _sent(name, value, model):
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    if isinstance(field, CharField | TextField):
        return Sent(name, value, field.verbose_name, bool(value) and not field.choices)
    looks_written = not value.isascii() or " " in value.strip()
    return Sent(name, value, name, looks_written and not TECHNICAL.search(name))


def _model_of(request):
    """Return the model whose form of the admin is at this address, or None."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return None
    return getattr(getattr(view, "model_admin", None), "model", None)


def in_both_languages(template, request, context=None):
    """Render ``template``, which extends outage.html, with the language of the address or reader first."""
    first = get_language_from_request(request, check_path=True)
    codes = sorted(CODES, key=lambda code: code != first)
    names = [(code, settings.SITE_NAME[code]) for code in codes]
    with override(codes[0]):
        return render_to_string(template, {"codes": codes, "names": names} | (context or {}))

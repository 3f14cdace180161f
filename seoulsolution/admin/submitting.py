"""A form that is sent twice is saved once, and both requests get the same answer.

A form has a key, made when it is rendered. The first request writes it; a second one waits for the first at
the unique key and then finds what that answered. A form with errors is not remembered: it may be sent again.
"""

import hashlib
import json
import uuid
from collections.abc import Callable
from functools import partial, wraps

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.base import Message
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from seoulsolution.revisions.editing import forget_submitted
from seoulsolution.revisions.models import SubmittedForm

KEY_FIELD = "_key"
#: The key of the form whose kept text was put back into this one.
CONTINUES_FIELD = "_continues"
#: Sent with a text that was kept in the browser: it is shown in the form, and not saved.
PUT_BACK_FIELD = "_put_back"


def read_key(data: QueryDict, name: str = KEY_FIELD) -> uuid.UUID | None:
    """Return the key in ``data``; None where there is none or it is garbled."""
    return parse_key(data.get(name, ""))


def parse_key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def answer_once(
    request: HttpRequest,
    save: Callable[[], HttpResponse],
    answer_again: Callable[[SubmittedForm], HttpResponse] | None = None,
) -> HttpResponse:
    """Return ``save()``, or the answer to the same form if it was saved before.

    It was saved if the answer is a redirect, or ``request.saved_record`` is set. ``answer_again`` makes the
    answer that is no redirect.
    """
    key, digest = read_key(request.POST), _digest(request)
    if key is None:
        return save()
    with transaction.atomic():
        try:
            with transaction.atomic():
                submitted = SubmittedForm.objects.create(user=request.user, key=key, digest=digest)
        except IntegrityError:
            earlier = SubmittedForm.objects.get(user=request.user, key=key, digest=digest)
            return _redirect_again(request, earlier) if earlier.redirect else answer_again(earlier)
        response = save()
        if isinstance(response, HttpResponseRedirect) or hasattr(request, "saved_record"):
            _remember(request, submitted, response)
        else:
            submitted.delete()
    return response


def once(view):
    """Decorate a view so that a form is saved once, however often it is sent."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        return answer_once(request, partial(view, request, *args, **kwargs))

    return answer


def _digest(request: HttpRequest) -> str:
    """Return a digest of what was sent; of the buttons only publishing makes a difference."""
    sent = [(name, values) for name, values in request.POST.lists() if _counts(name)]
    files = [(name, file.name, file.size) for name, file in request.FILES.items()]
    return hashlib.sha256(
        json.dumps([sorted(sent), sorted(files), "_publish" in request.POST]).encode()
    ).hexdigest()


def _counts(name: str) -> bool:
    return name == "_revision" or not name.startswith(("_", "csrf"))


def _remember(request: HttpRequest, submitted: SubmittedForm, response: HttpResponse) -> None:
    if (record := getattr(request, "saved_record", None)) is not None:
        submitted.content_type = ContentType.objects.get_for_model(record)
        submitted.object_id = record.pk
    submitted.redirect = getattr(response, "url", "")
    queued = getattr(messages.get_messages(request), "_queued_messages", [])
    submitted.messages = [Message(one.level, str(one.message), one.extra_tags) for one in queued]
    submitted.save()
    forget_submitted()


def _redirect_again(request: HttpRequest, submitted: SubmittedForm) -> HttpResponse:
    for message in submitted.messages:
        messages.add_message(request, message.level, message.message, message.extra_tags)
    return HttpResponseRedirect(submitted.redirect)

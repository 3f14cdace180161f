"""Who is signed in where: sessions end when they are not used, when somebody ends them, or with half a day.

Each has a row, which is asked whenever a request asks who its user is. The session of Django holds the id of
the row, not the other way round: Django gives a session another key when a password changes.
"""

import datetime
import logging
import uuid

from django.contrib import auth
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

from seoulsolution.accounts import audit, second_factor
from seoulsolution.accounts.models import StaffSession, StaffSessionQuerySet
from seoulsolution.network import address_text

#: Where the session holds the id of its row.
ROW = "staff_session"
NO_ROW = str(uuid.UUID(int=0))
#: How exact the time of the last use is.
MINUTE = datetime.timedelta(minutes=1)
#: The forms of the admin report here that they are open, with "data" when somebody has written.
REPORTS = "/editing/"
logger = logging.getLogger(__name__)


def begin(request: HttpRequest, user: User) -> None:
    """Note that ``user`` has signed in; what Django's signal says."""
    row = StaffSession.objects.create(
        user=user,
        address=address_text(request),
        browser=request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:200],
        has_second_factor=hasattr(user, "otp_device"),
    )
    request.session[ROW] = str(row.pk)


def get_user(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """Return who is signed in. A session that is over is emptied.

    Over is also one without the second factor that its user must have by now.
    """
    user = auth.get_user(request)
    if not isinstance(user, User):
        return user
    now = timezone.now()
    row = StaffSession.objects.alive(now).filter(pk=current(request), user=user).first()
    if row is None or not (row.has_second_factor or not second_factor.is_required(user)):
        request.session.flush()
        return AnonymousUser()
    if now - row.last_seen_at > MINUTE and _is_use(request):
        _note_use(row, now)
    return user


def current(request: HttpRequest) -> str:
    """Return the id of the row of this session; of none, an id that no row has."""
    return request.session.get(ROW, NO_ROW)


def of(user: User) -> StaffSessionQuerySet:
    """Return the sessions that ``user`` may still use."""
    return StaffSession.objects.alive(timezone.now()).filter(user=user)


def end_others(user: User) -> None:
    """End the sessions of ``user``, but for the one that asks, if it is theirs."""
    request = audit.current_request.get()
    of(user).exclude(pk=current(request) if request else NO_ROW).delete()


def _is_use(request: HttpRequest) -> bool:
    """Tell whether somebody did something: a form that is only open does not keep a session alive."""
    return not request.path.endswith(REPORTS) or "data" in request.POST


def _note_use(row: StaffSession, now: datetime.datetime) -> None:
    try:
        with transaction.atomic():  # a failure spoils no transaction around it
            StaffSession.objects.filter(pk=row.pk).update(last_seen_at=now)
    except DatabaseError as error:  # one that can only be read still serves readers, and staff who read
        logger.warning("The use of a session could not be noted: %s", error)

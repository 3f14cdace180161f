"""Mails to staff about a text that was submitted, returned or approved, where there is a mail server.

Their first page says the same, so that a mail that does not arrive loses nothing.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_permission_codename, get_user_model
from django.core.mail import EmailMessage
from django.db import models
from django.template.loader import render_to_string

from seoulsolution.accounts import mails
from seoulsolution.admin.urls import form_url
from seoulsolution.content import characters
from seoulsolution.revisions import workflow
from seoulsolution.revisions.models import Submission


def tell(record: models.Model, *, user: Any, note: str = "") -> None:
    """Write soon to those whose turn it is after what ``user`` has decided about ``record``."""
    submission = workflow.submission_of(record)
    if settings.HAS_MAIL_SERVER and submission is not None:
        mails.send_soon(partial(_send, record, submission, user, note), "Nobody was written to about a text")


def _send(record: models.Model, submission: Submission, user: Any, note: str) -> None:
    for person in _recipients(record, submission):
        if person.email and person.is_active and person.pk != user.pk:
            _mail(record, submission, user, note, person.email).send()


def _recipients(record: models.Model, submission: Submission) -> Iterable[Any]:
    """Return who looks at what was submitted, or who submitted what was returned or approved."""
    permission = f"{record._meta.app_label}.{{}}"
    if submission.status == Submission.Status.SUBMITTED:
        change = permission.format(get_permission_codename("change", record._meta))
        staff = get_user_model().objects.filter(is_staff=True, is_active=True).exclude(email="")
        return [person for person in staff if person.has_perm(change)]
    author, view = submission.submitted_by, permission.format(get_permission_codename("view", record._meta))
    return [author] if author is not None and author.has_perm(view) else []


def _mail(record: models.Model, submission: Submission, user: Any, note: str, address: str) -> EmailMessage:
    context = {
        "title": characters.one_line(str(record)),
        "status": submission.status,
        "person": user.get_full_name() or user.get_username(),
        "note": note,
        "address": settings.SITE_URL + form_url(record),
    }
    subjects = mails.in_both_languages(lambda: str(submission.get_status_display()))
    parts = mails.in_both_languages(lambda: render_to_string("admin/mails/decided.txt", context).strip())
    subject = f"{' / '.join(subjects)}: {context['title']}"
    return EmailMessage(subject[:200], "\n\n".join(parts), to=[address])

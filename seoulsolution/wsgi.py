"""WSGI entry point: ``gunicorn seoulsolution.wsgi``.

A server process never runs the system checks, so a half-set environment is refused here too.
"""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulsolution.settings")
try:
    application = get_wsgi_application()
except SystemExit as refusal:
    # gunicorn would start a worker that merely exits again, without end; on an error it stops.
    raise ImproperlyConfigured(str(refusal)) from None

if problems := run_checks(tags=["environment"]):
    raise ImproperlyConfigured("\n".join(f"{p.id}: {p.msg} {p.hint}" for p in problems))

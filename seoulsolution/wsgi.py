"""WSGI entry point: ``gunicorn seoulsolution.wsgi``.

A server process runs no system checks, so an incomplete environment is refused here too.
"""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulsolution.settings")
try:
    application = get_wsgi_application()
except SystemExit as refusal:
    # On SystemExit gunicorn would start workers without end; on an exception it stops.
    raise ImproperlyConfigured(str(refusal)) from None

if problems := run_checks(tags=["environment"]):
    raise ImproperlyConfigured("\n".join(f"{p.id}: {p.msg} {p.hint}" for p in problems))

from django.conf import settings

from seoulsolution.checks import warn_at_startup
from seoulsolution.media import making
from seoulsolution.monitoring import metrics

metrics.start()

warn_at_startup()

if not settings.MAINTENANCE:  # it asks the database
    making.start()

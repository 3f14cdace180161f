#!/usr/bin/env python
"""Django's command-line utility for Seoul Solution."""

import os
import sys

OLDEST_PYTHON = (3, 11)


def main():
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"Seoul Solution needs Python 3.11 or newer; this is Python {found}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulsolution.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. Run: .venv/bin/pip install -e .")
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        from seoulsolution.monitoring.outages import one_line, outage_of

        # A fault of ours has a traceback; a database that is away, or a full disk, a sentence.
        if "--traceback" in sys.argv or not (outage := outage_of(error)):
            raise
        sys.exit(f"Unavailable ({outage}): {one_line(error)}")


if __name__ == "__main__":
    main()

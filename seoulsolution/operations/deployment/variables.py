"""The environment of a deployment: what is set now, and examples of what else a public site may want."""

import os
import re
import secrets
from typing import Any

from django.conf import settings

EXAMPLES = {
    "DATABASE_URL": "postgres://seoulsolution:PASSWORD@127.0.0.1/seoulsolution",
    "CACHE_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "submission://USER:PASSWORD@mail.example.org",
    "DEFAULT_FROM_EMAIL": "archive@example.org",
    "ADMINS": "operator@example.org",
    "LOG_FORMAT": "json",
    "METRICS_PORT": "9109",
    "STALE_MINUTES": "10",
    "OPERATOR_EN": "Seoul Metropolitan Government",
    "OPERATOR_KO": "서울특별시",
    "CONTACT_ADDRESS_EN": "110 Sejong-daero, Jung-gu, Seoul 04524",
    "CONTACT_ADDRESS_KO": "서울특별시 중구 세종대로 110 (04524)",
    "CONTACT_PHONE": "+82 2 120",
    "CONTACT_EMAIL": "archive@example.org",
    "PRIVACY_OFFICER_EN": "NAME, POST, OFFICE",
    "PRIVACY_OFFICER_KO": "이름, 직위, 부서",
}
#: Said by the file itself, or nothing for a public site.
_APART = {"SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "TRUST_PROXY", "VAR_DIR", "DEBUG", "MAINTENANCE"}


def environment(host: str) -> dict[str, Any]:
    """Return what the file of the environment says: values as a shell and systemd read them."""
    present = {name: os.environ[name] for name in settings.ENVIRONMENT.known if os.environ.get(name)}
    names = [*EXAMPLES, *sorted(present.keys() - EXAMPLES.keys() - _APART)]
    values = {name: present.get(name) or EXAMPLES[name] for name in names}
    return {
        "secret_key": quoted(present.get("SECRET_KEY") or secrets.token_urlsafe(60)),
        "allowed_hosts": quoted(present.get("ALLOWED_HOSTS") or host),
        "var_dir": quoted(present.get("VAR_DIR") or "/var/lib/seoulsolution"),
        "variables": [(name, quoted(value), name in present) for name, value in values.items()],
    }


def quoted(value: str) -> str:
    """Return ``value`` in quotation marks: both sh and systemd read the same out of it."""
    escaped = re.sub(r'([\\"$`])', r"\\\1", value)
    return f'"{escaped}"'

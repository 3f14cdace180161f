"""What a page depends on besides the database: the code, the static files, the settings it shows."""

import hashlib
import platform
from functools import cache
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

#: Files that make a page, below the checkout.
CODE = ("*.py", "*.html", "*.xml", "*.txt", "*.svg", "*.mo")
SHOWN_SETTINGS = (
    "SITE_URL",
    "SECURITY_CONTACT",
    "OPERATOR",
    "CONTACT_ADDRESS",
    "CONTACT_PHONE",
    "CONTACT_EMAIL",
    "PRIVACY_OFFICER",
    "SITE_NAME",
    "SITE_LINE",
    "RELATED_SITES",
    "OFFICIAL_STRIP",
    "HAS_MAIL_SERVER",
    "LANGUAGES",
    "TIME_ZONE",
    "CONTENT_SECURITY_POLICY",
    "DEBUG",
    "CDN_SECONDS",
)


@cache
def release() -> str:
    """Return a digest that differs when the same content would make another page.

    Servers of one release share their pages; in a rolling deploy each release keeps its own.
    """
    digest = hashlib.sha256(platform.python_version().encode())
    for path in _code_files():
        digest.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode())
        digest.update(path.read_bytes())
    libraries = sorted(path.name for path in Path(django.__file__).parent.parent.glob("*.dist-info"))
    shown = {name: getattr(settings, name) for name in SHOWN_SETTINGS}
    digest.update(repr((libraries, shown, _static_names())).encode())
    return digest.hexdigest()[:16]


def _code_files() -> list[Path]:
    packages = (path.parent for path in settings.BASE_DIR.glob("*/__init__.py"))
    folders = (settings.BASE_DIR / "templates", *packages)
    return sorted(path for folder in folders for pattern in CODE for path in folder.rglob(pattern))


def _static_names() -> dict[str, str]:
    """Return the names that static files have by their content."""
    return getattr(staticfiles_storage, "hashed_files", {})

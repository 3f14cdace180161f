"""System checks of the environment: a misspelt or incomplete production setup is an error with a hint.

What depends on the database and on files is looked at by ``check --deploy``, and by each server process when
it starts, which says it in the log.
"""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder

from seoulsolution.monitoring.outages import one_line
from seoulsolution.monitoring.ready import missing_migrations
from seoulsolution.search.index.consistency import is_outdated

ENVIRONMENT_TAG = "environment"
STARTUP_TAG = "startup"
#: How many migrations are named.
NAMED = 3
#: Apps whose migrations only databases made before version 1 have.
FORMER_APPS = {"site"}
CONTACT_VARIABLES = (
    "OPERATOR_EN",
    "OPERATOR_KO",
    "CONTACT_ADDRESS_EN",
    "CONTACT_ADDRESS_KO",
    "CONTACT_PHONE",
    "CONTACT_EMAIL",
    "PRIVACY_OFFICER_EN",
    "PRIVACY_OFFICER_KO",
)


@register(ENVIRONMENT_TAG)
def check_values(app_configs, **kwargs):
    return [
        Error(
            f"The environment variable {name} cannot be read: {reason}",
            hint="Correct the value or unset the variable; README.md lists what each may be.",
            id="seoulsolution.E001",
        )
        for name, reason in settings.ENVIRONMENT.errors
    ]


@register(ENVIRONMENT_TAG)
def check_spelling(app_configs, **kwargs):
    return [
        Error(
            f"The environment variable {found} is not known.",
            hint=f"Did you mean {meant}?",
            id="seoulsolution.E002",
        )
        for found, meant in settings.ENVIRONMENT.misspelt()
    ]


@register(ENVIRONMENT_TAG)
def check_public_site(app_configs, **kwargs):
    """Check that a public site (by ALLOWED_HOSTS or an https SITE_URL) is set up completely."""
    if not settings.IS_PUBLIC:
        return []
    errors = []
    if settings.SECRET_KEY_IS_LOCAL:
        errors.append(
            Error(
                "The site is open to the public, but SECRET_KEY is not set.",
                hint="Set SECRET_KEY to a long random text and keep it the same on every server.",
                id="seoulsolution.E003",
            )
        )
    if settings.DEBUG:
        errors.append(
            Error(
                "The site is open to the public while DEBUG is on.",
                hint="Unset DEBUG: its error pages show the settings to anyone.",
                id="seoulsolution.E004",
            )
        )
    return errors + _check_site_url()


@register(ENVIRONMENT_TAG, deploy=True)
def check_contact(app_configs, **kwargs):
    """Warn of a site that does not say who runs it: the law expects that of the city's sites."""
    unset = [name for name in CONTACT_VARIABLES if not settings.ENVIRONMENT.is_set(name)]
    if not unset:
        return []
    return [
        Warning(
            f"The site does not say whom to write to: {', '.join(unset)} not set.",
            hint="Set them: they are shown in the footer, on the page Contact and in the privacy policy.",
            id="seoulsolution.W001",
        )
    ]


@register(ENVIRONMENT_TAG, deploy=True)
def check_sender(app_configs, **kwargs):
    """Warn of mail that is sent from an address which may not exist."""
    if not settings.HAS_MAIL_SERVER or settings.ENVIRONMENT.is_set("DEFAULT_FROM_EMAIL"):
        return []
    sender = settings.DEFAULT_FROM_EMAIL
    return [
        Warning(
            f"EMAIL_URL is set, but DEFAULT_FROM_EMAIL is not: mail comes from {sender}.",
            hint="Set it to an address for which your mail server may send (SPF, DKIM).",
            id="seoulsolution.W002",
        )
    ]


def _check_site_url():
    address = urlsplit(settings.SITE_URL)
    if not settings.SITE_URL_IS_SET or address.scheme != "https":
        return [
            Error(
                f"ALLOWED_HOSTS opens the site to the public, but SITE_URL is {settings.SITE_URL!r}.",
                hint="Set SITE_URL to the public address, with https://; feeds and cookies depend on it.",
                id="seoulsolution.E005",
            )
        ]
    allowed = settings.ALLOWED_HOSTS
    suffixes = tuple(host for host in allowed if host.startswith("."))
    known = "*" in allowed or address.hostname in allowed or f".{address.hostname}".endswith(suffixes)
    if known:
        return []
    return [
        Error(
            f"The host of SITE_URL, {address.hostname}, is not in ALLOWED_HOSTS.",
            hint="Add it: the site would refuse its own address.",
            id="seoulsolution.E006",
        )
    ]


@register(Tags.database)
def check_database_version(app_configs, databases=None, **kwargs):
    """Refuse a database made before version 1: ``migrate`` cannot bring it up to date."""
    former = [
        alias
        for alias in databases or ()
        if any(
            app in FORMER_APPS for app, _name in MigrationRecorder(connections[alias]).applied_migrations()
        )
    ]
    return [
        Error(
            f"The database {connections[alias].settings_dict['NAME']} was made by a version before 1.0.",
            hint="Name a new database in DATABASE_URL (or another VAR_DIR) and import the pages again.",
            id="seoulsolution.E007",
        )
        for alias in former
    ]


# At the start ---------------------------------------------------------------------------------------------


def warn_at_startup() -> None:
    """Write to the log what is not right with this deployment. It serves what it can nevertheless."""
    logger = logging.getLogger(__name__)
    for problem in run_checks(tags=[STARTUP_TAG], include_deployment_checks=True):
        logger.log(problem.level, "%s: %s %s", problem.id, problem.msg, problem.hint)
    connections.close_all()  # a server may still fork


@register(STARTUP_TAG, deploy=True)
def check_hosts(app_configs, **kwargs):
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS is *: the site answers to any name that a request claims.",
            hint="Name the hosts that lead to it, separated by commas.",
            id="seoulsolution.W003",
        )
    ]


@register(STARTUP_TAG, deploy=True)
def check_proxy(app_configs, **kwargs):
    if not settings.HTTPS or settings.TRUST_PROXY:
        return []
    return [
        Warning(
            "SITE_URL is https, but TRUST_PROXY is off: behind a proxy, every page redirects to itself.",
            hint="Set TRUST_PROXY=1 where a proxy speaks HTTPS and sets X-Forwarded-Proto and -For itself.",
            id="seoulsolution.W004",
        )
    ]


@register(STARTUP_TAG, deploy=True)
def check_static_files(app_configs, **kwargs):
    has_manifest = isinstance(staticfiles_storage, ManifestFilesMixin)
    if not has_manifest or staticfiles_storage.read_manifest() is not None:
        return []
    return [
        Error(
            f"There are no collected static files in {settings.STATIC_ROOT}: no page can be made.",
            hint="Run: manage.py collectstatic --no-input",
            id="seoulsolution.E008",
        )
    ]


@register(STARTUP_TAG, deploy=True)
def check_database(app_configs, **kwargs):
    """Look whether the database is there, up to date, and its index of search as well."""
    if settings.MAINTENANCE:
        return []
    try:
        return _database_problems()
    except DatabaseError as error:
        return [
            Error(
                f"The database cannot be read: {one_line(error)}",
                hint="Check DATABASE_URL and that its server runs.",
                id="seoulsolution.E009",
            )
        ]


def _database_problems() -> list[CheckMessage]:
    if missing := missing_migrations():
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        return [
            Error(
                f"The database lacks migrations: {', '.join(missing[:NAMED])}{more}.",
                hint="Run: manage.py migrate",
                id="seoulsolution.E010",
            )
        ]
    if is_outdated(DEFAULT_DB_ALIAS):
        return [
            Warning(
                "The index of search was made by an older version.",
                hint="Run: manage.py rebuild_search",
                id="seoulsolution.W005",
            )
        ]
    return []

"""Settings of Seoul Solution: one file; what can vary is an environment variable with a safe default.

README.md lists the variables. ``manage.py check`` reports what is misspelt or incomplete
(seoulsolution/checks.py).
"""

import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from seoulsolution.environment import (
    Environment,
    bucket_address,
    checkout,
    contact_address,
    email_address,
    email_addresses,
    known_database,
    known_mail_server,
    local_secret_key,
    log_format,
    log_level,
    media_storage,
    named_addresses,
    not_negative,
    on_read_only_disk,
    port,
    preview_days,
    redis_address,
    sentry_address,
    site_address,
    some_megabytes,
    some_minutes,
    web_address,
)
from seoulsolution.monitoring import logs

BASE_DIR = checkout(Path(__file__).resolve().parent.parent)
ENVIRONMENT = Environment()
read = ENVIRONMENT.read

VAR_DIR = Path(read("str", "VAR_DIR", str(BASE_DIR / "var")))

# Security ---------------------------------------------------------------------------------------

SECRET_KEY = read("str", "SECRET_KEY", lambda: local_secret_key(VAR_DIR))
SECRET_KEY_IS_LOCAL = not ENVIRONMENT.is_set("SECRET_KEY")
DEBUG = read("bool", "DEBUG", False)
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = read("list", "ALLOWED_HOSTS", LOOPBACK_HOSTS)
SITE_URL: str = read("str", "SITE_URL", "http://127.0.0.1:8000", site_address)
SITE_URL_IS_SET = ENVIRONMENT.is_set("SITE_URL")
HTTPS = urlsplit(SITE_URL).scheme == "https"
IS_PUBLIC = HTTPS or any(host not in LOOPBACK_HOSTS for host in ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# For the whole domain, and for good: only who answers for all its names may switch these on.
SECURE_HSTS_INCLUDE_SUBDOMAINS = read("bool", "HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = read("bool", "HSTS_PRELOAD", False)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "seoulsolution.pages.errors.csrf_failure"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
TRUST_PROXY = read("bool", "TRUST_PROXY", False)
if TRUST_PROXY:
    # Safe only behind a proxy that always sets this header itself.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Scripts and styles are files of this site, and no page needs a script. The admin has a wider policy
# (seoulsolution/admin/site.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Applications -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it patches
    "seoulsolution.monitoring",
    "seoulsolution.accounts",  # before django.contrib.auth: see accounts/roles.py
    "seoulsolution.reviews",
    "seoulsolution.content",
    "seoulsolution.pagecache",
    "seoulsolution.revisions",
    "seoulsolution.media",
    "seoulsolution.pages",
    "seoulsolution.search",
    "seoulsolution.subscriptions",
    "seoulsolution.importing",
    "seoulsolution.operations",
    "news",
    "partners",
    "notices",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django_prose_editor",
    "seoulsolution.admin.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "seoulsolution.monitoring.request_ids.name_request",
    "seoulsolution.monitoring.health.answer_health",
    "seoulsolution.monitoring.timing.time_request",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "seoulsolution.pages.errors.BodyLimitMiddleware",
    "seoulsolution.pages.middleware.HeadMiddleware",
    "seoulsolution.pagecache.middleware.PageCacheMiddleware",
    "seoulsolution.pages.middleware.CompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "seoulsolution.pages.middleware.FreshMiddleware",
    "csp.middleware.CSPMiddleware",
    "seoulsolution.revisions.middleware.publish_due_drafts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "seoulsolution.pages.addresses.LanguageMiddleware",
    "seoulsolution.pages.addresses.PublicCommonMiddleware",
    "seoulsolution.pages.addresses.AddressMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "seoulsolution.accounts.middleware.AuthenticationMiddleware",
    "seoulsolution.accounts.middleware.audit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "seoulsolution.pages.middleware.StaffBarMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MAINTENANCE = read("bool", "MAINTENANCE", False)
if MAINTENANCE:
    # Before everything that uses the database, which may be down.
    MIDDLEWARE.insert(
        MIDDLEWARE.index("seoulsolution.revisions.middleware.publish_due_drafts"),
        "seoulsolution.pages.errors.maintenance",
    )

ROOT_URLCONF = "seoulsolution.urls"
WSGI_APPLICATION = "seoulsolution.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "seoulsolution.pages.context_processors.site",
            ],
        },
    },
]

# Database ---------------------------------------------------------------------------------------

SQLITE_URL = f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
DATABASES = {
    "default": read("dj_db_url", "DATABASE_URL", lambda: dj_database_url.parse(SQLITE_URL), known_database)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue for a lock instead of failing with "database is locked"; readers never wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    if on_read_only_disk(DATABASES["default"]["NAME"]):
        # Readers are served all the same. WAL would want to write beside the file.
        DATABASES["default"]["NAME"] = f"file:{quote(str(DATABASES['default']['NAME']))}?immutable=1"
        del DATABASES["default"]["OPTIONS"]["init_command"]
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that does not even refuse must not hold up every thread.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# Seconds for which a connection is used again.
DATABASES["default"]["CONN_MAX_AGE"] = read("int", "CONN_MAX_AGE", 60, not_negative)
# For PgBouncer in transaction mode, where the next statement may have another connection.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = read("bool", "DISABLE_SERVER_SIDE_CURSORS", False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in -------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: who is locked out costs no password hash
    "django.contrib.auth.backends.ModelBackend",
    "seoulsolution.accounts.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

# Whether whoever publishes or manages accounts needs a second factor.
REQUIRE_SECOND_FACTOR = read("bool", "REQUIRE_SECOND_FACTOR", False)
# A session ends after so long without use, and after half a day in any case.
SESSION_IDLE_MINUTES = read("int", "SESSION_IDLE_MINUTES", 30, some_minutes)
SESSION_COOKIE_AGE = 12 * 60 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60

# Guessing passwords: how often, and for how long it is then refused (accounts/throttle.py).
AXES_HANDLER = "seoulsolution.accounts.throttle.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], ["username"], ["ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "seoulsolution.accounts.throttle.username"
AXES_CLIENT_IP_CALLABLE = "seoulsolution.accounts.throttle.address"
AXES_DISABLE_ACCESS_LOG = True  # the audit log has it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = [
    "axes.W002",  # its middleware answers with a page; here the form says it
    "security.W005",  # HSTS_INCLUDE_SUBDOMAINS and HSTS_PRELOAD are for the operator to decide
    "security.W021",
]

# Languages and time: UTC in the database, Seoul for people ----------------------------------------

LANGUAGES = [("en", "English"), ("ko", "한국어")]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "seoulsolution" / "locale"]
FORMAT_MODULE_PATH = ["seoulsolution.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("en", "ko")
MODELTRANSLATION_ENABLE_FALLBACKS = False

# Files ------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(read("str", "STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "seoulsolution" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(read("str", "MEDIA_ROOT", str(VAR_DIR / "media")))
# Instead of MEDIA_ROOT, a bucket of an S3-compatible storage; its keys are in the AWS_… variables of boto3.
MEDIA_STORAGE = read("str", "MEDIA_STORAGE", "", bucket_address)
MEDIA_STORAGE_ENDPOINT = read("str", "MEDIA_STORAGE_ENDPOINT", "", web_address)
STORAGES = {
    "default": media_storage(MEDIA_STORAGE, MEDIA_STORAGE_ENDPOINT),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "seoulsolution.pages.static_files.StaticFiles"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
# How large an uploaded file may be; a request that is larger is answered before its body is read.
MEDIA_MAX_MEGABYTES = read("int", "MEDIA_MAX_MEGABYTES", 50, some_megabytes)

# The page cache ---------------------------------------------------------------------------------

# Not in development, where templates change without a restart, nor in MAINTENANCE: it asks the database.
PAGE_CACHE = read("bool", "PAGE_CACHE", not DEBUG) and not MAINTENANCE
# In the memory of each process; with CACHE_URL, pages are in Redis instead, for all servers.
PAGE_CACHE_MEGABYTES = read("int", "PAGE_CACHE_MEGABYTES", 32, some_megabytes)
CACHE_URL = read("str", "CACHE_URL", "", redis_address)
# For how long a content delivery network may keep a page, and where it is told that content has changed.
CDN_SECONDS = read("int", "CDN_SECONDS", 0, not_negative)
CDN_PURGE_URL = read("str", "CDN_PURGE_URL", "", web_address)
CDN_PURGE_TOKEN = read("str", "CDN_PURGE_TOKEN", "")
# For how long after the database was last seen kept pages are given out while it is away.
STALE_MINUTES = read("int", "STALE_MINUTES", 0, not_negative)

# Mail -------------------------------------------------------------------------------------------

MAIL_SERVER = read("dj_email_url", "EMAIL_URL", None, known_mail_server)
#: Without one, nothing that needs mail is offered.
HAS_MAIL_SERVER = MAIL_SERVER is not None
# Sets EMAIL_BACKEND, EMAIL_HOST, EMAIL_USE_TLS and the other settings that Django has for it.
globals().update(MAIL_SERVER or {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"})
DEFAULT_FROM_EMAIL = read(
    "str", "DEFAULT_FROM_EMAIL", lambda: f"noreply@{urlsplit(SITE_URL).hostname}", email_address
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# The site ---------------------------------------------------------------------------------------

SITE_NAME = {
    "en": read("str", "SITE_NAME_EN", "Seoul Solution"),
    "ko": read("str", "SITE_NAME_KO", "서울정책아카이브"),
}
SITE_LINE = {
    "en": read("str", "SITE_LINE_EN", "Seoul Policy Archive"),
    "ko": read("str", "SITE_LINE_KO", "Seoul Policy Archive"),
}
OTP_TOTP_ISSUER = SITE_NAME["en"]  # what an authenticator app calls the site
# Where weaknesses of the site are reported, for security.txt: mailto:, tel: or https:.
SECURITY_CONTACT = read("str", "SECURITY_CONTACT", "", contact_address)
# Who runs the site and how to reach them: for the footer, the page Contact and the privacy policy.
OPERATOR = {"en": read("str", "OPERATOR_EN", ""), "ko": read("str", "OPERATOR_KO", "")}
CONTACT_ADDRESS = {
    "en": read("str", "CONTACT_ADDRESS_EN", ""),
    "ko": read("str", "CONTACT_ADDRESS_KO", ""),
}
CONTACT_PHONE = read("str", "CONTACT_PHONE", "")
CONTACT_EMAIL = read("str", "CONTACT_EMAIL", "", email_address)
PRIVACY_OFFICER = {
    "en": read("str", "PRIVACY_OFFICER_EN", ""),
    "ko": read("str", "PRIVACY_OFFICER_KO", ""),
}
# Whether nobody publishes a text that they wrote themselves, unless somebody else approved it.
SECOND_PAIR_OF_EYES = read("bool", "SECOND_PAIR_OF_EYES", False)
# For how many days a link to a preview lasts, unless whoever makes it says otherwise.
PREVIEW_LINK_DAYS = read("int", "PREVIEW_LINK_DAYS", 7, preview_days)
# For how many days `housekeeping` leaves what may go then; 0 is for ever.
UNSAVED_DAYS = read("int", "UNSAVED_DAYS", 90, not_negative)
AUDIT_DAYS = read("int", "AUDIT_DAYS", 365, not_negative)
REVISION_DAYS = read("int", "REVISION_DAYS", 0, not_negative)
IMPORT_RUN_DAYS = read("int", "IMPORT_RUN_DAYS", 365, not_negative)
# Other sites of the city in the footer: (name, address) in each language.
RELATED_SITES = {
    "en": read(
        "list",
        "RELATED_SITES_EN",
        [
            ("Seoul Metropolitan Government", "https://english.seoul.go.kr"),
            ("Seoul Open Data Plaza", "https://data.seoul.go.kr"),
        ],
        named_addresses,
    ),
    "ko": read(
        "list",
        "RELATED_SITES_KO",
        [("서울특별시", "https://www.seoul.go.kr"), ("서울 열린데이터광장", "https://data.seoul.go.kr")],
        named_addresses,
    ),
}
# Only the city's own deployment may claim to be the official site.
OFFICIAL_STRIP = read("bool", "OFFICIAL_STRIP", False)
# Names under which the city itself appears in imported lists of partners.
SITE_OWNER_NAMES = read(
    "list",
    "SITE_OWNER_NAMES",
    [
        "서울시청",
        "서울시",
        "서울특별시",
        "서울특별시청",
        "Seoul City Hall",
        "Seoul Metropolitan Government",
        "SMG",
    ],
)
SEEDS_DIR = BASE_DIR / "seeds"

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # of who came with an address that is not of this site

# Monitoring -------------------------------------------------------------------------------------

LOG_FORMAT = read("str", "LOG_FORMAT", "lines", log_format)
# Answers that take longer are named in the log; 0 for none.
SLOW_REQUEST_SECONDS = read("float", "SLOW_REQUEST_SECONDS", 2.0, not_negative)
# Who gets errors by mail: pairs, since Django wants a name.
ADMINS = [(address, address) for address in read("list", "ADMINS", [], email_addresses)]
LOGGING = logs.configuration(
    read("str", "LOG_LEVEL", "WARNING", log_level), LOG_FORMAT, mails_errors=bool(ADMINS) and HAS_MAIL_SERVER
)
SENTRY_DSN = read("str", "SENTRY_DSN", "", sentry_address)
METRICS_PORT = read("int", "METRICS_PORT", 0, port)

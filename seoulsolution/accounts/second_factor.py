"""The second factor: codes of an authenticator app (TOTP), and recovery codes for when it is lost.

django-otp keeps both, refuses a code that was used, and slows down whoever guesses.
"""

import secrets
from base64 import b32encode

import qrcode
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.models import Device
from django_otp.oath import hotp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.constants import ERROR_CORRECT_M

NAME = "second factor"
RECOVERY_CODES = 10
#: Letters and digits that cannot be mistaken for one another; ten of them are 49 bits.
CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 10


def is_required(user: User) -> bool:
    """Tell whether ``user`` may not sign in without: who publishes or manages accounts, by the setting."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return user.is_superuser or any(
        name == "auth.change_user" or name.partition(".")[2].startswith("publish_")
        for name in user.get_all_permissions()
    )


def device_of(user: User) -> TOTPDevice | None:
    """Return the app that ``user`` has set up, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def verify(user: User, code: str) -> Device | None:
    """Return the device that ``code`` is of, None if it is wrong, was used, or is too soon after a wrong one.

    A recovery code is of a StaticDevice and is used up.
    """
    code = "".join(code.split()).lower()
    if code.isdecimal() and len(code) < CODE_LENGTH:
        device, token = device_of(user), code
    else:
        device, token = StaticDevice.objects.filter(user=user).first(), _digest(user, code)
    return device and verify_token(user, device.persistent_id, token)


def was_used(user: User, code: str) -> bool:
    """Tell whether ``code`` is the last that the app of ``user`` was used with: somebody may have seen it."""
    device, code = device_of(user), "".join(code.split())
    if device is None or device.last_t < 0 or not code.isdecimal():
        return False
    return int(code) == hotp(device.bin_key, device.last_t, device.digits)


def is_app(device: Device) -> bool:
    """Tell whether ``device`` is an authenticator app, and not a list of recovery codes."""
    return isinstance(device, TOTPDevice)


# Setting up ---------------------------------------------------------------------------------------------


def begin(user: User) -> TOTPDevice:
    """Return the app that ``user`` is setting up; it counts once a code of it was given."""
    known = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return known or TOTPDevice.objects.create(user=user, confirmed=False, name=NAME)


@transaction.atomic
def complete(device: TOTPDevice, code: str) -> TOTPDevice | None:
    """Make ``device`` the second factor of its user and return it, if ``code`` is of it; else None."""
    verified = verify_token(device.user, device.persistent_id, "".join(code.split()))
    if verified is not None:
        TOTPDevice.objects.filter(user=device.user, confirmed=True).delete()
        verified.confirmed = True
        verified.save(update_fields=["confirmed"])
    return verified


@transaction.atomic
def make_recovery_codes(user: User) -> list[str]:
    """Return new recovery codes; those before are void. Only their digests are kept."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=NAME)
    codes = ["".join(secrets.choice(CHARACTERS) for _n in range(CODE_LENGTH)) for _n in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(user, code)) for code in codes)
    return codes


def remove(user: User) -> bool:
    """Remove the second factor of ``user``; return whether there was one."""
    had_one = device_of(user) is not None
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()
    return had_one


def secret(device: TOTPDevice) -> str:
    """Return the secret of ``device`` to type into an app, in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def qr_path(device: TOTPDevice) -> tuple[int, str]:
    """Return the QR code of ``device``: its width in modules, and the path of an SVG that draws them."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(device.config_url)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return len(rows), "".join(dark)


def _digest(user: User, code: str) -> str:
    """Return what is kept of a recovery code, as long as django-otp's column."""
    return salted_hmac(f"second_factor.{user.pk}", code, algorithm="sha256").hexdigest()[:16]

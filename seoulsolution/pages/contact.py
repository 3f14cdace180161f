"""Who runs the site and how to reach them, from the settings."""

import re
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Contact:
    """The operator as a reader of one language is told; what is not set is empty."""

    operator: str
    address: str
    phone: str
    email: str
    privacy_officer: str

    @property
    def is_set(self) -> bool:
        """Whether there is any way to reach the operator."""
        return bool(self.address or self.phone or self.email)

    @property
    def phone_link(self) -> str:
        """The number as it is dialled: digits, and a plus in front."""
        return re.sub(r"(?!^\+)[^0-9]", "", self.phone)


def contact(language: str) -> Contact:
    return Contact(
        operator=settings.OPERATOR[language],
        address=settings.CONTACT_ADDRESS[language],
        phone=settings.CONTACT_PHONE,
        email=settings.CONTACT_EMAIL,
        privacy_officer=settings.PRIVACY_OFFICER[language],
    )

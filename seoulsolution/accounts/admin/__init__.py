"""Accounts in Django's admin, which looks for this package."""

from seoulsolution.accounts.admin import audit, users

__all__ = ["audit", "users"]

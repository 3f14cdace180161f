"""Managers whose queries name the columns of a language themselves."""

from typing import Any

from django.db import models
from modeltranslation.manager import MultilingualManager


class ColumnManager(MultilingualManager):
    """Leaves queries as they are written.

    modeltranslation gives each translated model a manager that rewrites every query for the active language.
    Here queries always name their columns (``title_en``), and pages do not pay for looking.
    """

    def get_queryset(self) -> models.QuerySet[Any]:
        return models.Manager.get_queryset(self)

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """Korea Open Government Licence: under what conditions others may use a work of the city."""

    TYPE_0 = "kogl-0", _("KOGL Type 0: free use")
    TYPE_1 = "kogl-1", _("KOGL Type 1: attribution")
    TYPE_2 = "kogl-2", _("KOGL Type 2: attribution, no commercial use")
    TYPE_3 = "kogl-3", _("KOGL Type 3: attribution, no changes")
    TYPE_4 = "kogl-4", _("KOGL Type 4: attribution, no commercial use, no changes")

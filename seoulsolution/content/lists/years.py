"""Years in filters: four digits, or ``undated`` for records without a date."""

import re
from typing import Any

from django.db.models import Q
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seoulsolution.content.fields import UNDATED

UNDATED_VALUE = "undated"
UNDATED_LABEL = _("Date not recorded")
#: The year of a record without a date. Columns of dates have UNDATED instead.
NO_YEAR = 0


def parse_year(value: str) -> int | None:
    """Return the year that ``value`` means, NO_YEAR for UNDATED_VALUE, None for anything else."""
    if value == UNDATED_VALUE:
        return NO_YEAR
    is_year = re.fullmatch("[0-9]{4}", value) and int(value) > UNDATED.year
    return int(value) if is_year else None


def year_choice(year: int) -> tuple[str, str | Promise]:
    """Return (value, label) of ``year`` in a filter. The year of UNDATED counts as NO_YEAR."""
    if year in (NO_YEAR, UNDATED.year):
        return UNDATED_VALUE, UNDATED_LABEL
    return f"{year:04}", str(year)


def in_year(year: int, date_field: str = "", year_field: str = "") -> Q:
    """Return the Q of the records of ``year``, by a column of years if one is named, else of dates."""
    if year_field:
        return Q(**{year_field: year})
    return Q(**{date_field: UNDATED}) if year == NO_YEAR else Q(**{f"{date_field}__year": year})


class FastExtractYear(ExtractYear):
    """The year of a date. On SQLite it is cut from the text: ExtractYear calls Python for each row."""

    #: Where it is in the text, from 1, and its length.
    place: tuple[int, int] = (1, 4)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        sql, params = compiler.compile(self.lhs)
        # Without parameters, so that SQLite finds the index of this expression.
        return f"CAST(SUBSTR({sql}, {self.place[0]}, {self.place[1]}) AS integer)", params


class FastExtractMonth(ExtractMonth):
    """The month of a date, as fast."""

    place = (6, 2)
    as_sqlite = FastExtractYear.as_sqlite

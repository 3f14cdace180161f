"""The condition under which the public may see a record."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, DateTimeField, Func, Value


class IsVisible(Func):
    """Published, gone live and not expired at a moment, and available in one of ``languages``.

    One expression instead of seven lookups: most queries of public pages have it, and building the lookups
    took a third of the time of each.
    """

    output_field: Any = BooleanField()
    template = (
        "(({available}) AND ({live} IS NULL OR {live} <= {at}) AND ({expires} IS NULL OR {expires} > {at})"
        " AND {state} = {published})"
    )

    def __init__(self, languages: Sequence[str], at: datetime.datetime, published: str) -> None:
        columns = ("go_live_at", "expires_at", "state", *(f"available_{code}" for code in languages))
        super().__init__(Value(at, DateTimeField()), Value(published), *columns)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        (at, moment), (published, state_published) = compiled[:2]
        live, expires, state, *available = (sql for sql, _params in compiled[2:])
        sql = self.template.format(
            available=" OR ".join(available),
            live=live,
            expires=expires,
            state=state,
            at=at,
            published=published,
        )
        return sql, [*moment, *moment, *state_published]

"""When pages change by themselves: at going live, expiry, a planned draft, and midnight in Seoul."""

import datetime
from collections.abc import Callable, Iterator

from django.db import models
from django.db.models import Min, Value
from django.utils import timezone

from seoulsolution.content.dates import midnight
from seoulsolution.content.models import Content, State
from seoulsolution.content.syndication.kinds import all_kinds

#: Given a moment, returns the rows whose column (its name) holds later ones, or what is overdue.
Ahead = Callable[[datetime.datetime], tuple[models.QuerySet, str]]
_more: list[Ahead] = []


def also(ahead: Ahead) -> Ahead:
    """Register a function that knows of moments besides those of the content (a decorator)."""
    _more.append(ahead)
    return ahead


def next_moment(now: datetime.datetime) -> datetime.datetime:
    """Return the first moment after ``now`` at which a page may change though nobody changes anything.

    It is not after ``now`` while something is overdue. One query.
    """
    first, *others = (
        # The group of a constant is all rows; an aggregate() could not be part of a union.
        rows.order_by().annotate(_all=Value(1)).values("_all").annotate(_at=Min(column)).values_list("_at")
        for rows, column in _ahead(now)
    )
    found = [moment for (moment,) in first.union(*others, all=True) if moment]
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    return min([midnight(tomorrow), *found])


def _ahead(now: datetime.datetime) -> Iterator[tuple[models.QuerySet, str]]:
    for kind in all_kinds():
        if issubclass(kind.model, Content):
            for column in ("go_live_at", "expires_at"):
                published = kind.model._default_manager.filter(state=State.PUBLISHED)
                yield published.filter(**{f"{column}__gt": now}), column
    yield from (ahead(now) for ahead in _more)

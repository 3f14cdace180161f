"""Filters of the API, named like the filters of the lists; each value is checked before it is used."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from seoulsolution.content.lists.years import NO_YEAR, UNDATED_VALUE, in_year, parse_year


class BadParameterError(ValueError):
    """A query parameter that cannot be understood; the message is a sentence for the caller."""


@dataclass(frozen=True)
class ByChoice:
    """Keep the records of a choice; ``condition`` returns the Q (default: by the field ``name``)."""

    name: str
    choices: tuple[str, ...]
    meaning: str | Promise
    condition: Callable[[str], Q] | None = None

    def narrow(self, records: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value not in self.choices:
            raise BadParameterError(f"{self.name} is one of: {', '.join(self.choices)}.")
        return records.filter(self.condition(value) if self.condition else Q(**{self.name: value}))

    @property
    def example(self) -> str:
        return self.choices[0]


@dataclass(frozen=True)
class ByYear:
    """Keep the records of a year. ``date_field`` holds a date, or else ``year_field`` the year itself."""

    meaning: str | Promise
    date_field: str = ""
    year_field: str = ""
    name: str = "year"
    example: str = "2021"

    def narrow(self, records: QuerySet[Any], value: str) -> QuerySet[Any]:
        year = parse_year(value)
        if year is None or (year == NO_YEAR and not self.date_field):
            also = f" or {UNDATED_VALUE}" if self.date_field else ""
            raise BadParameterError(f"{self.name} is a year of four digits{also}.")
        return records.filter(in_year(year, self.date_field, self.year_field))


@dataclass(frozen=True)
class ByTopic:
    """Keep the records of the topic with this slug, which something public has. One extra query."""

    topics: Any
    meaning: str | Promise
    name: str = "topic"
    example: str = "environment"

    def narrow(self, records: QuerySet[Any], value: str) -> QuerySet[Any]:
        known = re.fullmatch(r"[-\w]{1,50}", value, re.ASCII) and self.topics.objects.visible().filter(
            slug=value
        )
        if not known or not known.exists():
            raise BadParameterError(f"There is no {self.name} of this name; /api/topics/ lists them.")
        return records.filter(topics__slug=value)


Filter = ByChoice | ByYear | ByTopic

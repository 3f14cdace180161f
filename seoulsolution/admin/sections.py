"""Sections of the admin's first page: lists of what a person has to do, or wants to know of.

A room registers a function in its ``AppConfig.ready()``. It gets the admins of the kinds of content that the
person may see, names nothing of other kinds, and asks a number of queries that depends on these alone.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.http import HttpRequest

from seoulsolution.admin.columns import title_in_interface
from seoulsolution.admin.urls import form_url

#: So many rows are shown of each.
ROWS = 8


@dataclass(frozen=True)
class Row:
    """A line of a section. ``time`` is a date where the hour means nothing."""

    title: str
    url: str
    kind: str = ""
    what: str = ""
    time: datetime.datetime | datetime.date | None = None

    @property
    def has_hour(self) -> bool:
        return isinstance(self.time, datetime.datetime)

    @classmethod
    def of(cls, record: Model, time: datetime.date, what: str = "") -> "Row":
        """Return the row of a record, which leads to its form."""
        return cls(title_in_interface(record), form_url(record), record._meta.verbose_name, what, time)


@dataclass(frozen=True)
class Section:
    """A list with a heading. Without rows it is not shown, unless ``empty`` says what that means.

    ``url`` and ``link`` are the address of the whole list and what the link to it says. ``name`` is part of
    the id of the heading.
    """

    name: str
    title: str
    rows: list[Row]
    url: str = ""
    link: str = ""
    empty: str = ""


Build = Callable[[HttpRequest, list[ModelAdmin]], Iterable[Section]]
_registered: list[Build] = []


def register(build: Build) -> None:
    _registered.append(build)


def get_sections(request: HttpRequest, admins: list[ModelAdmin]) -> list[Section]:
    """Return the sections to show, in the order of registration."""
    sections = (section for build in _registered for section in build(request, admins))
    return [section for section in sections if section.rows or section.empty]

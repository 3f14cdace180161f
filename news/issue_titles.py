"""Titles of newsletter issues that name their number and month, as "2021 November (No.201)" does."""

import re

from django.utils.dates import MONTHS
from django.utils.translation import override


def renewed(title: str, before: tuple[int, int, int], after: tuple[int, int, int]) -> str:
    """Return ``title`` with the (number, year, month) of another issue, where it has those of its own."""
    for old, new in zip(_forms(*before), _forms(*after), strict=True):
        title = re.sub(rf"(?<!\d){re.escape(old)}(?!\d)", new, title)
    return title


def _forms(number: int, year: int, month: int) -> list[str]:
    with override("en"):
        name = str(MONTHS[month])
    numbers = [f"No.{number}", f"No. {number}", f"{number}호"]
    return [*numbers, f"{year} {name}", f"{name} {year}", f"{year}년 {month}월", f"{year}. {month}."]

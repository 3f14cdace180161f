"""What speaks for a page being of a frame."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """Whether a page is of a frame, and what was found of what was looked for."""

    matches: bool
    found: str

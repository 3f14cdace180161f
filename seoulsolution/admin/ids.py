"""Ids and other whole numbers as browsers send them."""

#: Every database has room for a number of so many digits.
MOST_DIGITS = 18


def to_id(sent: str) -> int:
    """Return the number that was sent; 0, the id of no record, for what is none."""
    return int(sent) if sent.isdecimal() and len(sent) <= MOST_DIGITS else 0

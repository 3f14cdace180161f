"""Years as filters take them."""

import pytest

from seoulsolution.content.lists.years import parse_year, year_choice


@pytest.mark.parametrize(
    ("value", "year"),
    [("2023", 2023), ("0203", 203), ("9999", 9999), ("undated", 0), ("0001", None), ("0000", None)]
    + [(value, None) for value in ("", "0", "203", "20231", "-203", "2023\n", "٢٠٢٣", "none")],
)
def test_a_year_has_four_digits_or_is_undated(value, year):
    assert parse_year(value) == year


@pytest.mark.parametrize(
    ("year", "choice"),
    [(2023, ("2023", "2023")), (203, ("0203", "203"))]
    + [(year, ("undated", "Date not recorded")) for year in (0, 1)],
)
def test_what_is_offered_is_understood(year, choice):
    assert year_choice(year) == choice
    assert parse_year(choice[0]) == year or choice[0] == "undated"

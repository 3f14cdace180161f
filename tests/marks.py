"""Marks that tests are given by their parameters."""

import pytest


def on_one_database(values, but=()):
    """Return parameters of which PostgreSQL's suite runs those of ``but`` alone.

    For users and roles: rights are decided in Python, of the same rows whoever asks, so that a few of them
    make the statements of all. For languages, whose statements differ in the names of columns.
    """
    return [pytest.param(one, marks=() if one in but else pytest.mark.one_database) for one in values]


#: For a test of both. Records of either kind are rows of the same tables, which the same statements read and
#: write, and most other tests make theirs: so PostgreSQL's suite tries the imported ones.
MADE_AND_IMPORTED = on_one_database(("made", "imported"), but=("imported",))

#: For tests of what a form refuses, a value or a file, which Python does before anything is saved.
REFUSED_BY_A_FORM = pytest.mark.one_database

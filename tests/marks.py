"""Marks that tests are given by their parameters."""

import pytest


def on_one_database(values, but=()):
    """Return parameters of which PostgreSQL's suite runs those of ``but`` alone.

    For users and roles: rights are decided in Python, of the same rows whoever asks, so that a few of them
    make the statements of all.
    """
    return [pytest.param(one, marks=() if one in but else pytest.mark.one_database) for one in values]

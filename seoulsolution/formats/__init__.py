"""Dates as each language writes them. What people type is read by ``content.dates``."""

#: What forms show.
DATE_INPUT_FORMATS = ["%Y-%m-%d"]

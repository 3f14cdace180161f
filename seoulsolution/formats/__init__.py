"""Dates as each language writes them, on pages and in inputs.

What people type is read by ``content.dates``. The calendar of the admin writes as inputs do with the help of
static/admin-site/dates.js.
"""

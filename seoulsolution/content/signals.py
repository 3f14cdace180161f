"""Signals that the rooms above follow."""

from django.dispatch import Signal

#: Sent when ``flush`` has emptied the tables that Django knows, before any app saves records again.
flushed = Signal()

"""Whole pages, kept until anything that readers can see changes.

The database counts the changes (``version``, by ``triggers``). The ``middleware`` looks at that number before
anything else and gives out a page that was made under the same number, unless a moment has passed at which
pages change by themselves (``moments``, ``editions``). Pages are kept in the process or in Redis
(``stores``).
"""

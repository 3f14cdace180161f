"""Open data: every public record and list as JSON, every list as CSV; read-only, without sessions.

``fields`` and ``filters`` say what a kind has and how it narrows, ``resources`` keeps what the apps
register in their own ``opendata.py``, ``views`` answers. The page at ``/en/open-data/`` is written from the
same descriptions.
"""

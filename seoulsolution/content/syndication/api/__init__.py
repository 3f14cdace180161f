"""Open data: every public record and list as JSON, every list as CSV; read-only, without sessions.

``fields`` and ``filters`` are what the apps describe their kinds with (``kinds.py``), ``resources`` reads the
records by them, ``views`` answers. The page at ``/en/open-data/`` is rendered from the same descriptions.
"""

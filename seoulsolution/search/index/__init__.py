"""What is searched: tokens of the visible texts, kept in step with the records."""

from seoulsolution.search.index.entries import refresh

__all__ = ["refresh"]

"""Parsers for parts of pages that several formats share: bodies, lists, notices, newsletters."""

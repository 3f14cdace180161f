"""Parts of pages that several formats share: bodies, lists, notices, newsletters."""

"""The database and the uploads of a site, copied while it is used, and put back."""


class BackupError(Exception):
    """A backup cannot be made or put back; the text says why, as a sentence for operators."""

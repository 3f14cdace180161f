"""Why a file is refused. The messages are shown to the operator."""


class Refused(Exception):  # noqa: N818 - a decision about the input, not a fault of the program
    """The file's contents are not acceptable; the message says why, with a position where there is one."""

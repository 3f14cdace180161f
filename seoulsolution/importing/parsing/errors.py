"""Why something cannot be imported, said in a sentence for the person at the terminal."""


class Refused(Exception):  # noqa: N818 - a decision about the input, not a fault of the program
    """The file is not imported; the message is the reason, with a position where there is one."""


class Unreadable(Exception):  # noqa: N818
    """The file cannot be read; the message is the system's reason."""

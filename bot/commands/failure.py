"""How a command says that it could not do what was asked."""


class Failed(Exception):  # noqa: N818 - told to a person, in one line
    """A refused or failed action; the message is one clear line."""

"""The one error that is written for the user."""


class TroughlineError(Exception):
    """A problem the user can act on: says what was found, where, what was expected and what to do.

    Shown as its message alone, without a traceback. Anything else that is raised is a defect.
    """

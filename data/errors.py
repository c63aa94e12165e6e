"""The one error that is written for the user."""

from __future__ import annotations

from data.texts.system import OTHERWISE, WHY


class TroughlineError(Exception):
    """A problem the user can act on: says what was found, where, what was expected and what to do.

    Shown as its message alone, without a traceback. Anything else that is raised is a defect.
    """


def why(error: OSError) -> str:
    """What keeps a file from being read or written, as part of a sentence."""
    return WHY.get(error.errno or 0) or OTHERWISE.format(words=error.strerror or error)

"""What became of every row of a file: the balanced account that the command, the page and the store share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from data.importing.raw import Problem

OUTCOMES = ("stored", "duplicate", "superseding", "set_aside", "rejected", "not_monitored")


@dataclass
class Account:
    """rows = stored + duplicate + superseding + set_aside + rejected + not_monitored, always."""

    file: str
    kind: str | None = None
    import_id: int | None = None
    rows: int = 0
    stored: int = 0
    duplicate: int = 0
    superseding: int = 0
    set_aside: int = 0
    rejected: int = 0
    not_monitored: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    new_patients: list[str] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    not_monitored_tests: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    patients: list[str] = field(default_factory=list)
    """Ids whose record this file changed."""
    notes: list[str] = field(default_factory=list)
    """How two readings were settled, which encoding was found, and the like."""
    refused: str | None = None
    """Why nothing of the file was stored."""
    form: str = ""
    """HL7 v2 or FHIR R4; '' of tables."""

    def counts(self) -> dict[str, int]:
        """rows and the six outcomes by name."""
        return {name: getattr(self, name) for name in ("rows", *OUTCOMES)}

    @property
    def kinds(self) -> list[str]:
        """The kinds of a file that may hold several."""
        return self.kind.split("+") if self.kind else []

    def count(self, outcomes: Mapping[str, int]) -> None:
        """Add rows by outcome."""
        for outcome, number in outcomes.items():
            setattr(self, outcome, getattr(self, outcome) + number)
            self.rows += number

    def to_dict(self) -> dict[str, Any]:
        """The object that `troughline import --json` prints for this file."""
        answer = {name: value for name, value in asdict(self).items() if name not in ("patients", "form")}
        if self.refused is None:
            del answer["refused"]
        return answer


@dataclass
class Preview:
    """How a file would be read, for confirmation before anything is stored."""

    account: Account
    """Of a dry run; refused when a question is open."""
    kind: str | None
    layout: str
    """native, long, wide or '' when not recognised."""
    header: list[str]
    mapping: dict[str, str]
    """field -> header"""
    fields: list[str]
    """Every field that a column can be mapped to."""
    sample: list[dict[str, str]]
    """The first five rows, header -> text."""
    questions: list[Question] = field(default_factory=list)
    remembered: bool = False
    """The mapping was confirmed before for a file with this header."""
    sheet: str = ""
    """Whose header this is, where a workbook has several."""
    missing: tuple[str, ...] = ()
    """Fields of a laboratory file that no column was recognised as."""


@dataclass(frozen=True)
class Question:
    """Two readings are possible; option (an import_file keyword) with one of choices settles it."""

    option: str
    choices: tuple[str, ...]
    text: str
    column: str = ""
    example: str = ""
    """The value that can be read twice."""

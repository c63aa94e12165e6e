"""What the text of an imaging event says of a finding: named, denied, or not mentioned. The text itself is always shown."""

from __future__ import annotations

import re
from typing import Any

from analytics.reaction import Answer

MARROW_OEDEMA = re.compile(r"marrow[^.;,]{0,20}o?edema|o?edema[^.;,]{0,20}marrow", re.IGNORECASE)
FRACTURE = re.compile(r"fractur", re.IGNORECASE)
INSUFFICIENCY_FRACTURE = re.compile(r"(stress|insufficiency) fracture", re.IGNORECASE)
OSTEONECROSIS = re.compile(r"osteonecrosis|avascular|aseptic necrosis", re.IGNORECASE)
MRI = re.compile(r"\bMRI?\b|magnetic resonance|\bMRT\b")
# a denial does not reach over a comma: read wrongly, a finding is shown rather than lost
_DENIED = re.compile(r"\b(no|not|without|negative for)\b[^.;,]{0,40}$", re.IGNORECASE)


def text_of(event: dict[Any, Any]) -> str:
    """Title and detail of an event."""
    return ": ".join(
        str(event[part]) for part in ("title", "detail") if isinstance(event[part], str) and event[part]
    )


def says(text: str, finding: re.Pattern[str]) -> Answer:
    """yes when the finding is named at least once without a denial, no when it is only denied, else unknown."""
    named = [not _DENIED.search(text[: found.start()]) for found in finding.finditer(text)]
    return "yes" if any(named) else "no" if named else "unknown"

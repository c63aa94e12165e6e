"""The rules as documents: each SQL file begins with a header that a clinician can read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analytics.texts import asking as texts
from data.errors import TroughlineError

# The order of the catalogue: bone pain first, then exposure, mineral, states and data quality.
ORDER = (
    "cips_window",
    "cips_pain_in_window",
    "cips_pain_after_cni_increase",
    "pain_after_exposure_change",
    "cips_alp_raised",
    "cips_pain_beyond_18_months",
    "ca_p_over_70",
    "ca_p_over_55",
    "calciphylaxis_risk",
    "pth_over_4x_uln",
    "hypercalcaemia_severe",
    "hypercalcaemia_with_high_pth",
    "hypercalcaemia_pth_not_raised",
    "phosphorus_very_low",
    "trough_out_of_target",
    "trough_variability_high",
    "trough_due_after_dose_change",
    "creatinine_rise_after_cni_reduction",
    "labs_overdue",
    "product_disagrees",
)
CARDS = ("bone_pain", "exposure", "mineral", "none")
FIELDS = (
    "title",
    "severity",
    "kind",
    "card",
    "sentence",
    "why it matters",
    "source",
    "against",
    "clears",
    "thresholds",
    "without",
    "written",
    "reviewed",
)


@dataclass(frozen=True)
class Rule:
    """One alert rule: its header, and the SQL that answers it."""

    name: str
    title: str
    severity: str
    kind: str
    card: str
    sentence: str
    why_it_matters: str
    source: str
    against: str
    clears: str
    threshold_keys: tuple[str, ...]
    without: str
    written: str
    reviewed: str
    sql: str

    @property
    def worst_severity(self) -> str:
        """The first word of the severity line, such as critical."""
        return self.severity.split(";")[0].strip()

    @property
    def reads(self) -> frozenset[str]:
        """The rules whose answers it reads."""
        return frozenset(re.findall(r"'(\w+)'", self.sql)) & {*ORDER}


@cache
def rules() -> list[Rule]:
    """All rules in catalogue order. Raises TroughlineError naming a file whose header lacks a field."""
    return [_read(name) for name in ORDER]


def rule(name: str) -> Rule:
    """The rule of that name; TroughlineError lists the names there are."""
    for one in rules():
        if one.name == name:
            return one
    raise TroughlineError(texts.NO_RULE.format(name=name, rules=", ".join(ORDER)))


def header(text: str) -> dict[str, str]:
    """The `-- field: value` lines at the top of an SQL file."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        match = re.match(r"-- ([a-z ]+): (.*)", line)
        if match and match.group(1) in FIELDS:
            found[match.group(1)] = match.group(2).strip()
    return found


def _read(name: str) -> Rule:
    text = (files("analytics") / "rules" / f"{name}.sql").read_text(encoding="utf-8")
    fields = header(text)
    absent = [field for field in FIELDS if not fields.get(field)]
    if absent:
        raise TroughlineError(texts.HEADER_LACKS.format(name=name, fields=", ".join(absent)))
    keys = tuple(
        key.strip() for key in fields.pop("thresholds").split(",") if key.strip() not in ("", "none")
    )
    return Rule(
        name=name,
        threshold_keys=keys,
        sql=text,
        **{field.replace(" ", "_"): value for field, value in fields.items()},
    )

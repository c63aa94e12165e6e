"""Every rule for every patient, as `troughline alerts --status all` and `troughline check` would list them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.store import Store
from plain_reference import mineral, troughs
from plain_reference.answers import Verdict
from plain_reference.exposure import Exposure
from plain_reference.pain import Pains
from plain_reference.records import Chart, read_charts

ALERT_COLUMNS = [
    "patient_id", "rule", "severity", "status", "began_on", "latest_on", "ended_on", "symptom", "value", "unit",
    "threshold",
]  # fmt: skip


def verdicts(chart: Chart) -> dict[str, Verdict]:
    """What each of the twenty rules says of one chart."""
    exposure = Exposure(chart)
    pains = Pains(chart, exposure)
    return {
        "cips_window": pains.cips_window(),
        "cips_pain_in_window": pains.cips_pain_in_window(),
        "cips_pain_after_cni_increase": pains.cips_pain_after_cni_increase(),
        "pain_after_exposure_change": pains.pain_after_exposure_change(),
        "cips_alp_raised": pains.cips_alp_raised(),
        "cips_pain_beyond_18_months": pains.cips_pain_beyond_18_months(),
        "ca_p_over_70": mineral.ca_p_over_70(chart),
        "ca_p_over_55": mineral.ca_p_over_55(chart),
        "calciphylaxis_risk": pains.calciphylaxis_risk(),
        "pth_over_4x_uln": mineral.pth_over_4x_uln(chart, exposure, pains.open_on),
        "hypercalcaemia_severe": mineral.hypercalcaemia_severe(chart),
        "hypercalcaemia_with_high_pth": mineral.hypercalcaemia_with_high_pth(chart),
        "hypercalcaemia_pth_not_raised": mineral.hypercalcaemia_pth_not_raised(chart),
        "phosphorus_very_low": mineral.phosphorus_very_low(chart),
        "trough_out_of_target": troughs.trough_out_of_target(chart, exposure),
        "trough_variability_high": troughs.trough_variability_high(chart, exposure),
        "trough_due_after_dose_change": troughs.trough_due_after_dose_change(chart, exposure),
        "creatinine_rise_after_cni_reduction": mineral.creatinine_rise_after_cni_reduction(chart, exposure),
        "labs_overdue": troughs.labs_overdue(chart, exposure),
        "product_disagrees": mineral.product_disagrees(chart),
    }


def reference_alerts(store: Store, as_of: date, known_on: date | None = None) -> pd.DataFrame:
    """All episodes by as_of, sorted by patient_id, rule, began_on; dates as datetime.date, open ones end with None."""
    rows = []
    for patient_id, chart in sorted(read_charts(store, as_of, known_on).items()):
        for _, verdict in sorted(verdicts(chart).items()):
            for e in sorted(verdict.episodes, key=lambda e: e.began_on):
                found = {"patient_id": patient_id, "status": "ended" if e.ended_on else "open"} | vars(e)
                rows.append([found[column] for column in ALERT_COLUMNS])
    return pd.DataFrame(rows, columns=ALERT_COLUMNS)


def reference_answers(store: Store, as_of: date, known_on: date | None = None) -> pd.DataFrame:
    """Fires, clear or cannot_tell of every rule for every patient on a day."""
    rows = [
        (patient_id, rule, verdict.answer)
        for patient_id, chart in sorted(read_charts(store, as_of, known_on).items())
        for rule, verdict in sorted(verdicts(chart).items())
    ]
    return pd.DataFrame(rows, columns=["patient_id", "rule", "answer"])

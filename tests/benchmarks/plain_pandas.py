"""Seven of the twenty rules as a pandas user would write them: whole columns, no loop over patients.

They are the rules on minerals, which need neither doses nor pain. The benchmark checks that they find the very episodes
that ours find on its made-up registry, which has no corrections and no `<` or `>` results: those would cost pandas more.
"""

from __future__ import annotations

import pandas as pd

from data.store import Store

ANALYTES = ("calcium", "phosphorus", "pth", "ca_p_product_reported")
RULES = (
    "ca_p_over_70",
    "ca_p_over_55",
    "phosphorus_very_low",
    "hypercalcaemia_severe",
    "hypercalcaemia_with_high_pth",
    "hypercalcaemia_pth_not_raised",
    "product_disagrees",
)


def pandas_episodes(store: Store, as_of: str) -> pd.DataFrame:
    """patient_id, rule, began_on, ended_on of RULES, sorted."""
    results = store.read(
        "SELECT patient_id, analyte, collected_at, record_id, value, reference_high FROM results"
        f" WHERE analyte IN {ANALYTES} AND collected_at < CAST($as_of AS DATE) + 1",
        {"as_of": as_of},
    )
    of = dict(list(results.groupby("analyte")))
    calcium, phosphorus = of["calcium"], of["phosphorus"]
    product = _products(calcium, phosphorus)
    with_pth = _nearest_pth(calcium, of["pth"])
    raised = with_pth["pth"] > with_pth["pth_limit"]
    known = with_pth["pth"].notna()
    high, higher = with_pth["value"] > 10.2, with_pth["value"] > 10.5
    found = {
        "ca_p_over_70": _episodes(product, product["value"] > 70),
        "ca_p_over_55": _episodes(product, product["value"].between(55, 70, inclusive="right")),
        "phosphorus_very_low": _episodes(phosphorus, phosphorus["value"] < 1.5),
        "hypercalcaemia_severe": _episodes(calcium, calcium["value"] > 12.0),
        "hypercalcaemia_with_high_pth": _episodes(with_pth[~high | known], (high & raised)[~high | known]),
        "hypercalcaemia_pth_not_raised": _episodes(
            with_pth[~higher | known], (higher & ~raised)[~higher | known]
        ),
    }
    if "ca_p_product_reported" in of:
        printed = of["ca_p_product_reported"].assign(day=lambda t: t["collected_at"].dt.normalize())
        ours = product.assign(day=lambda t: t["collected_at"].dt.normalize())[["patient_id", "day", "value"]]
        both = printed.merge(ours, on=["patient_id", "day"], suffixes=("", "_ours"))
        off = (both["value"] - both["value_ours"]).abs() > 0.05 * both["value_ours"]
        found["product_disagrees"] = _episodes(both, off)
    table = pd.concat([rows.assign(rule=rule) for rule, rows in found.items()], ignore_index=True)
    return table[["patient_id", "rule", "began_on", "ended_on"]].sort_values(
        ["patient_id", "rule", "began_on"], ignore_index=True
    )


def _products(calcium: pd.DataFrame, phosphorus: pd.DataFrame) -> pd.DataFrame:
    """The one pair of a day that lies nearest in time."""
    left, right = (rows.assign(day=rows["collected_at"].dt.normalize()) for rows in (calcium, phosphorus))
    pairs = left.merge(right, on=["patient_id", "day"], suffixes=("", "_p"))
    pairs["apart"] = (pairs["collected_at"] - pairs["collected_at_p"]).abs()
    pairs["collected_at"] = pairs[["collected_at", "collected_at_p"]].max(axis=1)
    pairs["value"] = (pairs["value"] * pairs["value_p"]).round(6)
    nearest = pairs.sort_values(["patient_id", "day", "apart", "collected_at", "record_id"])
    return nearest.drop_duplicates(["patient_id", "day"])


def _nearest_pth(calcium: pd.DataFrame, pth: pd.DataFrame) -> pd.DataFrame:
    """Each calcium with the PTH nearest in time, at most 30 days away; of two equally near the earlier."""
    right = pth.sort_values("collected_at")[["patient_id", "collected_at", "value", "reference_high"]]
    right = right.rename(columns={"value": "pth", "reference_high": "pth_limit"}).fillna({"pth_limit": 65.0})
    return pd.merge_asof(
        calcium.sort_values("collected_at"),
        right,
        on="collected_at",
        by="patient_id",
        direction="nearest",
        tolerance=pd.Timedelta(days=30),
    )


def _episodes(rows: pd.DataFrame, fires: pd.Series) -> pd.DataFrame:
    """From the first firing result after a clear one to the first clear one after it."""
    judged = rows[["patient_id", "collected_at", "record_id"]].assign(fires=fires)
    judged = judged.sort_values(["patient_id", "collected_at", "record_id"])
    before = judged.groupby("patient_id")["fires"].shift(fill_value=False)
    judged["on"] = judged["collected_at"].dt.normalize()
    begins, ends = (judged[mask].copy() for mask in (judged["fires"] & ~before, ~judged["fires"] & before))
    for side in (begins, ends):
        side["number"] = side.groupby("patient_id").cumcount()
    both = begins.merge(ends, on=["patient_id", "number"], how="left", suffixes=("", "_end"))
    return both.rename(columns={"on": "began_on", "on_end": "ended_on"})[
        ["patient_id", "began_on", "ended_on"]
    ]

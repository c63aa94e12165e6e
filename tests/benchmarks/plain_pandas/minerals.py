"""The rules on calcium, phosphorus and PTH, which need neither doses nor pain."""

from __future__ import annotations

import pandas as pd

from plain_pandas.records import Records
from plain_pandas.stretches import of_results


def episodes(records: Records) -> dict[str, pd.DataFrame]:
    """The episodes of the eight rules on minerals, by rule."""
    calcium, phosphorus, pth = (records.of(analyte) for analyte in ("calcium", "phosphorus", "pth"))
    product = products(records)
    printed = records.of("ca_p_product_reported").merge(
        product[["patient_id", "taken_on", "value"]], on=["patient_id", "taken_on"], suffixes=("", "_ours")
    )
    percent_off = ((printed["value"] - printed["value_ours"]).abs() / printed["value_ours"] * 100).round(6)
    with_pth = _with_nearest_pth(calcium, pth)
    raised = with_pth["pth"] > with_pth["pth_limit"]
    known = with_pth["pth"].notna()
    high, higher = with_pth["value"] > 10.2, with_pth["value"] > 10.5
    return {
        "ca_p_over_70": of_results(product, product["value"] > 70),
        "ca_p_over_55": of_results(product, product["value"].between(55, 70, inclusive="right")),
        "product_disagrees": of_results(printed, percent_off > 5),
        "phosphorus_very_low": of_results(phosphorus, phosphorus["value"] < 1.5),
        "pth_over_4x_uln": of_results(pth, (pth["value"] / _pth_limit(pth)).round(6) > 4),
        "hypercalcaemia_severe": of_results(calcium, calcium["value"] > 12.0),
        "hypercalcaemia_with_high_pth": of_results(with_pth[~high | known], (high & raised)[~high | known]),
        "hypercalcaemia_pth_not_raised": of_results(
            with_pth[~higher | known], (higher & ~raised)[~higher | known]
        ),
    }


def products(records: Records) -> pd.DataFrame:
    """Calcium times phosphorus: the one pair of a day that lies nearest in time."""
    pairs = records.of("calcium").merge(
        records.of("phosphorus"), on=["patient_id", "taken_on"], suffixes=("", "_p")
    )
    pairs["apart"] = (pairs["collected_at"] - pairs["collected_at_p"]).abs()
    pairs["collected_at"] = pairs[["collected_at", "collected_at_p"]].max(axis=1)
    pairs["value"] = (pairs["value"] * pairs["value_p"]).round(6)
    nearest = pairs.sort_values(["patient_id", "taken_on", "apart", "collected_at", "record_id"])
    return nearest.drop_duplicates(["patient_id", "taken_on"])


def _pth_limit(pth: pd.DataFrame) -> pd.Series:
    """The upper limit that the laboratory sent, else the clinic's."""
    return pth["reference_high"].fillna(65.0)


def _with_nearest_pth(calcium: pd.DataFrame, pth: pd.DataFrame) -> pd.DataFrame:
    """Each calcium with the PTH nearest in time, at most 30 days away; of two equally near the earlier."""
    right = pth.assign(pth=pth["value"], pth_limit=_pth_limit(pth)).sort_values("collected_at")
    return pd.merge_asof(
        calcium.sort_values("collected_at"),
        right[["patient_id", "collected_at", "pth", "pth_limit"]],
        on="collected_at",
        by="patient_id",
        direction="nearest",
        tolerance=pd.Timedelta(days=30),
    )

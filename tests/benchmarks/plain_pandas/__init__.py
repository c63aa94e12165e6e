"""All twenty rules as a pandas user would write them: whole columns, merge_asof and groupby, no loop over patients.

They find the episodes alone (patient_id, rule, began_on, ended_on), without severity, value or sentence, and cover what
the made-up registry of the benchmark holds: one transplant a patient, one CNI that is never stopped, no corrections, no
`<` or `>` results, no specimens, own targets, events or interacting drugs. Those would cost pandas more.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.store import Store
from plain_pandas import doses, levels, minerals, overdue, pains
from plain_pandas.records import read

COLUMNS = ["patient_id", "rule", "began_on", "ended_on"]


def pandas_episodes(store: Store, as_of: date) -> pd.DataFrame:
    """COLUMNS of every episode that began up to as_of, sorted by all of them."""
    records = read(store, as_of)
    found = (
        minerals.episodes(records)
        | levels.episodes(records)
        | pains.episodes(records)
        | {"cips_window": doses.cips_window(records), "labs_overdue": overdue.labs_overdue(records)}
    )
    table = pd.concat([rows.assign(rule=rule) for rule, rows in found.items()], ignore_index=True)
    table["patient_id"] = records.patients[table["patient_id"]]
    return table.sort_values(COLUMNS, ignore_index=True)[COLUMNS]

"""Corrections that wait for a person: the result that they would replace or withdraw still stands, and is marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from data.importing import sql
from data.importing.statuses import RANKS, status_of
from data.store import Store


def corrections_waiting(
    store: Store, patient_ids: Sequence[str] | None = None, known_on: date | None = None
) -> pd.DataFrame:
    """Rows set aside that would take the place of a result on record: set_aside_id, record_id, reported_value,
    reported_unit (of the result that stands), reason. Of these patients, or of everybody; as known on a day.

    A final that was not marked as corrected counts too: it would supersede. A row that says the same does not.
    """
    rows = store.read(
        sql.text("waiting_versions"),
        {"patients": None if patient_ids is None else list(patient_ids), "known_on": known_on},
    )
    texts: Iterable[tuple[str, str, str, str, bool]] = rows[
        ["status_text", "value_text", "status", "reported_value", "is_day_only"]
    ].itertuples(index=False, name=None)
    replaces = [_replaces(*cells) for cells in texts]
    return rows.loc[replaces, ["set_aside_id", "record_id", "reported_value", "reported_unit", "reason"]]


def _replaces(word: str, value: str, standing: str, standing_value: str, is_day_only: bool) -> bool:
    status, _ = status_of(word)
    if status not in RANKS:  # an unknown word may well mean a correction
        return True
    if RANKS[status] == RANKS["corrected"]:
        return True
    if is_day_only:  # finals of one day are several results, none of which corrects another
        return False
    rank, of_standing = RANKS[status], RANKS[standing]
    return rank > of_standing or (rank == of_standing and value.strip() != standing_value)

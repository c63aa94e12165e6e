"""Corrections that give only a day: which result of that day they mean.

A date without time and specimen number does not tell two results of a day apart, so a correction (or withdrawal) takes
the identity of the single result that it can mean; with several, a person decides. Choice: a result of that day with a
time or a specimen number can be meant as well, when it is the only one; otherwise old and corrected value would both stand.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing import sql
from data.importing.desk import Desk

SEVERAL = 20
"""The verdict of labs_verdicts.sql."""


def adopt(desk: Desk, moments: dict[str, pa.Array]) -> None:
    """Give day-only corrections in labs_judged (and in moments, by row) the identity of what they correct, or set them aside."""
    cursor = desk.scratch
    corrections = cursor.execute(sql.text("labs_day_only")).fetchall()
    if not corrections:
        return
    days: dict[tuple[Any, ...], dict[tuple[Any, ...], set[tuple[str, float | None]]]] = defaultdict(dict)
    wanted = {(row[1], row[2], row[3].date()) for row in corrections}
    names = {"patient_id": pa.string(), "analyte": pa.string(), "day": pa.date32()}
    columns = zip(*sorted(wanted), strict=True)
    table = pa.table({n: pa.array(list(c), t) for (n, t), c in zip(names.items(), columns, strict=True)})
    found = []
    for place, name in ((desk.record, "results"), (desk.scratch, "judged")):
        place.register("wanted", table)
        found += place.execute(sql.text(f"labs_day_{name}")).fetchall()
        place.unregister("wanted")
    for patient_id, analyte, *identity, comparator, value in sorted(found, key=repr):
        day = (patient_id, analyte, identity[0].date())
        days[day].setdefault(tuple(identity), set()).add((comparator, value))
    answers = []
    for seq, patient_id, analyte, collected_at, _, withdraws, comparator, value, day_value in corrections:
        results = days.get((patient_id, analyte, collected_at.date()), {})
        own = (collected_at, None, False, None, day_value)
        meant = _meant(results, own, (comparator, value), withdraws)
        if meant is None:
            answers.append((seq, patient_id, analyte, *own, SEVERAL))
        else:
            answers.append((seq, patient_id, analyte, *meant, 0))
    fields = (
        "seq",
        "patient_id",
        "analyte",
        "collected_at",
        "collected_utc",
        "has_time",
        "specimen_id",
        "day_value",
        "verdict",
    )
    moment, text = pa.timestamp("us"), pa.string()
    types = (pa.int64(), text, text, moment, moment, pa.bool_(), text, text, pa.int8())
    cells = zip(*answers, strict=True)
    table = pa.table({n: pa.array(list(c), t) for n, c, t in zip(fields, cells, types, strict=True)})
    cursor.register("labs_adopted", table)
    cursor.execute(sql.text("labs_adopt"))
    cursor.unregister("labs_adopted")
    chosen = np.zeros(len(moments["collected_at"]), dtype=bool)
    chosen[table["seq"].to_numpy()] = True
    for name in ("collected_at", "collected_utc", "has_time"):
        moments[name] = pc.replace_with_mask(moments[name], pa.array(chosen), table[name].combine_chunks())


def _meant(
    results: dict[tuple[Any, ...], set[tuple[str, float | None]]],
    own: tuple[Any, ...],
    reading: tuple[str, float | None],
    withdraws: bool,
) -> tuple[Any, ...] | None:
    """The identity that a correction means; its own when there is nothing to correct; None when several fit."""
    if not results:
        return own
    if own in results or len(results) == 1:
        return own if own in results else next(iter(results))
    fitting = [identity for identity, readings in results.items() if reading in readings]
    return fitting[0] if len(fitting) == 1 and (withdraws or reading[1] is not None) else None

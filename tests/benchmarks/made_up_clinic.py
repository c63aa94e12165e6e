"""A large clinic of made-up numbers, for the benchmarks of the pages."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path


def large(path: Path, patients: int = 2000, results: int = 200) -> None:
    """A store of made-up numbers: every patient with one transplant, one CNI, five analytes on forty days."""
    from data.store import Store

    last = date(2026, 6, 30)
    with (
        Store.open(path, time_zone="UTC") as store,
        store.transaction("benchmark", "made-up numbers") as cursor,
    ):
        cursor.execute(
            "INSERT INTO clinic VALUES ('simulated', 'true'), ('last_day', $day)", {"day": last.isoformat()}
        )
        cursor.execute(
            "INSERT INTO imports VALUES (1, 'labs', 'demo', 'x', 'x', now()::TIMESTAMP, $day, 'benchmark', true, NULL, NULL)",
            {"day": last},
        )
        bound = {"n": patients, "day": last, "per": results // 5, "start": last - timedelta(days=900)}
        for statement in _LARGE.split(";"):
            if statement.strip():
                cursor.execute(statement, {k: v for k, v in bound.items() if f"${k}" in statement})


_LARGE = """
INSERT INTO patients BY NAME SELECT nextval('record_ids') AS record_id, 1 AS import_id, $start AS known_on,
    printf('B-%05d', p) AS patient_id, 'Patient ' || p AS name, 'female' AS sex, 'Clinic ' || (p % 3) AS clinic FROM range($n) r(p);
INSERT INTO transplants BY NAME SELECT nextval('record_ids') AS record_id, 1 AS import_id, $start AS known_on,
    printf('B-%05d', p) AS patient_id, $day - CAST(30 + (p * 37) % 1500 AS INTEGER) AS transplanted_on, 'kidney' AS organ, 1 AS graft_number
    FROM range($n) r(p);
INSERT INTO doses BY NAME SELECT nextval('record_ids') AS record_id, 1 AS import_id, $start AS known_on,
    printf('B-%05d', p) AS patient_id, 'tacrolimus' AS drug, 'immediate_release' AS formulation,
    $day - CAST(30 + (p * 37) % 1500 AS INTEGER) + CAST(k * 29 AS INTEGER) AS started_on, 1.0 + ((p + k * 3) % 5) * 0.5 AS dose_mg,
    14.0 AS doses_per_week, 'twice_daily' AS frequency FROM range($n) r(p), range(4) s(k)
    WHERE k * 29 < 30 + (p * 37) % 1500;
INSERT INTO results BY NAME SELECT nextval('record_ids') AS record_id, 1 AS import_id, CAST(drawn AS DATE) AS known_on, patient_id, analyte,
    drawn AS collected_at, true AS has_time, patient_id || '-' || k AS specimen_id, '' AS comparator, round(base * (0.75 + 0.5 * (hash(patient_id, k, analyte) % 1000) / 1000.0), 2) AS value,
    high AS reference_high, '' AS reported_value, unit AS reported_unit, 'final' AS status
    FROM (SELECT printf('B-%05d', p) AS patient_id, k, CAST($day - CAST(1 + k * (30 + (p * 37) % 1500) // $per AS INTEGER) AS TIMESTAMP) + INTERVAL 8 HOUR AS drawn
        FROM range($n) r(p), range($per) s(k)),
    (VALUES ('tacrolimus', 7.0, NULL, 'ng/mL'), ('calcium', 9.6, 10.2, 'mg/dL'), ('phosphorus', 3.4, 4.5, 'mg/dL'), ('pth', 90.0, 65.0, 'pg/mL'), ('alp', 95.0, 130.0, 'U/L')) a(analyte, base, high, unit)
    ORDER BY patient_id, analyte, drawn
"""

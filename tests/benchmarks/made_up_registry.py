"""A made-up registry for the benchmarks: as many patients as asked for, calm but for one in fifty, with whom every rule fires."""

from __future__ import annotations

from datetime import date

from data.store import Store

AS_OF = date(2025, 6, 30)
EVENTFUL = 50  # one patient in so many
TRANSPLANTED_ON = "DATE '2023-01-01' + CAST(hash(i) % 700 AS INTEGER)"
PATIENT = "'P' || lpad(CAST(i AS VARCHAR), 7, '0')"
RECORD = f"1 AS import_id, DATE '2023-01-01' AS known_on, {PATIENT} AS patient_id"

TRANSPLANTS = (
    f"SELECT i AS record_id, {RECORD}, {TRANSPLANTED_ON} AS transplanted_on FROM range($patients) t(i)"
)

DOSES = f"""
SELECT i * 3 + k AS record_id, {RECORD}, 'tacrolimus' AS drug, 'immediate_release' AS formulation,
    {TRANSPLANTED_ON} + CAST(k * 40 AS INTEGER) AS started_on,
    1.0 + (hash(i * 7 + k) % 4) * 0.5 AS dose_mg, 14.0 AS doses_per_week
FROM range($patients) t(i), range(3) u(k)"""

# One patient in ten has pain. The eventful ones have it earlier, twice asked again (worse by then) and some see it go;
# some have skin lesions, half of them not scored.
SYMPTOMS = f"""
WITH sick AS (
    SELECT *, CASE hash(i) % 3 WHEN 0 THEN 'foot' WHEN 1 THEN 'knee' ELSE 'back' END AS site,
        {TRANSPLANTED_ON} + CAST(CASE WHEN i % $eventful <> 0 OR i % 3 = 0 THEN 60 WHEN i % 3 = 1 THEN 45 ELSE 8 END AS INTEGER) AS onset_on
    FROM range($patients) t(i) WHERE i % 10 = 0)
SELECT i AS record_id, {RECORD}, 'pain' AS symptom, site, onset_on, 5.0 AS severity, 'both' AS side,
    NULL AS recorded_on, NULL AS resolved_on FROM sick
UNION ALL BY NAME
SELECT $patients * (1 + k) + i AS record_id, {RECORD}, 'pain' AS symptom, site, onset_on, 7.0 AS severity, 'both' AS side,
    onset_on + [24, 560][k + 1] AS recorded_on, CASE WHEN k = 1 AND i % 4 = 0 THEN onset_on + 600 END AS resolved_on
FROM sick, range(2) u(k) WHERE i % $eventful = 0
UNION ALL BY NAME
SELECT $patients * 3 + i AS record_id, {RECORD}, 'skin_ulcer' AS symptom, 'foot' AS site, onset_on + 10 AS onset_on,
    CASE WHEN i % 4 = 0 THEN 5.0 END AS severity FROM sick WHERE i % $eventful = 0 AND (i // $eventful) % 4 <> 1"""

# Ten results every 30 days, three of them on day 12. The values of the eventful swing between lowest and highest times
# the usual, and those of every other one of them begin 60 days later. One calm patient in fifty has a printed product.
RESULTS = f"""
SELECT i * $each + k AS record_id, {RECORD}, true AS has_time, '' AS comparator,
    ['tacrolimus', 'calcium', 'phosphorus', 'pth', 'alp', 'creatinine', 'albumin', 'tacrolimus', 'calcium',
     'phosphorus'][CAST(k % 10 AS INTEGER) + 1] AS analyte,
    CAST({TRANSPLANTED_ON} + CAST((k // 10) * 30 + (k % 10) // 7 * 12 + CASE WHEN i % (2 * $eventful) = 0 THEN 60 ELSE 0 END
        AS INTEGER) AS TIMESTAMP) + INTERVAL 8 HOUR AS collected_at,
    round([7.0, 9.5, 3.4, 55.0, 90.0, 1.4, 3.9, 7.0, 9.5, 3.4][CAST(k % 10 AS INTEGER) + 1]
        * CASE WHEN i % $eventful = 0 THEN [0.3, 0.6, 0.4, 0.5, 0.5, 0.7, 0.6, 0.3, 0.6, 0.4][CAST(k % 10 AS INTEGER) + 1]
            + [2.9, 0.9, 2.6, 5.5, 2.0, 1.3, 0.5, 2.9, 0.9, 2.6][CAST(k % 10 AS INTEGER) + 1] * (hash(i * 1000 + k) % 300) / 300.0
          ELSE 0.85 + (hash(i * 1000 + k) % 300) / 1000.0 END, 2) AS value,
    CASE k % 10 WHEN 3 THEN 65.0 WHEN 4 THEN 130.0 END AS reference_high, '' AS reported_value, '' AS reported_unit, 'final' AS status
FROM range($patients) t(i), range($each) u(k)
UNION ALL BY NAME
SELECT $patients * $each + i * $each + k AS record_id, {RECORD}, true AS has_time, '' AS comparator, 'ca_p_product_reported' AS analyte,
    CAST({TRANSPLANTED_ON} + CAST(k * 30 + 12 AS INTEGER) AS TIMESTAMP) + INTERVAL 8 HOUR AS collected_at, 32.3 AS value,
    '' AS reported_value, '' AS reported_unit, 'final' AS status
FROM range($patients) t(i), range($each // 10) u(k) WHERE i % $eventful = 1
ORDER BY patient_id, collected_at"""


def fill(store: Store, patients: int, each: int) -> None:
    """Patients with a transplant, three tacrolimus doses, some pain, and about `each` results, sorted by patient."""
    numbers = {"patients": patients, "each": each, "eventful": EVENTFUL}
    with store.transaction("benchmark", "made-up registry") as cursor:
        cursor.execute(
            "INSERT INTO imports (import_id, kind, source, imported_at, imported_on, imported_by, backfill)"
            " VALUES (1, 'labs', 'file', '2025-06-30', '2025-06-30', 'benchmark', true)"
        )
        for table, rows in {
            "transplants": TRANSPLANTS,
            "doses": DOSES,
            "symptoms": SYMPTOMS,
            "results": RESULTS,
        }.items():
            named = {name: number for name, number in numbers.items() if f"${name}" in rows}
            cursor.execute(f"INSERT INTO {table} BY NAME {rows}", named)

"""Words of dose changes, of the lag between a change and a pain, and of levels over a stretch of days."""

NO_MEASURE = "No measure is called {name!r}. The measures are: {measures}."
UNKNOWN = "?"
DOSE = "{drug} {before} → {after} mg/day"
STARTED, STOPPED, STOPPED_AT = "{drug} started", "{drug} stopped", "{drug} stopped (was {dose} mg/day)"
BEGUN = {"start": "{drug} started", "restart": "{drug} restarted", "switch": "{drug} switched to"}
BEGUN_AT, BEGUN_UNKNOWN = "{change}, {dose} mg/day", "{change}, dose unknown"
FORMULATION, FORMULATION_UNKNOWN = "{drug} {forms}, {before} → {after} mg/day", "formulation unknown"
APART = {
    -1: ("{n} day before", "{n} days before"),
    0: ("the same day", "the same day"),
    1: ("{n} day later", "{n} days later"),
}
NO_OVERLAP = "No day inside a CIPS window so far: no chance overlap can be counted."
OVERLAP = (
    "{share:.0%} of this patient's {window_days} days in the window lay within {lag_days} days after a CNI increase anyway: "
    "a short lag alone proves nothing."
)
FEW_VALUES, FEW_LEVELS = (
    "{drug}: not enough data, n {n}, at least {least} wanted",
    "{drug}: not enough data, {n} levels in {days} days",
)
SPREAD, NO_UPPER_BOUND = "{drug}, n {n}, 95 % interval {low} to {high}, last {days} days", "no upper bound"
NO_TARGET = "{drug}: no target on record, {n} levels in {days} days"
IN_TARGET = "{drug}, {days} interpolated days of the last {last}, {n} levels{gaps}"
GAPS = ", {n} gap(s) over {longest} days left out"

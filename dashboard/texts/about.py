"""Texts of the page About."""

TITLE = "About Troughline"
LEAD = (
    "Troughline puts the drug levels, doses, minerals and pain of transplant patients on one time axis and explains "
    "every alert. It is made for review by qualified clinicians."
)
IS = """
- It displays recorded data, and published thresholds with their sources.
- Each alert shows what it fired on: values, units, dates, the arithmetic, the limit and where the limit comes from,
  what speaks against it, what is missing and what would clear it.
- Each limit is a default that the clinic can change; each change is on record.
- The record is append-only: a correction is a new row beside the old one, an undo is a new row too.
- Nothing leaves this machine: the pages make no outside request.
"""
IS_NOT = """
- It does not diagnose. "Compatible with" never means "due to".
- It does not recommend a dose.
- It was not evaluated by a regulator. The deploying organisation determines its regulatory status.
- It does not replace the laboratory's report, the medication list or the clinical record: where Troughline differs from them, they are right.
- "Cannot tell" is an answer. An empty list does not mean that nothing is wrong.
"""
READS = """
| Sign | Means |
| --- | --- |
| ◆ critical | asks for attention first |
| ▲ warning | asks for attention |
| ● watch | a state to keep in mind; puts nobody on the list by itself |
| ○ information | a state |
| ≠ data quality | something for whoever keeps the data |
| ? cannot tell | something is missing; the answer says what |
"""
DOES, DOES_NOT, SIGNS = "What it does", "What it does not", "Signs"
STORE = "This store"
FACTS = "| Fact | Value |"
PROGRAM, FILE, TIME_ZONE, CHANGES, DATA = "Program", "File", "Time zone", "Changes on record", "Data"
A_REGISTRY, KEPT_AT_SITES = "a registry, read only", "kept where the patients are treated"
SIMULATED, THE_SITES, THE_CLINICS, WORKING_COPY = (
    "simulated",
    "the sites' own",
    "the clinic's own",
    "working copy",
)

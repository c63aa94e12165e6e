"""Words of the evidence card: its features, what is found of each, and the other explanations on record."""

NOT_STATED = "not stated"
FEATURES = {
    "on_cni": ("On a calcineurin inhibitor", "not required; glucocorticoids", NOT_STATED),
    "in_window": (
        "Onset inside the window", "first symptoms at a median of 12 months (1-99): overlaps", NOT_STATED,
    ),
    "both_sides": ("Both sides", "usually localised", "asymmetric"),
    "feet_ankles_knees": ("Feet, ankles or knees", "usually hips", "upper limb predominates"),
    "worse_upright": (
        "Worse standing or walking", "also weight-dependent: does not tell them apart", NOT_STATED,
    ),
    "better_at_rest": ("Better at rest or raised", NOT_STATED, NOT_STATED),
    "no_swelling": (
        "No oedema, vasomotor or trophic change", NOT_STATED,
        "oedema, vasomotor instability and trophic change are characteristic",
    ),
    "marrow_oedema": ("Marrow oedema on MRI", "shares some features", "shares some features"),
    "alp_raised": ("Alkaline phosphatase raised", NOT_STATED, NOT_STATED),
    "increase_before": ("CNI increase in the {days} days before", NOT_STATED, NOT_STATED),
    "eased": ("Eased after a CNI reduction", "permanent", NOT_STATED),
}  # fmt: skip
"""Title; osteonecrosis and RSDS as the case report's discussion has them: facts, no general statement is given there."""

NO_DOSES, NOT_RECORDED, NONE_ON_RECORD = "no doses on record", "not recorded", "none on record"
ON_CNI, DOSE, DOSE_UNKNOWN = "{drug} {dose}", "{dose} mg/day", "dose unknown"
NOT_ON_CNI = "not at the onset nor in the {days} days before"
NO_WINDOW = "neither a transplant nor a CNI course on record"
ANCHOR_TRANSPLANT, ANCHOR_CNI = "transplant", "first day of the CNI course"
IN_WINDOW, OUTSIDE = "day {day} after {anchor} {on}: compatible timing", "the onset lies outside"
ONE_SIDE, NO_SIDE = "{side} only", "side not recorded"
LEG = "leg, not specified"
LOOKED_FOR, ONLY_SIGNS, NO_SIGNS = "looked for, none", "only {signs}", "signs not recorded"
MRI_SILENT, NO_MRI = "MRI on record does not say", "no MRI on record"
INCREASED = "{change}, {days} days before"
NO_ALP = "no ALP within 90 days of the onset"
ALP_RAISED, OWN_BASELINE = "{value} U/L, limit {limit}{baseline}", ", own baseline {value}"
ALP_OPEN = "{value} U/L against the limit {limit}{baseline}: cannot be told"
ALP_NORMAL = "{value} U/L; a normal ALP does not exclude CIPS"

PTH_ABOVE, CALCIUM_ABOVE = "PTH above its limit", "Calcium above {limit}"
STEROID, FRACTURE, OSTEONECROSIS = "Steroid change", "Fracture", "Osteonecrosis on imaging"
HIP, INFLAMED = "Hip or groin pain", "Warmth, redness or fever (gout, infection)"
SIROLIMUS = "Sirolimus or everolimus at the onset"
NO_RESULT = "no result within 90 days"
RESULT, RESULTS = "{name} {value} {unit}", {"pth": "PTH", "calcium": "calcium"}
OVER_LIMIT, DEFAULT_LIMIT = "{result}, limit {limit}{default}", " (default limit)"
CHANGED_ON, NO_STEROID = "{change} on {on}", "no steroid on record"
IMAGING_SILENT, NO_IMAGING = "imaging on record does not say", "no imaging on record"
IMAGE_HIP, NO_HIP = "image for osteonecrosis", "not among the sites"
RANGE_CHANGED = "{analyte}: the laboratory's range changed, {end} limit now {limit}"
RANGE_ENDS = {"reference_low": "lower", "reference_high": "upper"}

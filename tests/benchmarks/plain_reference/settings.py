"""The defaults of the clinical definitions, written down a second time on purpose: the reference shares nothing."""

from __future__ import annotations

CNI = ("tacrolimus", "cyclosporine")
LOWER_LIMB = ("foot", "heel", "ankle", "lower_leg", "knee", "thigh", "hip", "leg")
SITES = (*LOWER_LIMB, "back", "hand", "arm", "chest", "abdomen", "breast", "genital", "other")
SKIN = ("skin_plaques", "skin_nodules", "skin_ulcer", "skin_necrosis")

WINDOW_OPENS_DAYS = 21
WINDOW_CLOSES_MONTHS = 14
NEW_COURSE_AFTER_FREE_DAYS = 31
SAME_ROW_WITHIN_DAYS = 7  # start - last day; longer is a restart
PAIN_LAG_DAYS = 14
PAIN_AFTER_CNI_DAYS = 14
MILD_BELOW_SCORE = 4
WORSE_BY_SCORE = 2
LATE_PAIN_MONTHS = 18
LATE_PAIN_RECORD_DAYS = 60

PTH_LIMIT_PG_ML = 65.0
ALP_LIMIT_U_L = 130.0
ALP_OVER_BASELINE = 1.25
ALP_WARNING = 1.5
ALP_BASELINE_DAYS = 180
ALP_BASELINE_UNTIL_DAY = 21

CA_P_CRITICAL = 70.0
CA_P_WATCH = 55.0
PRODUCT_DISAGREES_SHARE = 0.05
PTH_TIMES_LIMIT = 4.0
PTH_EARLY_DAYS = 90
CALCIUM_HIGH_MG_DL = 10.2
CALCIUM_OTHER_CAUSE_MG_DL = 10.5
CALCIUM_SEVERE_MG_DL = 12.0
IONIZED_SEVERE_MG_DL = 6.0
NEAREST_DAYS = 30
PHOSPHORUS_LOW_MG_DL = 1.5
SKIN_LOOKS_DAYS = 90
ALBUMIN_LOW_G_DL = 3.0
SKIN_RISK_FACTORS = (
    "diabetes", "warfarin", "calcium_carbonate", "vitamin_d", "peritoneal_dialysis", "haemodialysis", "obesity",
)  # fmt: skip
SKIN_RISK_DRUGS = (
    "warfarin", "calcium_carbonate", "calcitriol", "cholecalciferol", "colecalciferol", "ergocalciferol",
    "alfacalcidol", "paricalcitol", "calcifediol", "doxercalciferol", "vitamin_d",
)  # fmt: skip

TROUGH_CRITICAL_NG_ML = 20.0
TARGET_FIRST_YEAR = (4.0, 11.0)
TARGET_LATER = (4.0, 8.0)
TARGET_FIRST_MONTHS = 12
BEYOND_HIGH = 1.25
BEYOND_LOW = 0.75
TWICE_DAILY_HOURS = (10.5, 13.5)
ONCE_DAILY_HOURS = (22.0, 26.0)
UNVERIFIED_ARE_TROUGHS = True
STEADY_STATE_DAYS = 3
STEADY_STATE_DAYS_EXTENDED = 7

CV_HIGH_PERCENT = 30.0
CV_TROUGHS = 6
CV_DAYS = 180
CV_FROM_DAY = 90

DUE_FROM_DAY = 3
DUE_FROM_DAY_EXTENDED = 7
DUE_BEGINS_DAY = 11
DUE_INTERACTING_FROM_DAY = 1
DUE_INTERACTING_BEGINS_DAY = 5

CREATININE_RISE = 1.25
CREATININE_DAYS = 90

OVERDUE_DAYS = (  # months since the anchor below -> calcium with phosphorus, CNI level, PTH with ALP
    (3, (14, 14, 100)),
    (12, (45, 45, 190)),
    (10_000, (200, 120, 400)),
)

LOWER = {"critical": "warning", "warning": "watch", "watch": "information"}
RANK = {"critical": 0, "warning": 1, "watch": 2, "information": 3, "data_quality": 4}

"""What monitored tests are called inside a sentence; one that is not here is called by its key, read with spaces."""

ANALYTES = {
    "calcium_corrected": "calcium corrected for albumin",
    "ca_p_product_reported": "Ca × P as printed",
    "pth": "PTH",
    "alp": "ALP",
    "bone_alp": "bone ALP",
    "vitamin_d_25oh": "25-OH vitamin D",
    "crp": "CRP",
    "egfr": "eGFR",
    "das28": "DAS28",
    "ggt": "GGT",
}


def in_words(analyte: str) -> str:
    """`25-OH vitamin D`, `ionized calcium`."""
    return ANALYTES.get(analyte, analyte.replace("_", " "))

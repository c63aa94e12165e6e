"""Who had the CNI cut during a pain that raised a CIPS alert: asked about afterwards, when no alert is open any more."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from analytics.texts import weekly_review as texts

CIPS_PAIN = ("cips_pain_in_window", "cips_pain_after_cni_increase")
CUTS = ("reduction", "stop", "switch")
ASKED_FOR = timedelta(days=90)
"""As long as creatinine_rise_after_cni_reduction looks: cutting the CNI for pain puts the graft at risk."""
ASK_EVERY = timedelta(days=28)


def cut_in_cips_pain(alerts: pd.DataFrame, changes: pd.DataFrame, as_of: date) -> dict[str, date]:
    """The last such cut of each patient in the 90 days up to as_of."""
    since = pd.Timestamp(as_of - ASKED_FOR)
    cuts = changes[(changes["drug_class"] == "cni") & changes["kind"].isin(CUTS)]
    cuts = cuts.assign(changed_on=pd.to_datetime(cuts["changed_on"]))[["patient_id", "changed_on"]]
    pains = alerts.loc[alerts["rule"].isin(CIPS_PAIN), ["patient_id", "began_on", "ended_on"]]
    both = cuts[cuts["changed_on"] >= since].merge(pains, on="patient_id")
    ended = pd.to_datetime(both["ended_on"])
    during = (pd.to_datetime(both["began_on"]) <= both["changed_on"]) & (
        ended.isna() | (ended >= both["changed_on"])
    )
    last = both[during].groupby("patient_id")["changed_on"].max()
    return {str(patient): pd.Timestamp(on).date() for patient, on in last.items()}


def cut_words(cut_on: date, as_of: date) -> str:
    """`Cut five weeks ago in pain compatible with CIPS: ask pain, level, creatinine`."""
    weeks = (as_of - cut_on).days // 7
    said = texts.WEEKS_AGO if weeks > 1 else texts.ONE_WEEK_AGO if weeks else texts.THIS_WEEK
    return texts.CUT.format(when=said.format(n=texts.NUMBERS[weeks]))

"""The SQL rules and the same rules written plainly in pandas find the same episodes, some of every rule."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from made_up_registry import AS_OF, fill
from plain_pandas import COLUMNS, pandas_episodes

from analytics.alerts import evaluate
from analytics.catalogue import rules
from data.store import Store

pytestmark = pytest.mark.all_cores


def test_pandas_finds_the_same_episodes_of_every_rule(clinic_store: Store) -> None:
    fill(clinic_store, 1000, 50)
    ours = evaluate(clinic_store, AS_OF).alerts[COLUMNS].sort_values(COLUMNS, ignore_index=True)
    theirs = pandas_episodes(clinic_store, AS_OF)
    assert set(ours["rule"]) == {rule.name for rule in rules()}
    pd.testing.assert_frame_equal(theirs, ours, check_dtype=False)

"""The rules of the clinic written plainly in Python: slow, readable, and sharing nothing with analytics/.

Used twice: to find where the SQL rules and the definitions disagree, and beside them in the speed benchmark.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from plain_reference.reference import ALERT_COLUMNS, reference_alerts, reference_answers

__all__ = ["ALERT_COLUMNS", "reference_alerts", "reference_answers"]

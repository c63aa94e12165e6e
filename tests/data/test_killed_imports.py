"""Safety check 32: a sample of the kills; the whole series is .ci/long."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path


def test_32_an_import_that_is_killed_leaves_none_or_all_of_its_rows(tmp_path: Path) -> None:
    path = Path(__file__).with_name("kill_imports.py")
    spec = importlib.util.spec_from_file_location("kill_imports", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["kill_imports"] = module
    spec.loader.exec_module(module)
    outcomes, defects = module.run(tmp_path, 5)
    assert defects == []
    assert sum(outcomes.values()) == 5

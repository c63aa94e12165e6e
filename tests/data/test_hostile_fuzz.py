"""Safety check 3: a sample of the mutated files; the whole series is .ci/long."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from data.store import Store


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    path = Path(__file__).with_name("fuzz_files.py")
    spec = importlib.util.spec_from_file_location("fuzz_files", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_files"] = module
    spec.loader.exec_module(module)
    return module


def test_mutants_are_the_same_for_the_same_seed(fuzz: ModuleType) -> None:
    assert list(fuzz.mutants(20)) == list(fuzz.mutants(20))


def test_03_readers_survive_mutants_in_process(fuzz: ModuleType, tmp_path: Path) -> None:
    outcomes, defects, _ = fuzz.run(600, tmp_path, whole_every=10_000, long_every=1_000_000)
    assert defects == []
    assert outcomes["read"] > 100
    assert outcomes["refused"] > 50


def test_03_mutants_as_long_files_in_two_passes(fuzz: ModuleType, tmp_path: Path) -> None:
    outcomes, defects, _ = fuzz.run(200, tmp_path, whole_every=10_000, long_every=5)
    assert defects == []
    assert outcomes["imported, long"] > 5


def test_03_fifty_mutants_through_the_child(fuzz: ModuleType, tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.duckdb", time_zone="Europe/Berlin") as store:
        answers = []
        for number, (name, content) in enumerate(fuzz.mutants(50, seed=7)):
            path = tmp_path / f"mutant{Path(name).suffix}"
            path.write_bytes(content)
            answers.append(fuzz.import_whole(store, path) if number % 5 == 0 else fuzz.read_in_child(path))
    assert set(answers) == {"imported", "read", "refused"}

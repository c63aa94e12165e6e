"""Stores for the tests of pages and commands: one demonstration a run, copied where a test writes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for running.py and drawn_page.py

from running import Command

from dashboard import cli


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration store, built once; never write to it."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    assert cli.main(["demo", "--no-serve", "--store", str(path)]) == 0
    return path


@pytest.fixture
def demo(built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A demonstration store of this test's own, which the pages open."""
    from dashboard import state

    path = tmp_path / "demo.duckdb"
    shutil.copyfile(built_demo, path)
    monkeypatch.setenv("TROUGHLINE_STORE", str(path))
    monkeypatch.delenv("TROUGHLINE_SETTINGS", raising=False)
    yield path
    state.close_store()


@pytest.fixture
def shown_demo(built_demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one demonstration store, for pages that only read: what was evaluated once serves the next test too."""
    monkeypatch.setenv("TROUGHLINE_STORE", str(built_demo))
    monkeypatch.delenv("TROUGHLINE_SETTINGS", raising=False)
    return built_demo


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store without anybody, which the pages open."""
    from dashboard import state

    path = tmp_path / "empty.duckdb"
    monkeypatch.setenv("TROUGHLINE_STORE", str(path))
    monkeypatch.delenv("TROUGHLINE_SETTINGS", raising=False)
    yield path
    state.close_store()


@pytest.fixture
def example() -> Path:
    """The folder of the example files that the Upload page hands out."""
    return Path(str(files("dashboard") / "examples"))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(tmp_path / "clinic.duckdb", capsys)


@pytest.fixture(scope="session")
def one_patient(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the example files, built once; never write to it."""
    path = tmp_path_factory.mktemp("one") / "clinic.duckdb"
    folder = files("dashboard") / "examples"
    for name in ("patients", "transplants", "doses", "labs", "symptoms", "targets", "events"):
        assert cli.main(["import", str(folder / f"{name}.csv"), "--store", str(path)]) == 0
    return path


@pytest.fixture
def filled(run: Command, one_patient: Path) -> Command:
    shutil.copyfile(one_patient, run.store)
    run.store.chmod(0o600)
    run.capsys.readouterr()
    return run


@pytest.fixture
def on_demo(built_demo: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command on the one demonstration store, which shown_demo may have left open for its pages."""
    from dashboard import state

    state.close_store()
    return Command(built_demo, capsys)


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """AppTest leaves the page's script behind as __main__, and a worker that is spawned later would look for its file."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main

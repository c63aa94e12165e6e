"""kill -9 at random moments of a long import. By hand: python tests/data/kill_imports.py --count 100.

Half of the moments lie anywhere in the import, half just after the store's files have begun to grow. After each kill the store opens, holds none or all of the file's rows, has lost no acknowledgement, verifies, and takes the
next file. Every other time only the command is killed and its reader must end by itself.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path

from data import reviewing, verifying
from data.importing.api import import_file
from data.store import Store

SEED = 20260122
ROWS = 200_000
TODAY = date(2026, 2, 1)
HEADER = "patient_id,test,collected_at,value,unit\n"
GONE_S = 60.0
"""So long may a reader take to notice that nobody listens any more, on a busy machine."""
WRITING = 0.3
"""The part of an import from the first byte written to the end of the commit, about."""
_SEEN = reviewing.AlertSeen("P0", "ca_p_over_70", date(2026, 1, 2), "warning")


def rows(first: int, count: int) -> str:
    """So many results, all different."""
    return "".join(
        f"P{n // 600},calcium,2025-{n // 50 % 12 + 1:02d}-{n % 25 + 1:02d}T{n // 25 % 24:02d}:{n % 2}0,{8 + n % 30 / 10},mg/dL\n"
        for n in range(first, first + count)
    )


class Clinic:
    """A store with some results and an acknowledgement, and a long file that is to go into it."""

    def __init__(self, folder: Path, count: int = ROWS) -> None:
        self.folder, self.count = folder, count
        self.file, self.small, self.origin = (
            folder / "long.csv",
            folder / "small.csv",
            folder / "origin.duckdb",
        )
        self.file.write_text(HEADER + "".join(f"L{row}" for row in rows(0, count).splitlines(keepends=True)))
        self.small.write_text(HEADER + "NEXT,calcium,2026-01-05,9.5,mg/dL\n")
        first = folder / "first.csv"
        first.write_text(HEADER + rows(0, 50))
        with Store.open(self.origin, time_zone="Europe/Berlin") as store:
            self.before = import_file(store, first, who="t", today=TODAY).stored
            reviewing.acknowledge(store, _SEEN, who="Dr First", today=TODAY)

    def start(self, name: str) -> tuple[Path, subprocess.Popen[bytes]]:
        """A copy of the store, and the command that imports into it, in a process group of its own."""
        store = self.folder / name / "clinic.duckdb"
        store.parent.mkdir()
        shutil.copyfile(self.origin, store)
        command = [sys.executable, "-m", "dashboard.cli", "import", str(self.file), "--store", str(store)]
        silent = subprocess.DEVNULL
        return store, subprocess.Popen(command, stdout=silent, stderr=silent, start_new_session=True)

    def seconds(self) -> float:
        """How long the import takes when nobody ends it."""
        started = time.monotonic()
        store, command = self.start("whole")
        assert command.wait() == 0
        took = time.monotonic() - started
        assert self.outcome(store) == "all"
        return took

    def kill(self, number: int, moment_s: float, *, writing: bool) -> str:
        """'none' or 'all': what of the file is on record after the kill. Anything else raises.

        moment_s: from the start, or (writing) from when the store's files begin to grow.
        """
        store, command = self.start(f"kill-{number}")
        size = _size(store)
        while writing and command.poll() is None and _size(store) == size:
            time.sleep(0.002)
        with suppress(subprocess.TimeoutExpired):
            command.wait(moment_s)
        with suppress(ProcessLookupError):
            (os.killpg if number % 2 else os.kill)(command.pid, signal.SIGKILL)
        command.wait()
        _until_gone(command.pid)
        return self.outcome(store)

    def outcome(self, path: Path) -> str:
        """'none' or 'all', when the store is whole and works."""
        with Store.open(path) as store:
            found = int(store.value("SELECT count(*) FROM results")) - self.before
            imports = int(store.value("SELECT count(*) FROM imports")) - 1
            assert (found, imports) in ((0, 0), (self.count, 1)), f"{found} rows, {imports} imports"
            assert store.value("SELECT count(*) FROM alert_actions WHERE action = 'acknowledge'") == 1
            problems = verifying.verify(store).problems
            assert not problems, problems
            assert import_file(store, self.small, who="t", today=TODAY).stored == 1
        left = {file.name for file in path.parent.iterdir()} - {path.name}
        assert not left, left
        shutil.rmtree(path.parent)
        return "all" if found else "none"


def _size(store: Path) -> int:
    return sum(file.stat().st_size for file in store.parent.iterdir())


def _until_gone(group: int) -> None:
    """Until no process of the group is left: the reader ends when nobody listens."""
    until = time.monotonic() + GONE_S
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("the reader went on without the command that it reads for")


def run(folder: Path, count: int, seed: int = SEED, size: int = ROWS) -> tuple[Counter[str], list[str]]:
    """(outcomes, defects) of so many kills."""
    clinic, chance = Clinic(folder, size), random.Random(seed)
    whole_s = clinic.seconds()
    outcomes: Counter[str] = Counter()
    defects = []
    for number in range(count):
        writing = number % 4 in (1, 2)
        moment_s = chance.random() * whole_s * (WRITING if writing else 1.1)
        try:
            outcomes[clinic.kill(number, moment_s, writing=writing)] += 1
        except Exception as error:
            defects.append(f"kill {number}, {moment_s:.2f} s, writing {writing}: {error!r}"[:300])
    return outcomes, defects


def main() -> int:
    """Kill, and print what came of it; 1 when there were defects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcomes, defects = run(Path(folder), chosen.count, chosen.seed)
    print(*defects, sep="\n", end="\n" if defects else "")
    print(
        f"{chosen.count} kills in {time.monotonic() - started:.0f} s: {dict(outcomes)}, {len(defects)} defects"
    )
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())

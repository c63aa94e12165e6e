"""Mutated CSV, HL7 and FHIR files from a fixed seed. By hand: python tests/data/fuzz_files.py --count 10000."""

from __future__ import annotations

import argparse
import io
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from data.errors import TroughlineError
from data.importing import api, labs_run, reading, sandbox
from data.importing.account import Account
from data.importing.raw import RawTable
from data.importing.readers import delimited, fhir, hl7, sniffing, text_blocks
from data.importing.readers.collecting import Collector, RefusedError
from data.store import Store

FILES = Path(__file__).parent / "files"
SEED = 20260114
SLOWEST_S = 5.0
"""Of processor time, child included: true on a busy machine too."""
_NATIVE = (
    b"patient_id,test,collected_at,value,unit,reference_low,reference_high,specimen_id,status\n"
    + b"".join(
        b"00%d,tacrolimus,2026-01-%02dT08:30,%d.5,ng/mL,4,11,S%d,final\n" % (i % 3, i % 28 + 1, i % 9, i)
        for i in range(40)
    )
)
_SPECIAL = (
    b'"', b"\x00", b"\r", b"\n", b"\r\n", b",", b";", b"\t", b"|", b"^", b"~", b"\\", b"&", b"{", b"}", b"[", b"]", b":",
    b"\xff", b"\xfe", b"\xef\xbb\xbf", b"\xc3\x28", b"\xed\xa0\x80", b"1e999", b"-1", b"NaN", b"null", b"true", b"9" * 400,
    b"[" * 2000, b'{"a":' * 500, b"\\X" + b"41" * 50 + b"\\", b"MSH|", b"OBX|1|NM|", b"=cmd|' /C calc'!A0", b"<script>",
    b"2026-02-30", b"99999999999999", b"\xe2\x80\xae", b"\x1b[31m", b"0" * 5000, b"'; DROP TABLE results; --",
)  # fmt: skip


def seeds() -> list[tuple[str, bytes]]:
    """(name, content) of the healthy files that the mutants come from."""
    names = (
        "oru_r01_batch.hl7",
        "fhir_bundle.json",
        "fhir_bulk.ndjson",
        "omop_measurement.csv",
        "synthea_observations.csv",
        "sdtm_lb.csv",
    )
    return [("native.csv", _NATIVE), *((name, (FILES / name).read_bytes()) for name in names)]


def mutants(count: int, seed: int = SEED) -> Iterator[tuple[str, bytes]]:
    """count mutated files, the same for the same seed."""
    chance = random.Random(seed)
    healthy = seeds()
    for number in range(count):
        name, content = healthy[number % len(healthy)]
        mutant = bytearray(content)
        for _ in range(chance.choice((1, 1, 2, 4, 16))):
            _mutate(mutant, chance)
        yield name, bytes(mutant)


def _mutate(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content) + 1)
    to = min(len(content), at + chance.choice((1, 4, 40, 400)))
    kind = chance.randrange(8)
    if kind == 0 and content:
        content[at % len(content)] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del content[at:to]
    elif kind == 2:
        content[at:at] = content[at:to]
    elif kind == 3:
        content[at:at] = chance.choice(_SPECIAL)
    elif kind == 4:
        content[at:to] = chance.choice(_SPECIAL)
    elif kind == 5:
        del content[at:]
    elif kind == 6:
        content[at:to] = chance.randbytes(to - at)
    else:
        lines = bytes(content).split(b"\n")
        chance.shuffle(lines)
        content[:] = b"\n".join(lines)


def read_in_process(path: Path) -> str:
    """Sniff and read one file here; 'read' or 'refused'. Anything else that is raised is a defect."""
    try:
        form = sniffing.sniff(path)
        if form == sniffing.TEXT:
            delimited.read(path)
        elif form != sniffing.WORKBOOK:
            reader = hl7.read if form == sniffing.HL7 else fhir.read
            reader(io.BytesIO(path.read_bytes()), {"time_zone": "Europe/Berlin"}, Collector())
    except (TroughlineError, RefusedError):
        return "refused"
    return "read"


def read_in_child(path: Path) -> str:
    """The same in the limited child process."""
    try:
        sandbox.read(path, sniffing.sniff(path))
    except TroughlineError:
        return "refused"
    return "read"


def import_whole(store: Store, path: Path) -> str:
    """The whole road, child process included; the account must balance."""
    account = api.import_file(store, path, who="fuzz", today=date(2026, 2, 1), dry_run=True)
    if account.refused is not None:
        return "refused"
    counts = account.counts()
    if counts["rows"] != sum(n for name, n in counts.items() if name != "rows"):
        raise AssertionError(f"the account does not balance: {counts}")
    return "imported"


def import_long(store: Store, path: Path) -> str:
    """A table of text as a long file, in two passes and batches: it must end as the short one does."""
    try:
        if sniffing.sniff(path) != sniffing.TEXT:
            return "no long file"
    except TroughlineError:
        return "refused, long"
    with _limits(long=1 << 40, block=8 << 20, batch=500_000):
        short = _account(store, path)
    with _limits(long=0, block=8 << 20, batch=7):
        long = _account(store, path)
    if _told(long) != _told(short):
        raise AssertionError(
            f"a long file ends otherwise: {_told(long)}, the short one {_told(short)}"[:2000]
        )
    with _limits(
        long=0, block=700, batch=7
    ):  # cut inside quotes and headers: may be read otherwise, never lost
        pieces = _account(store, path)
    counts = pieces.counts()
    if counts["rows"] != sum(n for name, n in counts.items() if name != "rows"):
        raise AssertionError(f"the account does not balance: {counts}")
    return "refused, long" if long.refused else "imported, long"


def _account(store: Store, path: Path) -> Account:
    # in latin-1 every byte is a letter: no mutant is refused for its encoding alone
    return api.import_file(store, path, who="fuzz", today=date(2026, 2, 1), dry_run=True, encoding="latin-1")


def _told(account: Account) -> tuple[object, ...]:
    """What the user hears, but for the order of what is said of one row."""
    problems = sorted(map(str, account.problems))
    return account.refused, account.counts(), account.new_patients, account.not_monitored_tests, problems


@contextmanager
def _limits(*, long: int, block: int, batch: int) -> Iterator[None]:
    """Lowered limits, so that small files are long ones; read here, because a child would not know of them."""
    before = reading.LONG_BYTES, text_blocks.BLOCK_BYTES, labs_run.BATCH_ROWS, sandbox.pieces

    def pieces(path: Path, options: Mapping[str, object], cap_bytes: int | None) -> Iterator[RawTable]:
        del cap_bytes
        return delimited.pieces(path, **options)  # type: ignore[arg-type]

    reading.LONG_BYTES, text_blocks.BLOCK_BYTES, labs_run.BATCH_ROWS = long, block, batch
    sandbox.pieces = pieces  # type: ignore[assignment]
    try:
        yield
    finally:
        reading.LONG_BYTES, text_blocks.BLOCK_BYTES, labs_run.BATCH_ROWS, sandbox.pieces = before


def run(
    count: int, folder: Path, whole_every: int, long_every: int = 10, seed: int = SEED
) -> tuple[Counter[str], list[str], list[tuple[float, str]]]:
    """(outcomes, defects, the slowest files with their seconds of processor time).

    Every whole_every-th file also goes down the whole road, every long_every-th that of a long file.
    """
    outcomes: Counter[str] = Counter()
    defects: list[str] = []
    slowest: list[tuple[float, str]] = []
    with Store.open(folder / "fuzz.duckdb", time_zone="Europe/Berlin") as store:
        for number, (name, content) in enumerate(mutants(count, seed)):
            path = folder / f"mutant{Path(name).suffix}"
            path.write_bytes(content)
            steps = [read_in_process]
            if number % whole_every == 0:
                steps.append(lambda p: import_whole(store, p))
            if number % long_every == long_every - 1:
                steps.append(lambda p: import_long(store, p))
            for step in steps:
                started = sum(os.times()[:4])
                try:
                    outcomes[step(path)] += 1
                except Exception as error:
                    defects.append(f"{number} {name}: {type(error).__name__}: {error}"[:300])
                took = sum(os.times()[:4]) - started
                slowest = sorted([*slowest, (took, f"{number} {name}")], reverse=True)[:5]
                if took > SLOWEST_S:
                    defects.append(f"{number} {name}: took {took:.1f} s")
    return outcomes, defects, slowest


def main() -> int:
    """Run the series and print what came of it; 1 when there were defects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument(
        "--whole-every", type=int, default=40, help="send every n-th file down the whole road"
    )
    parser.add_argument("--long-every", type=int, default=10, help="send every n-th as a long file")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcomes, defects, slowest = run(
            chosen.count, Path(folder), chosen.whole_every, chosen.long_every, chosen.seed
        )
    for defect in defects[:50]:
        print(defect)
    print("slowest:", "; ".join(f"{name} {took:.2f} s" for took, name in slowest))
    print(
        f"{chosen.count} files in {time.perf_counter() - started:.0f} s: {dict(outcomes)}, {len(defects)} defects"
    )
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())

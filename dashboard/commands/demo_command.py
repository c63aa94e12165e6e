"""`troughline demo`: the simulated clinic and the published cases in a store of their own, and the dashboard on them."""

from __future__ import annotations

import argparse
import os
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dashboard.commands import shared
from data.errors import TroughlineError

BUILT_BY = "built_by"


def options(parser: argparse.ArgumentParser) -> None:
    """Where, and whether to serve."""
    parser.add_argument("--no-serve", action="store_true", help="build the store and stop")
    parser.add_argument("--port", type=int, help="default: the first free one from 8501 on")
    parser.add_argument(
        "--address", default="127.0.0.1", help="default: 127.0.0.1, reachable from this machine only"
    )
    parser.add_argument("--no-browser", action="store_true", help="print the address, open nothing")


def run(arguments: argparse.Namespace) -> int:
    """Build the store when it is not there or of an older version, then serve it."""
    path = (arguments.store or default_demo_path()).expanduser().absolute()
    ensure(path)
    if arguments.no_serve:
        print(f"The demonstration store is at {path}")
        return 0
    from dashboard.serving import serve

    serve(path, address=arguments.address, port=arguments.port, browser=not arguments.no_browser)
    return 0


def default_demo_path() -> Path:
    """Beside the clinic's own store in the user's data directory; TROUGHLINE_STORE names the clinic's, not this one."""
    import platformdirs

    return Path(platformdirs.user_data_dir("troughline")) / "demo.duckdb"


def ensure(path: Path) -> None:
    """A demonstration store of this version at path.

    It is built beside and moved into place when whole, so that an interrupted build leaves nothing. Raises
    TroughlineError when a clinic's own record lies there: it is never touched.
    """
    from data.store import Store
    from data.texts.store import OWN_RECORD

    program = _program()
    if path.exists():
        with Store.open(path) as store:
            if store.clinic_fact("simulated") == "true":
                if store.clinic_fact(BUILT_BY) == program:
                    return
            elif store.value("SELECT count(*) FROM imports"):
                raise TroughlineError(OWN_RECORD.format(path=path))
        shared.say("This demonstration is from another version of Troughline; it is built anew.")
    shared.say("Building the simulated clinic and the case studies (some seconds) …")
    started = time.monotonic()
    half = path.with_name(f".{path.name}.building-{os.getpid()}")
    try:
        _build(half, program)
        os.replace(half, path)
    finally:
        for left in (half, half.with_name(half.name + ".wal")):
            left.unlink(missing_ok=True)
    shared.say(f"Built in {time.monotonic() - started:.0f} s.")


def _build(path: Path, program: str) -> None:
    from data.demo import build
    from data.store import Store

    with Store.open(path, time_zone="Europe/Berlin") as store:
        build(store)
        with store.transaction("demonstration", "demonstration: version of the program") as cursor:
            cursor.execute("INSERT INTO clinic VALUES ($key, $value)", {"key": BUILT_BY, "value": program})


def _program() -> str:
    try:
        return version("troughline")
    except PackageNotFoundError:
        return "working copy"

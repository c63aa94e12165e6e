"""The process that reads a file: limited, without environment, and unable to write."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from data.errors import TroughlineError
from data.importing import sandbox
from data.importing.readers import sniffing

Refused = Callable[[Path], str]
WithinCpu = Callable[[float], AbstractContextManager[None]]


HEADER = "patient_id,test,collected_at,value,unit\n"


def row(patient: str, value: str, day: int = 14) -> str:
    return f"{patient},tacrolimus,2026-01-{day:02d}T08:30,{value},ng/mL\n"


def written(tmp_path: Path, name: str, content: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _reader(name: str, **limits: int) -> sandbox.Reader:
    return sandbox.Reader("hostile_reader", name, limits.get("memory", 512) << 20, limits.get("cpu", 2))


@pytest.fixture
def hostile(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers that misbehave, found by the child through a start-up path of its own."""
    folder = tmp_path_factory.mktemp("readers")
    (folder / "hostile_reader.py").write_text(
        "import os, sys\n"
        "def spin(f, o, c):\n    while True: pass\n"
        "def grow(f, o, c):\n    x = []\n    while True: x.append(bytearray(10_000_000))\n"
        "def crash(f, o, c):\n    os.abort()\n"
        "def leave(f, o, c):\n    os._exit(0)\n"
        "def fail(f, o, c):\n    raise KeyError('José 00123')\n"
        "def write(f, o, c):\n    open(o['to'], 'w').write('x' * 10)\n"
        "def chatter(f, o, c):\n    print('B' * 100)\n    t = c.table(None, ['a']); c.add(t, 1, ['ok'])\n"
        "def spoil(f, o, c):\n    f.write(b'x')\n"
        "def recurse(f, o, c):\n    recurse(f, o, c)\n"
        "def env(f, o, c):\n    t = c.table(None, ['a']); c.add(t, 1, [' '.join(sorted(os.environ))])\n"
    )
    real = sandbox.subprocess.Popen

    def start(command: list[str], **options: object) -> object:
        code = (
            f"import sys; sys.path.insert(0, {str(folder)!r}); from data.importing.child import main; main()"
        )
        return real([command[0], "-I", "-c", code, command[-1]], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(sandbox.subprocess, "Popen", start)


@pytest.mark.usefixtures("hostile")
def test_the_child_cannot_hurt_the_program(tmp_path: Path, within_cpu: WithinCpu) -> None:
    path = written(tmp_path, "x.csv", "a")
    with within_cpu(4), pytest.raises(TroughlineError, match="more than 1 s"):
        sandbox.read(path, _reader("spin", cpu=1))
    with pytest.raises(TroughlineError, match="more than 256 MB"):
        sandbox.read(path, _reader("grow", memory=256))
    for name in ("crash", "leave", "fail"):
        with pytest.raises(TroughlineError, match="damaged") as caught:
            sandbox.read(path, _reader(name))
        assert "José" not in str(caught.value)
    with pytest.raises(TroughlineError, match=r"more than|damaged"):
        sandbox.read(path, _reader("recurse"))


@pytest.mark.usefixtures("hostile")
def test_the_child_writes_nothing_and_sees_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "x.csv", "a")
    target = tmp_path / "written"
    with contextlib.suppress(TroughlineError):
        sandbox.read(path, _reader("write"), {"to": str(target)})
    assert not target.exists() or target.stat().st_size == 0
    with pytest.raises(TroughlineError):
        sandbox.read(path, _reader("spoil"))
    assert path.read_text() == "a"
    monkeypatch.setenv("TROUGHLINE_SECRET", "x")
    (table,) = sandbox.read(path, _reader("env"))
    assert "SECRET" not in table.rows["c0"][0].as_py()
    (table,) = sandbox.read(path, _reader("chatter"))
    assert table.rows["c0"].to_pylist() == ["ok"]


def test_the_limits_of_each_reader() -> None:
    limits = {name: (r.memory_bytes >> 20, r.cpu_s) for name, r in sandbox.READERS.items()}
    assert limits[sniffing.WORKBOOK] == (512, 10)
    assert all(memory <= 1024 for memory, _ in limits.values())


def test_the_child_starts_quickly(tmp_path: Path, within_cpu: WithinCpu) -> None:
    path = written(tmp_path, "x.csv", HEADER + row("1", "5"))
    with within_cpu(3):  # 0.1 s each on a quiet machine
        for _ in range(3):
            sandbox.read(path, "text", {"encoding": None})


def test_the_upload_is_never_made_executable_or_changed(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", HEADER + row("1", "5"))
    before = path.read_bytes(), stat.S_IMODE(path.stat().st_mode)
    sandbox.read(path, "text", {"encoding": None})
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == before

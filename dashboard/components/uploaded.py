"""Uploaded files on their way into the store: a private place while they are read, previews kept while they are shown."""

from __future__ import annotations

import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import state
from dashboard.components import long_work
from data.importing.account import Account, Preview
from data.importing.api import import_file, preview
from data.importing.progress import Told
from data.store import Store

KEPT_PREVIEWS = 20
_guard = threading.Lock()
_previews: OrderedDict[tuple[Any, ...], Preview] = OrderedDict()


@contextmanager
def on_disk(file: UploadedFile, store: Store) -> Iterator[Path]:
    """The upload as a file that only this user can read, in a folder beside the store; gone afterwards."""
    folder = store.path.parent / ".uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    suffix = Path(file.name).suffix[:12]
    handle, name = tempfile.mkstemp(
        dir=folder, suffix=suffix if suffix.isascii() and suffix.isprintable() else ""
    )
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(file.getbuffer())
        yield path
    finally:
        path.unlink(missing_ok=True)


def read(file: UploadedFile, choices: dict[str, Any]) -> Preview:
    """How the file would be read with these choices; read once for each file, choice and state of the store."""
    key = (file.file_id, state.store().version, repr(sorted(choices.items(), key=lambda item: item[0])))
    with _guard:
        if key in _previews:
            _previews.move_to_end(key)
            return _previews[key]
    store, today = state.store(), state.today()

    def work(told: Told | None) -> Preview:
        with on_disk(file, store) as path:
            return preview(store, path, today=today, file_name=file.name, told=told, **choices)

    answer: Preview = long_work.run(f"read_{file.file_id}", file.size, work)
    with _guard:
        _previews[key] = answer
        while len(_previews) > KEPT_PREVIEWS:
            _previews.popitem(last=False)
    return answer


def store(file: UploadedFile, choices: dict[str, Any]) -> Account:
    """Import the file with these choices, all accepted rows or none. Raises StillRunning while a long one is at work."""
    store, who, today = state.store(), state.reader(), state.today()

    def work(told: Told | None) -> Account:
        with on_disk(file, store) as path:
            return import_file(store, path, who=who, today=today, file_name=file.name, told=told, **choices)

    account: Account = long_work.run(f"store_{file.file_id}", file.size, work)
    return account


def storing(file: UploadedFile) -> bool:
    """Whether a long file is on its way into the store."""
    return long_work.running(f"store_{file.file_id}")


def clear_leftovers() -> None:
    """Remove what a killed process left behind; called when the server starts."""
    folder = state.store().path.parent / ".uploads"
    if folder.is_dir():
        for left in folder.iterdir():
            left.unlink(missing_ok=True)

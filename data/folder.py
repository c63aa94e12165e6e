"""A folder that may lie elsewhere: a path of this machine, or an address such as s3://bucket/folder."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import fs

from data.errors import TroughlineError
from data.texts import store as texts

UNFINISHED = ".unfinished-"
"""Begins the name of a file that is still being written; readers of a folder never look at it."""


@dataclass(frozen=True)
class Folder:
    """A file system of pyarrow and a path in it; names below are relative to that path."""

    address: str
    filesystem: fs.FileSystem
    root: str

    @classmethod
    def open(cls, address: str) -> Folder:
        """The folder at a path or address. Raises TroughlineError where there can be none."""
        uri = address if "://" in address else Path(address).expanduser().absolute().as_uri()
        try:
            filesystem, path = fs.FileSystem.from_uri(uri)
        except (pa.ArrowException, OSError) as error:
            raise TroughlineError(texts.ADDRESS.format(address=address)) from error
        return cls(address, filesystem, path.rstrip("/"))

    def path(self, name: str) -> str:
        """A name as the file system knows it."""
        return f"{self.root}/{name}"

    def names(self, under: str) -> list[str]:
        """The finished files directly or deeper under a folder, sorted; none where it does not exist."""
        try:
            found = self.filesystem.get_file_info(
                fs.FileSelector(self.path(under), recursive=True, allow_not_found=True)
            )
        except OSError as error:
            raise TroughlineError(
                texts.ADDRESS_NOT_READ.format(address=self.address, problem=_first_line(error))
            ) from error
        return sorted(
            entry.path[len(self.root) + 1 :]
            for entry in found
            if entry.type == fs.FileType.File and not entry.base_name.startswith(UNFINISHED)
        )

    @contextmanager
    def writing(self, name: str) -> Iterator[str]:
        """The path to write to; the file has its name only once it is whole. An object store does that by itself."""
        local = self.filesystem.type_name == "local"
        folder, _, base = self.path(name).rpartition("/")
        path = f"{folder}/{UNFINISHED}{uuid.uuid4().hex}" if local else f"{folder}/{base}"
        try:
            if local:
                self.filesystem.create_dir(folder, recursive=True)
            yield path
            if local:
                self.filesystem.move(path, f"{folder}/{base}")
        except OSError as error:
            raise TroughlineError(
                texts.ADDRESS_NOT_WRITTEN.format(address=self.address, problem=_first_line(error))
            ) from error
        except BaseException:
            if local and self.filesystem.get_file_info(path).type == fs.FileType.File:
                self.filesystem.delete_file(path)
            raise

    def write_json(self, name: str, what: Any) -> None:
        """Put a small JSON file in place in one step."""
        with self.writing(name) as path, self.filesystem.open_output_stream(path) as stream:
            stream.write(json.dumps(what, sort_keys=True, indent=1).encode())

    def read_json(self, name: str) -> Any:
        """What a JSON file holds; None where there is no such file. Raises TroughlineError when it cannot be read."""
        try:
            with self.filesystem.open_input_stream(self.path(name)) as stream:
                return json.loads(stream.read())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise TroughlineError(texts.NAME_NOT_READ.format(address=self.address, name=name)) from error

    def delete(self, name: str) -> None:
        """Take a file away; nothing happens where there is none."""
        if self.filesystem.get_file_info(self.path(name)).type == fs.FileType.File:
            self.filesystem.delete_file(self.path(name))


def _first_line(error: OSError) -> str:
    return str(error).splitlines()[0][:200]

"""Each distinct text once: columns become small numbers, and only the distinct texts are read by our rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Coded:
    """codes: one number a row; texts: for each number its texts, one tuple member a column."""

    codes: Codes
    texts: list[pa.Array]

    @property
    def size(self) -> int:
        """How many distinct texts there are."""
        return len(self.texts[0])

    def table(self, names: Sequence[str]) -> pa.Table:
        """code and the texts under these names."""
        code = pa.array(np.arange(self.size, dtype="int32"))
        return pa.table({"code": code, **dict(zip(names, self.texts, strict=True))})

    def rows(self) -> list[tuple[str, ...]]:
        """The distinct texts in the order of their numbers."""
        return list(zip(*(column.to_pylist() for column in self.texts), strict=True))


def encode(columns: Sequence[pa.ChunkedArray | pa.Array]) -> Coded:
    """Number the distinct combinations of text columns; an empty cell and a missing one are both ''."""
    coded = _one(columns[0])
    for column in columns[1:]:
        coded = _pair(coded, _one(column))
    return coded


def _one(column: pa.ChunkedArray | pa.Array) -> Coded:
    if column.null_count == len(column):
        return Coded(np.zeros(len(column), dtype="int32"), [pa.array([""], pa.string())])
    if column.null_count:
        column = pc.fill_null(column, "")
    encoded = pc.dictionary_encode(column)
    whole = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    if isinstance(whole, pa.ChunkedArray):  # no chunk at all
        return Coded(np.zeros(0, dtype="int32"), [pa.array([], pa.string())])
    return Coded(whole.indices.to_numpy(zero_copy_only=False), [whole.dictionary])


def _pair(first: Coded, second: Coded) -> Coded:
    if second.size == 1:
        text = pa.array([second.texts[0][0].as_py()] * first.size, pa.string())
        return Coded(first.codes, [*first.texts, text])
    both = pa.array(first.codes.astype("int64") * second.size + second.codes)
    encoded = pc.dictionary_encode(both)
    combinations = encoded.dictionary.to_numpy(zero_copy_only=False)
    of_first, of_second = pa.array(combinations // second.size), pa.array(combinations % second.size)
    texts = [*(column.take(of_first) for column in first.texts), second.texts[0].take(of_second)]
    return Coded(encoded.indices.to_numpy(zero_copy_only=False), texts)


def cross(groups: Mapping[str, Coded]) -> tuple[Codes, dict[str, pa.Array]]:
    """Number the combinations of groups that occur: a number a row, and for each number the code in each group."""
    count = len(next(iter(groups.values())).codes)
    codes: Codes = np.zeros(count, dtype="int32")
    parts: dict[str, Codes] = {}
    combinations = min(count, 1)
    for name, group in groups.items():
        if group.size <= 1:
            parts[name] = np.zeros(combinations, dtype="int32")
            continue
        encoded = pc.dictionary_encode(pa.array(codes.astype("int64") * group.size + group.codes))
        found = encoded.dictionary.to_numpy(zero_copy_only=False)
        parts = {other: part[found // group.size] for other, part in parts.items()}
        parts[name] = (found % group.size).astype("int32")
        codes, combinations = encoded.indices.to_numpy(zero_copy_only=False), len(found)
    return codes, {name: pa.array(part) for name, part in parts.items()}

"""One road for every file: read, map, check against the record, and either store all accepted rows or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from data.errors import TroughlineError
from data.importing import labs, labs_run, memory, reading, records_run, references
from data.importing.account import Account, Question
from data.importing.mapping import (
    Layout,
    NotRecognisedError,
    layout_of_sheet,
    named_columns_are_in,
    recognise_layout,
)
from data.importing.progress import Progress, Told
from data.importing.raw import Problem, RawTable
from data.importing.reading_options import Options, TwoReadings
from data.importing.survey import Survey
from data.store import Store, utc_now
from data.texts import files as texts


@dataclass
class Order:
    """What the user asked for."""

    who: str
    today: date
    kind: str | None = None
    mapping: Mapping[str, str] | None = None
    date_order: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    backfill: bool = False
    dry_run: bool = False
    source: str = "file"
    sha256: str | None = None
    accept_value: bool = False
    accept_person: bool = False
    references: pa.Table | None = None
    """Of a FHIR file: reference and patient_id."""
    long_text: bool = False
    told: Told | None = None
    progress: Progress = field(default_factory=lambda: Progress(None, 0))


@dataclass
class Ran:
    """What happened: the account, how the tables were understood, and what is still to be asked."""

    account: Account
    tables: list[RawTable] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remembered: bool = False
    sheets: set[str] = field(default_factory=set)
    unrecognised: NotRecognisedError | None = None
    """Why the columns gave no layout."""


def run_file(store: Store, path: Path, name: str, order: Order) -> Ran:
    """Import (or try, when dry_run) one file."""
    ran = Ran(Account(name))
    try:
        _check(order)
        if not path.is_file():
            raise TroughlineError(texts.NO_FILE.format(file=name))
        order.progress = Progress(order.told, path.stat().st_size)
        with ThreadPoolExecutor(1) as beside:
            fingerprint = beside.submit(reading.sha256, path)  # while the file's reader starts
            with reading.opened(
                path,
                store.time_zone,
                encoding=order.encoding,
                mapped=bool(order.mapping or order.kind),
                references=lambda: references.known(store),
                encodings=memory.encodings(store),
                long_text=order.long_text,
                progress=order.progress,
            ) as tables:
                order.sha256 = fingerprint.result()
                tables, order.references = references.split(tables)
                return run_tables(store, tables, order, ran)
    except TroughlineError as error:
        ran.account = Account(name, kind=ran.account.kind, mapping=ran.account.mapping, refused=str(error))
    return ran


def run_tables(store: Store, tables: list[RawTable], order: Order, ran: Ran) -> Ran:
    """Import tables that a reader (or a form) handed over, in one transaction."""
    name = ran.account.file
    ran.tables, ran.sheets = tables, {table.sheet for table in tables}
    several_sheets = len(ran.sheets) > 1
    try:
        tables, ran.layouts = _understand_all(store, tables, order, ran)
        ran.tables = tables
        ran.account.form = next((table.form for table in tables if table.form), "")
        ran.account.kind = "+".join(dict.fromkeys(layout.kind for layout in ran.layouts)) or order.kind
        ran.account.mapping = {key: value for layout in ran.layouts for key, value in layout.mapping.items()}
        if not any(table.rows.num_rows or table.problems for table in tables):
            raise TroughlineError(texts.NO_ROWS)
        pairs = sorted(zip(tables, ran.layouts, strict=True), key=lambda pair: _FIRST.index(pair[1].kind))
        # nobody else waits for the file's reader: the one writer's turn begins when all of it has been looked at
        ready = [_look_through(store, table, layout, order, ran.account) for table, layout in pairs]
        with _writing(store, order, ", ".join(ran.account.kinds)) as (cursor, import_id):
            for one in ready:
                before, ran.account.problems = ran.account.problems, []
                _store(cursor, one, import_id, order, ran.account)
                if several_sheets:
                    ran.account.problems = _on_sheet(one.raw.sheet, ran.account.problems)
                ran.account.problems = before + ran.account.problems
            if not several_sheets:
                ran.account.problems.sort(key=lambda problem: problem.row or 0)
            if not order.dry_run:
                ran.account.import_id = import_id
                _record_import(cursor, import_id, order, ran.account)
                if order.references is not None:
                    references.keep(cursor, order.references, import_id)
                memory.remember(cursor, tables, ran.layouts, order)
    except TwoReadings as question:
        ran.questions.append(question.question)
        ran.account = Account(name, ran.account.kind, mapping=ran.account.mapping, refused=str(question))
    except TroughlineError as error:
        ran.unrecognised = error if isinstance(error, NotRecognisedError) else None
        ran.account = Account(name, ran.account.kind, mapping=ran.account.mapping, refused=str(error))
    return ran


_FIRST = ("patients", "transplants", "targets", "labs", "doses", "symptoms", "events")


def _check(order: Order) -> None:
    if order.date_order not in (None, "dmy", "mdy", "ymd"):
        raise TroughlineError(texts.UNKNOWN_ORDER.format(order=order.date_order))
    if order.decimal not in (None, ".", ","):
        raise TroughlineError(texts.UNKNOWN_SIGN.format(sign=order.decimal))


def _understand_all(
    store: Store, tables: list[RawTable], order: Order, ran: Ran
) -> tuple[list[RawTable], list[Layout]]:
    """Tables and their layouts. Of several sheets, one that holds no results (a legend) is left out and named."""
    found: list[tuple[RawTable, Layout]] = []
    others: list[tuple[RawTable, TroughlineError]] = []
    several = len(tables) > 1
    recognise = layout_of_sheet if several else recognise_layout
    if several:
        named_columns_are_in(tables, order.mapping or {})
    for table in tables:
        if len(ran.sheets) > 1:
            table.notes = [texts.ON_SHEET.format(sheet=table.sheet, reason=note) for note in table.notes]
        try:
            found.append((table, _understand(store, table, order, ran, recognise)))
        except TroughlineError as error:
            if table.kind is not None or not several:
                raise
            others.append((table, error))
    if not found:
        raise others[0][1]
    for table, reason in others:
        ran.account.problems.append(
            Problem(None, "", table.sheet, texts.SHEET_NOT_READ.format(problem=reason), "warning")
        )
    return [table for table, _ in found], [layout for _, layout in found]


def _understand(
    store: Store,
    table: RawTable,
    order: Order,
    ran: Ran,
    recognise: Callable[[RawTable, str | None, Mapping[str, str]], Layout],
) -> Layout:
    """The layout of a table; a mapping confirmed before for this header fills in what the user did not say."""
    known = None if table.kind else memory.recall(store, table.header)
    given = order.mapping or {}
    if known is not None:
        ran.remembered = True
        given = given or known.mapping
        order.date_order = order.date_order or known.date_order
        order.decimal = order.decimal or known.decimal
    layout = recognise(table, order.kind, given)
    ran.account.ignored_columns += [
        name for name in layout.ignored if name not in ran.account.ignored_columns
    ]
    ran.account.notes += [note for note in (*table.notes, *layout.notes) if note not in ran.account.notes]
    return layout


@dataclass
class _Ready:
    """A table that has been looked through as a whole."""

    raw: RawTable
    layout: Layout
    options: Options
    survey: Survey | None
    """Of laboratory rows."""


def _look_through(store: Store, raw: RawTable, layout: Layout, order: Order, account: Account) -> _Ready:
    options = Options(
        store.time_zone, order.date_order, order.decimal,
        point_is_usual=raw.kind is not None or raw.delimiter in (",", ""), notes=account.notes,
    )  # fmt: skip
    if layout.kind != "labs":
        return _Ready(RawTable.joined(list(raw.pieces())), layout, options, None)
    with store.cursor() as cursor:
        judging = labs.Judging(
            options, order.today, memory.taught(cursor), lambda name: layout.mapping.get(name, name),
            order.accept_value, order.accept_person,
        )  # fmt: skip

    def check(piece: RawTable) -> None:
        if recognise_layout(piece, order.kind, layout.given).fields != layout.fields:
            raise TroughlineError(texts.OTHER_FURTHER_DOWN)

    return _Ready(raw, layout, options, labs_run.look_through(raw, layout, judging, order.progress, check))


def _store(
    cursor: duckdb.DuckDBPyConnection, ready: _Ready, import_id: int, order: Order, account: Account
) -> None:
    if ready.survey is not None:
        labs_run.run(cursor, ready.raw, ready.survey, import_id, order.backfill, account, order.progress)
    else:
        rejected = sum(problem.outcome == "rejected" for problem in ready.raw.problems)
        account.count({"rejected": rejected})
        account.problems += ready.raw.problems
        records_run.run(
            cursor, ready.raw, ready.layout, ready.options, import_id, order.today, order.backfill,
            order.accept_person, account,
        )  # fmt: skip


def _on_sheet(sheet: str, problems: list[Problem]) -> list[Problem]:
    """The rows of one sheet in their order, each with the sheet beside it: the others have rows of the same number."""
    return [
        replace(problem, reason=texts.ON_SHEET.format(sheet=sheet, reason=problem.reason))
        for problem in sorted(problems, key=lambda problem: problem.row or 0)
    ]


@contextmanager
def _writing(store: Store, order: Order, kind: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, int]]:
    """A cursor to write with: committed whole, or (a dry run) taken back whole."""
    if not order.dry_run:
        with store.transaction(order.who, texts.RECORDED.format(kind=kind)) as cursor:
            yield cursor, _next_import(cursor)
        return
    with store.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            yield cursor, _next_import(cursor)
        finally:
            cursor.execute("ROLLBACK")


def _next_import(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.execute("SELECT coalesce(max(import_id), 0) + 1 FROM imports").fetchone()
    assert row is not None
    return int(row[0])


def _record_import(cursor: duckdb.DuckDBPyConnection, import_id: int, order: Order, account: Account) -> None:
    cursor.execute(
        "INSERT INTO imports VALUES ($id, $kind, $source, $file, $sha, $at, $on, $who, $backfill, $mapping, $account)",
        {
            "id": import_id, "kind": account.kind, "source": order.source, "file": account.file, "sha": order.sha256,
            "at": utc_now(), "on": order.today, "who": order.who, "backfill": order.backfill,
            "mapping": json.dumps(account.mapping, ensure_ascii=False), "account": json.dumps(account.counts() | ({"form": account.form} if account.form else {})),
        },
    )  # fmt: skip

"""Take an import back: a new fact on record, nothing is deleted."""

from __future__ import annotations

from datetime import date

from data.errors import TroughlineError
from data.importing import sql
from data.importing.storing_records import reserve_ids
from data.store import Store, utc_now
from data.texts import entering as texts


def undo(store: Store, import_id: int, *, who: str, today: date) -> None:
    """Take one import back. Raises TroughlineError when there is none, or it is taken back already."""
    with store.transaction(who, texts.UNDONE.format(number=import_id)) as cursor:
        if (
            cursor.execute("SELECT 1 FROM imports WHERE import_id = $id", {"id": import_id}).fetchone()
            is None
        ):
            raise TroughlineError(texts.NO_IMPORT.format(number=import_id))
        if cursor.execute("SELECT 1 FROM import_undos WHERE import_id = $id", {"id": import_id}).fetchone():
            raise TroughlineError(texts.UNDONE_ALREADY.format(number=import_id))
        cursor.execute(
            "INSERT INTO import_undos VALUES ($id, $at, $on, $who)",
            {"id": import_id, "at": utc_now(), "on": today, "who": who},
        )
        # patients whom only this import had put on record, and of whom other imports still speak, stay known by id: from
        # today on, for till then what the import said of them was known
        orphans = cursor.execute(sql.text("orphaned_patients"), {"import_id": import_id}).fetchall()
        first = reserve_ids(cursor, len(orphans)) if orphans else 0
        for position, (patient_id, other_import) in enumerate(orphans):
            cursor.execute(
                sql.text("keep_patient"),
                {
                    "record_id": first + position,
                    "import_id": other_import,
                    "known_on": today,
                    "patient_id": patient_id,
                },
            )

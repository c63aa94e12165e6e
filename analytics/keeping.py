"""Keeping a clinic's own settings: the file beside its store is written, the change list says what changed, and it can be taken back."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.settings import Settings, file_text, load, parse
from analytics.texts import settings as texts
from data.errors import TroughlineError, why
from data.store import Store, utc_now


@dataclass(frozen=True)
class Kept:
    """One entry: what was kept, by whom and when; undoes names the entry it takes back."""

    entry_id: int
    before_text: str | None
    after_text: str | None
    summary: str
    undoes: int | None
    kept_on: date
    kept_by: str


def keep(store: Store, path: Path, text: str, *, who: str, today: date) -> Kept:
    """Make text the clinic's settings file at path. Raises TroughlineError, and changes nothing, when a key is wrong or all is as it is."""
    new = parse(text, path.name)
    before = text_in_force(path)
    summary = changed_words(_parsed(before, path), new)
    if not summary:
        raise TroughlineError(texts.AS_BEFORE)
    return _write(store, path, before, text, summary, None, who, today)


def take_back(store: Store, path: Path, *, who: str, today: date) -> Kept:
    """Write what stood before the last entry. Raises TroughlineError when there is none or the file was edited since."""
    last = last_kept(store)
    if last is None or last.undoes is not None:
        raise TroughlineError(texts.NOTHING_KEPT)
    if text_in_force(path) != last.after_text:
        raise TroughlineError(texts.EDITED.format(file=path.name))
    summary = changed_words(_parsed(last.after_text, path), _parsed(last.before_text, path))
    return _write(store, path, last.after_text, last.before_text, summary, last.entry_id, who, today)


def last_kept(store: Store) -> Kept | None:
    """The newest entry, or None."""
    with store.cursor() as cursor:
        row = cursor.execute(
            "SELECT entry_id, before_text, after_text, summary, undoes, kept_on, kept_by FROM settings_kept "
            "ORDER BY entry_id DESC LIMIT 1"
        ).fetchone()
    return Kept(*row) if row else None


def changed_words(now: Settings, then: Settings) -> str:
    """ca_p.critical 70 → 65, target.first_low 4 → 5; empty when nothing differs."""
    return ", ".join(
        texts.CHANGE.format(key=key, now=_shown(value), then=_shown(then.value(key)))
        for key, value, _, _ in now.items()
        if value != then.value(key)
    )


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"


def text_in_force(path: Path) -> str | None:
    """The clinic's file as it stands, None where there is none. Raises TroughlineError when it cannot be read."""
    return file_text(path) if path.exists() else None


def _parsed(text: str | None, path: Path) -> Settings:
    return load() if text is None else parse(text, path.name)


def _write(
    store: Store,
    path: Path,
    before: str | None,
    after: str | None,
    summary: str,
    undoes: int | None,
    who: str,
    today: date,
) -> Kept:
    what = (texts.TAKEN_BACK if undoes else texts.KEPT).format(changes=summary)
    try:
        with store.transaction(who, what) as cursor:
            row = cursor.execute("SELECT coalesce(max(entry_id), 0) + 1 FROM settings_kept").fetchone()
            kept = Kept(int(row[0]) if row else 1, before, after, summary, undoes, today, who)
            cursor.execute(
                "INSERT INTO settings_kept VALUES ($id, $before, $after, $summary, $undoes, $on, $at, $who)",
                {
                    "id": kept.entry_id,
                    "before": before,
                    "after": after,
                    "summary": summary,
                    "undoes": undoes,
                    "on": today,
                    "at": utc_now(),
                    "who": who,
                },
            )
            _replace(path, after)
    except OSError as error:
        raise TroughlineError(texts.UNWRITABLE.format(path=path, problem=why(error))) from error
    except BaseException:
        _replace(path, before)  # the change is not on record, so the file must not hold it either
        raise
    return kept


def _replace(path: Path, text: str | None) -> None:
    """The file as a whole or not at all, readable for its owner only."""
    if text is None:
        with suppress(FileNotFoundError):
            path.unlink()
        return
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.chmod(0o600)
    os.replace(beside, path)

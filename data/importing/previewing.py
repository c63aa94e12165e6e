"""What the Upload page shows before anything is stored."""

from __future__ import annotations

from data.importing.account import Preview
from data.importing.kinds import KINDS
from data.importing.labs import FIELDS
from data.importing.running import Ran
from data.importing.vocabulary import analytes


def preview_of(ran: Ran) -> Preview:
    """The first table's header, mapping and sample, with the account of the dry run and what is still to be asked."""
    layout = ran.layouts[0] if ran.layouts else None
    raw = ran.tables[0] if ran.tables else None
    header = [name.strip() for name in raw.header] if raw else []
    sample = []
    if raw:
        for cells in raw.rows.slice(0, 5).to_pylist():
            sample.append({name: cell or "" for name, cell in zip(header, cells.values(), strict=True)})
    kind = ran.account.kind
    fields = list(KINDS[kind].columns) if kind in KINDS and kind != "labs" else [*FIELDS[:-1], *analytes()]
    recognised = layout.mapping if layout else ran.unrecognised.mapping if ran.unrecognised else {}
    return Preview(
        account=ran.account,
        kind=kind,
        layout=layout.layout if layout else "",
        header=header,
        mapping={field: header for field, header in recognised.items() if field in fields},
        fields=fields,
        sample=sample,
        questions=ran.questions,
        remembered=ran.remembered,
        sheet=raw.sheet if raw and len(ran.sheets) > 1 else "",
        missing=ran.unrecognised.missing if ran.unrecognised else (),
    )

"""HL7 v2 files: one row an OBX, nothing lost between segments."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from data.errors import TroughlineError
from data.importing import sandbox
from data.importing.readers import hl7
from data.importing.readers.collecting import Collector, RefusedError
from data.importing.readers.hl7_text import Separators, is_loinc, iso_time, loinc_in
from data.importing.readers.sniffing import sniff

FILES = Path(__file__).parent / "files"
HEADER = "MSH|^~\\&|SYN|LAB|T|C|20260114120000||ORU^R01|1|P|2.5"
PATIENT = "PID|1||00123^^^H^MR"
ORDER = "OBR|1||F1|X|||20260114083000"


def read(text: str | bytes, **options: object) -> list[dict[str, str]]:
    collector = Collector()
    raw = text if isinstance(text, bytes) else text.encode()
    hl7.read(io.BytesIO(raw), dict(options), collector)
    (table,) = collector.tables
    return [
        {"row": str(number), **{h: c or "" for h, c in zip(table.header, cells, strict=True)}}
        for number, cells in zip(table.row_numbers, zip(*table.columns, strict=True), strict=True)
    ]


def one(obx: str, **options: object) -> dict[str, str]:
    (row,) = read("\r".join([HEADER, PATIENT, ORDER, obx]), **options)
    return row


def test_a_batch_of_messages_keeps_rows_statuses_and_draw_times() -> None:
    (table,) = sandbox.read(FILES / "oru_r01_batch.hl7", sniff(FILES / "oru_r01_batch.hl7"))
    assert table.kind == "labs"
    rows = [dict(zip(table.header, row.values(), strict=True)) for row in table.rows.to_pylist()]
    assert table.row_numbers.to_pylist() == [7, 8, 9, 11, 12, 13, 16, 17, 23, 24, 25, 26]
    assert [r["status"] for r in rows] == [
        "final", "final", "final", "preliminary", "final", "final", "corrected", "preliminary",
        "final", "cancelled", "wrong_patient", "cancelled",
    ]  # fmt: skip
    assert {r["specimen_id"] for r in rows} == {"S9001", "F101", "F200"}
    assert rows[2]["value"] == ">2000"
    assert rows[2]["comment"] == "diluted & repeated, 10^3 cells"
    assert rows[0]["patient_name"] == "José A Muster"
    assert rows[0]["birth_date"] == "1970-02-03"
    assert rows[6]["collected_at"] == "2026-01-14T08:25:00+01:00"
    assert rows[6]["unit"] == "µg/L"
    assert rows[8]["collected_at"] == "2026-01-13"  # OBR-7 is empty, OBX-14 stands in
    assert rows[8]["patient_id"] == "77701"  # PID-3 is empty, PID-2 stands in
    assert rows[9]["hold"]  # neither: a person settles it
    assert "passed over: 1." in " ".join(table.notes)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_line_end_counts_the_same_segments(end: str) -> None:
    rows = read(end.join([HEADER, PATIENT, ORDER, "OBX|1|NM|CA^Calcium||9.1|mg/dL", ""]))
    assert [(r["row"], r["value"]) for r in rows] == [("4", "9.1")]


@pytest.mark.parametrize(
    ("letter", "status"),
    [("F", "final"), ("P", "preliminary"), ("C", "corrected"), ("D", "cancelled"), ("I", "preliminary"), ("X", "cancelled"),
     ("W", "wrong_patient"), ("", "final"), ("?", "preliminary")],
)  # fmt: skip
def test_observation_status(letter: str, status: str) -> None:
    assert one(f"OBX|1|NM|CA^Calcium||9.1|mg/dL|||||{letter}")["status"] == status


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("SN", "<^5", "<5"), ("SN", ">^2000", ">2000"), ("SN", "^100", "100"), ("SN", "=^7", "7"), ("SN", "^1^:^128", "1:128"),
        ("SN", "^10^-^20", "10-20"), ("NM", "5.60", "5.60"), ("ST", "<0.2", "<0.2"), ("ST", '""', ""), ("CE", "POS^positive^L", "positive"),
        ("NM", "5~6", "5~6"), ("NM", "5.6^", "5.6"), ("TX", "h\\T\\m", "h&m"), ("ED", "a^b^c", "(attached document)"),
    ],
)  # fmt: skip
def test_value_types_never_become_another_number(kind: str, written: str, value: str) -> None:
    assert one(f"OBX|1|{kind}|CA^Calcium||{written}|mg/dL")["value"] == value


@pytest.mark.parametrize(
    ("written", "plain"),
    [("10\\S\\3/µL", "10^3/µL"), ("a\\F\\b", "a|b"), ("a\\R\\b", "a~b"), ("a\\E\\b", "a\\b"), ("\\H\\high\\N\\", "high"),
     ("Jos\\XC3A9\\", "José"), ("\\XE9\\", "é"), ("a\\b", "a\\b"), ("tail\\", "tail\\"), ("a\\.br\\b", "a\nb")],
)  # fmt: skip
def test_escapes(written: str, plain: str) -> None:
    assert Separators().plain(written) == plain


def test_own_separators_are_respected() -> None:
    text = "MSH#*!?$#SYN#LAB#T#C#20260114##ORU*R01#1#P#2.5\rPID#1##7*x\rOBR#1##F#X###202601140830\rOBX#1#NM#CA*Calcium##9.1#mg/dL"
    (row,) = read(text)
    assert (row["patient_id"], row["test"], row["collected_at"]) == ("7", "Calcium", "2026-01-14T08:30:00")


def test_loinc_is_found_in_any_component() -> None:
    assert one("OBX|1|NM|6768-6^ALP^LN||80|U/L")["code"] == "6768-6"
    assert one("OBX|1|NM|AP^ALP^L^6768-6^Alk phos^LN||80|U/L")["code"] == "6768-6"
    assert loinc_in(["CA", "17861-6", "L"]) == "17861-6"
    assert loinc_in(["2026-1", "x", "L"]) == ""  # no check digit: a local code
    assert is_loinc("11253-2")
    assert not is_loinc("11253-3")


def test_the_medical_record_number_is_the_identifier() -> None:
    rows = read(
        "\r".join([HEADER, "PID|1|x|999^^^USA^SS~00123^^^H^MR", ORDER, "OBX|1|NM|CA^Calcium||9|mg/dL"])
    )
    assert rows[0]["patient_id"] == "00123"


def test_nothing_of_one_patient_reaches_the_next() -> None:
    rows = read(
        "\r".join(
            [HEADER, PATIENT, ORDER, "OBX|1|NM|CA^Ca||9|mg/dL", "PID|2||456", "OBX|1|NM|CA^Ca||8|mg/dL"]
        )
    )
    assert (rows[1]["patient_id"], rows[1]["collected_at"], rows[1]["specimen_id"]) == ("456", "", "")


def test_a_line_break_inside_a_field_loses_no_row() -> None:
    rows = read(
        "\n".join([HEADER, PATIENT, ORDER, "OBX|1|TX|COM^Note||first", "second", "OBX|2|NM|CA^Ca||9|mg/dL"])
    )
    assert [r["row"] for r in rows] == ["4", "6"]
    assert rows[0]["value"] == "first\nsecond"


def test_character_set() -> None:
    latin = "\r".join(
        [HEADER + "||||||8859/1", "PID|1||1||Müller^José", ORDER, "OBX|1|NM|CA^Ca||9|mg/dL"]
    ).encode("latin-1")
    assert read(latin)[0]["patient_name"] == "José Müller"
    undeclared = latin.replace(b"8859/1", b"")
    with pytest.raises(RefusedError, match="--encoding"):
        read(undeclared)
    assert read(undeclared, encoding="latin-1")[0]["patient_name"] == "José Müller"
    with pytest.raises(RefusedError, match="not known"):
        read(undeclared, encoding="klingon")


@pytest.mark.parametrize(
    ("written", "iso"),
    [("20260114083000.123+0100", "2026-01-14T08:30:00+01:00"), ("20260114", "2026-01-14"), ("202601140830", "2026-01-14T08:30:00"),
     ("202601", "202601"), ("yesterday", "yesterday")],
)  # fmt: skip
def test_timestamps(written: str, iso: str) -> None:
    assert iso_time(written) == iso


def test_a_file_without_results_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "adt.hl7"
    path.write_text("MSH|^~\\&|A|B|C|D|20260101||ADT^A01|1|P|2.5\rPID|1||1\r")
    with pytest.raises(TroughlineError, match="no result message"):
        sandbox.read(path, "hl7")


def test_another_parser_finds_the_same_results() -> None:
    """hl7apy, which builds the whole message model, reads our batch as we do."""
    parser = pytest.importorskip("hl7apy.parser")
    text = (FILES / "oru_r01_batch.hl7").read_text(encoding="utf-8")
    theirs = []
    for part in text.split("MSH|")[1:]:
        lines = [line for line in f"MSH|{part}".splitlines() if line[:3] not in ("BTS", "FTS")]
        message = parser.parse_message("\r".join(lines), find_groups=False)
        theirs += [child for child in message.children if child.name == "OBX"]
    ours = read(text)
    assert len(theirs) == len(ours)
    for segment, row in zip(theirs, ours, strict=True):
        assert segment.obx_3.to_er7().split("^")[1] == row["test"]
        if segment.obx_2.to_er7() in ("NM", "ST"):
            assert segment.obx_5.to_er7() == row["value"]
        assert segment.obx_6.to_er7().split("^")[0] == row["unit"]


def test_a_line_that_is_no_segment_is_named() -> None:
    collector = Collector()
    lines = [HEADER, PATIENT, ORDER, "OBX|1|NM|CA^Calcium||9.8|mg/dL", "GARBAGE LINE", ""]
    hl7.read(io.BytesIO("\r".join(lines).encode()), {}, collector)
    (table,) = collector.tables
    assert table.row_numbers == [4]
    assert any("begin no segment" in note and note.endswith(": 5.") for note in table.notes)

"""A clinic's own settings lie over ours; what is wrong is named by its key."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from analytics.settings import load, time_zone
from data.errors import TroughlineError, why


def copy(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "clinic.toml"
    path.write_text(text)
    return path


def test_ours_have_unit_and_source() -> None:
    for key, value, unit, source in load().items():
        assert unit, key
        assert source, key
        assert value is not None


def test_own_value_lies_over_ours(tmp_path: Path) -> None:
    settings = load(
        copy(tmp_path, "[ca_p]\ncritical = 65\n[trough]\nlevels_are_troughs = { value = false }\n")
    )
    assert settings.value("ca_p.critical") == 65
    assert settings.value("trough.levels_are_troughs") is False
    assert settings.value("ca_p.watch") == 55
    assert settings != load()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[ca_p]\ncritcal = 60\n", r"ca_p\.critcal.*Did you mean ca_p\.critical"),
        (
            "[ca_p]\nsomething = 60\n",
            r"ca_p\.something.*Known are: ca_p\.critical, ca_p\.watch, ca_p\.disagree_percent\.",
        ),
        ("[stones]\nsize = 60\n", r"stones\.size.*Known are: window, pain, timing"),
        ("[window]\nopens_days = 21.5\n", "window.opens_days"),
        ("[ca_p]\ncritical = 'high'\n", "ca_p.critical"),
        ("[ca_p]\ncritical = -1\n", "ca_p.critical"),
        ("[ca_p]\ncritical = nan\n", "ca_p.critical"),
        ("[ca_p]\ncritical = 50\n", "ca_p.watch"),
        ("[trough]\nlevels_are_troughs = 1\n", "trough.levels_are_troughs"),
        ("[target]\nfirst_low = 12\n", "target.first_low"),
        ("critical = 70\n", "critical"),
        ("[ca_p\n", "not valid TOML"),
        ("[ca_p]\ncritical = 0\n", r"ca_p\.critical is 0"),
        ("[pth]\ndefault_upper = 0\n", r"pth\.default_upper is 0"),
        ("[variability]\nover_percent = 0\n", r"variability\.over_percent is 0"),
        ("[pain]\nlag_days = -1\n", r"pain\.lag_days"),
        ("[window]\nopens_days = -21\n", r"window\.opens_days"),
        ("[window]\nopens_days = 500\n", r"window\.opens_days .* window\.closes_months"),
        ("[window]\ncloses_months = 0\n", r"window\.closes_months"),
        ("[overdue]\nlater_pth_days = 99999999999\n", r"overdue\.later_pth_days"),
        ("[target]\nlater_low = 9\n", r"target\.later_low .* target\.later_high"),
        ("[target]\nfirst_high = 25\n", r"target\.first_high .* trough\.toxic"),
        ("[due]\nchange_from_days_extended = 11\n", r"due\.change_from_days_extended"),
        ("[calcium]\nsevere = 10.3\n", r"calcium\.high_without_pth .* calcium\.severe"),
        ("[variability]\nat_least = 1\n", r"variability\.at_least"),
        ("[variability]\nshown_from = 7\n", r"variability\.shown_from .* variability\.at_least"),
        ("[calcium]\nhigh = { value = 2.55, unit = 'mmol/L' }\n", r"calcium\.high is given in 'mmol/L'"),
        ("[calcium]\nhigh = { valu = 10.3 }\n", r"calcium\.high names valu"),
        ("[calcium]\nhigh = [10.3]\n", r"calcium\.high"),
        ("[clinic]\nname = 'Ours'\n", r"clinic\.name"),
        ("[clinic]\ntime_zone = 'Berlin'\n", r"clinic\.time_zone"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(TroughlineError, match=named):
        load(copy(tmp_path, text))


@pytest.mark.parametrize(
    "key", ["target.first_low", "pain.lag_days", "phosphorus.very_low", "trough.beyond_percent"]
)
def test_a_zero_that_means_something_is_taken(key: str) -> None:
    assert load().changed({key: 0}).value(key) == 0


def test_every_setting_refuses_a_text_and_every_number_a_negative() -> None:
    for key, value, _, _ in load().items():
        wrong: list[object] = ["7", None, [7]]
        wrong += [1] if isinstance(value, bool) else [True, -1, float("inf")]
        for one in wrong:
            with pytest.raises(TroughlineError, match=key.replace(".", r"\.")):
                load().changed({key: one})  # type: ignore[dict-item]


def test_ours_pass_their_own_checks() -> None:
    ours = load()
    assert ours.changed({key: value for key, value, _, _ in ours.items()}).columns() == ours.columns()


def test_time_zone_stands_in_the_clinic_s_file(tmp_path: Path) -> None:
    assert time_zone(copy(tmp_path, "[clinic]\ntime_zone = 'Europe/Berlin'\n")) == "Europe/Berlin"
    assert time_zone(copy(tmp_path, "[ca_p]\ncritical = 65\n")) is None
    assert time_zone(tmp_path / "none.toml") is None


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TroughlineError, match=r"none\.toml"):
        load(tmp_path / "none.toml")


def test_every_setting_is_read_somewhere() -> None:
    root = Path(str(files("analytics")))
    texts = [file.read_text(encoding="utf-8") for file in (*root.rglob("*.sql"), *root.rglob("*.py"))]
    code = "\n".join(texts)
    unread = [
        key for key, _, _, _ in load().items() if key.replace(".", "_") not in code and f'"{key}"' not in code
    ]
    assert unread == [], "a setting that nothing reads promises what it does not do"


def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    western = tmp_path / "western.toml"
    western.write_bytes(b"# L\xe4rche\n")
    for path, words in (
        (tmp_path, "the file cannot be read: a folder stands there, not a file"),
        (tmp_path / "gone.toml", "the file cannot be read: there is no such file or folder"),
        (western, "the file is not UTF-8 text. Save it with the encoding UTF-8"),
    ):
        with pytest.raises(TroughlineError) as refused:
            load(path)
        assert str(refused.value) == f"{path}: Settings: {words}."


def test_a_file_of_another_user_is_refused_in_words() -> None:
    assert why(PermissionError(13, "Permission denied")) == "this user has no right to it"
    assert why(OSError(5, "Input/output error")) == "the system says: Input/output error"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("[ca_p]\ncritical : 6\n", "at line 2, column 10", "expected sections like [ca_p]"),
        ("[ca_p", "at its end", "expected sections like [ca_p]"),
        ("[ca_p]\ncritical = 60\ncritical = 61\n", "at line 3, column 14", "a name stands there"),
        ("[ca_p]\n[pth]\n[ca_p]\n", "at line 3, column 6", "a name stands there"),
    ],
)
def test_where_a_file_is_no_toml_is_said_without_the_parsers_words(
    tmp_path: Path, text: str, where: str, what: str
) -> None:
    with pytest.raises(TroughlineError) as refused:
        load(copy(tmp_path, text))
    said = str(refused.value)
    assert f"not valid TOML {where}: {what}" in said
    assert "Expected" not in said
    assert "Cannot" not in said

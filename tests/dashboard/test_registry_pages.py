"""A registry in the dashboard: the list is the alert table, a patient comes from one bucket, nothing can be entered."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analytics.alerts import evaluate
from analytics.at_scale import evaluate_lake, read_alerts
from analytics.registry import Choice
from dashboard import cli, state, warming
from dashboard import registry as registries
from dashboard.texts import registry as texts
from data import reviewing
from data.errors import TroughlineError
from data.lake import export_lake
from data.store import Store

FRAME = str(Path(__file__).parents[2] / "dashboard" / "frame.py")
PAGES = [name for members in texts.SECTIONS.values() for name, _ in members]


@pytest.fixture(scope="module")
def lake(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, date]:
    """The demonstration clinic as a registry of one site, evaluated on its last day."""
    folder = tmp_path_factory.mktemp("registry")
    own = shutil.copyfile(built_demo, folder / "demo.duckdb")
    with Store.open(own) as store:
        day = date.fromisoformat(str(store.clinic_fact("last_day")))
        export_lake(
            store, str(folder / "lake"), site="demo", exported_at=datetime(2026, 4, 1, tzinfo=UTC), buckets=4
        )
    assert not evaluate_lake(str(folder / "lake"), str(folder / "alerts"), day, workers=2).problems
    return str(folder / "lake"), str(folder / "alerts"), day


@pytest.fixture
def registry(lake: tuple[str, str, date], monkeypatch: pytest.MonkeyPatch) -> Iterator[date]:
    """The pages show the registry; returns the day it was evaluated for."""
    monkeypatch.setenv(registries.LAKE, lake[0])
    monkeypatch.setenv(registries.ALERTS, lake[1])
    yield lake[2]
    state.close_store()


def test_the_first_of_the_list_is_at_hand_when_the_first_reader_asks(
    registry: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    warming.begin()
    state.wait_for_background()
    shown = state.registry()
    assert shown is not None
    first = shown.worklist(Choice(), most=1).rows[0]["patient_id"]
    monkeypatch.setattr("analytics.registry.open_patient", lambda *_: pytest.fail("read again"))
    assert shown.store_of(first).value("SELECT count(*) FROM results") > 0


def opened(patient: str | None = None, page: str = PAGES[0]) -> AppTest:
    app = AppTest.from_file(FRAME, default_timeout=60)
    if patient:
        app.session_state[state.PATIENT] = patient
    app._page_hash = calc_hash("" if page == PAGES[0] else page)
    return app.run()


def said(app: AppTest) -> str:
    return "\n".join([m.value for m in app.markdown] + [h.proto.body for h in app.get("html")])


def listed(app: AppTest) -> list[str]:
    return [
        b.key.removeprefix("open_registry_")
        for b in app.button
        if b.key and b.key.startswith("open_registry_")
    ]


def test_the_list_has_everybody_whom_the_store_itself_lists_page_by_page(
    registry: date, lake: tuple[str, str, date]
) -> None:
    with Store.open(Path(lake[0]).with_name("demo.duckdb")) as store:
        alerts = evaluate(store, registry).alerts
        cases = set(store.read("SELECT patient_id FROM case_studies")["patient_id"])
    asking = alerts[(alerts["status"] == "open") & alerts["severity"].isin(["critical", "warning"])]
    expected = set(asking["patient_id"]) - cases
    app, found = opened(), []
    assert "match the filters" not in said(app)
    while True:
        assert not app.exception
        found += listed(app)
        if app.button(key="rr_next").disabled:
            break
        app.button(key="rr_next").click().run()
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert len(found) > 25, "more than one page"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_and_says_that_it_is_read_only_and_of_which_day(registry: date, page: str) -> None:
    app = opened("SIM-001", page)
    assert not app.exception
    assert not app.error
    assert app.session_state[state.PAGE] == page
    assert "REGISTRY, READ ONLY" in said(app)
    assert "SIMULATED" in said(app)
    assert f"evaluated as of {registry.day} {registry:%b %Y}" in said(app)


def test_a_patient_shows_the_alerts_of_the_table_and_no_way_to_answer(registry: date) -> None:
    app = opened()
    app.button(key="open_registry_SIM-001").click().run()
    assert not app.exception
    assert app.session_state[state.PAGE] == "patient"
    found = state.registry()
    assert found is not None
    table = read_alerts(found.output)
    expected = table[(table["patient_id"] == "SIM-001") & (table["status"] == "open")]
    own = evaluate(found.store_of("SIM-001"), registry).alerts
    assert set(own.loc[own["status"] == "open", "why"]) == set(expected["why"])
    assert len(expected)
    assert not [b for b in app.button if b.key and b.key.endswith("_save")]


def test_entries_are_refused_in_plain_words(registry: date) -> None:
    found = state.registry()
    assert found is not None
    with pytest.raises(TroughlineError, match="registry, read only"):
        reviewing.mark_reviewed(found.store_of("SIM-001"), "SIM-001", who="test", today=registry)


def test_an_id_that_is_not_in_the_lake_is_said_to_be_unknown(registry: date) -> None:
    app = opened(page="patient")
    app.text_input(key="registry_patient").set_value("NOBODY-1").run()
    assert not app.exception
    assert any("NOBODY-1" in i.value for i in app.info)


def test_filters_narrow_the_list_and_begin_at_its_first_page(registry: date) -> None:
    app = opened()
    app.button(key="rr_next").click().run()
    app.multiselect(key="rr_rules").set_value(["calciphylaxis_risk"]).run()
    assert set(listed(app)) == {"SIM-008", "SIM-009"}
    assert "match the filters" in said(app)
    app.multiselect(key="rr_sites").set_value(["demo"]).run()
    assert set(listed(app)) == {"SIM-008", "SIM-009"}


def test_buckets_that_are_missing_and_later_exports_are_said(
    lake: tuple[str, str, date], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(lake[1], tmp_path / "alerts")
    (tmp_path / "alerts" / "alerts" / "bucket=00001.parquet").write_bytes(b"PAR1 half")
    monkeypatch.setenv(registries.LAKE, lake[0])
    monkeypatch.setenv(registries.ALERTS, str(tmp_path / "alerts"))
    app = opened()
    assert not app.exception
    assert any("1 of 4 buckets are not evaluated" in w.value for w in app.warning)
    state.close_store()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--lake", "somewhere"], "needs both"),
        (["--lake", "nowhere", "--alerts", "nothing"], "No alerts in nothing"),
        (["--lake", "a", "--alerts", "b", "--watch", "c"], "read only"),
    ],
)
def test_serve_refuses_half_a_registry(
    options: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(registries.LAKE, "")  # so that what serve sets is taken back
    monkeypatch.setenv(registries.ALERTS, "")
    assert cli.main(["serve", *options]) == cli.REFUSED
    assert words in capsys.readouterr().err


def test_the_server_starts_quietly_and_clears_no_uploads_of_others(
    registry: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from dashboard.app import app, lifespan

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TROUGHLINE_ANNOUNCED", "command")
    other = tmp_path / ".uploads" / "other.csv"
    other.parent.mkdir()
    other.write_text("x")

    async def start_and_stop() -> None:
        async with lifespan(app):
            pass

    asyncio.run(start_and_stop())
    assert caplog.messages == []
    assert other.exists()


def test_the_burden_of_all_sites_stands_beside_the_published_one(registry: date) -> None:
    shown = state.registry()
    assert shown is not None
    burden = shown.figures("burden")
    assert burden is not None
    rate = burden["alerts"].sum() / (burden["patient_days"].sum() / 30.4375)
    words = said(opened(page="registry_cohort"))
    assert f"**{rate:.2f}** alerts a patient-month" in words
    assert "had **0.61**" in words

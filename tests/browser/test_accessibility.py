"""axe-core over every page in both themes: no finding that is ours. axe comes with its pip package."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest

pytestmark = pytest.mark.browser

STREAMLITS_OWN = {
    # rule, and the part of the page in which Streamlit itself breaks it: why we cannot mend it
    ("list", "[data-testid=stSidebarNavItems]"): "its navigation puts section <div>s straight into the <ul>",
    ("listitem", "[data-testid=stSidebarNav]"): "and the <li>s of a section inside a <div>",
    ("region", "#stFloatingOverlayPortal"): "its tooltips stand in a portal outside of every landmark",
    (
        "presentation-role-conflict",
        "[data-testid=stFileUploaderDropzone]",
    ): "its drop zone has a role and a focus",
}
"""The one place for findings that are not ours. Anything else fails, also the minor."""

CASES = ("CIPS-1", "RA-1", "CALC-1")


@pytest.fixture(scope="module")
def axe() -> str:
    """The text of axe-core, which the test package carries; nothing is downloaded."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(params=["light", "dark"])
def themed(
    chromium: Any, demo_server: Any, settled: Callable[[Any], None], request: pytest.FixtureRequest
) -> Iterator[Any]:
    """A signed-in page in one of the themes."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme=request.param)
    page = context.new_page()
    page.goto(demo_server.newest_url())
    settled(page)
    page.locator('input[aria-label="Your name"]').fill("A. Reader")
    page.keyboard.press("Enter")
    settled(page)
    yield page
    context.close()


def test_every_page_in_both_themes(themed: Any, axe: str, settled: Callable[[Any], None]) -> None:
    wrong: list[str] = []

    def check(where: str) -> None:
        settled(themed)
        wrong.extend(f"{where}: {found}" for found in findings(themed, axe))

    names = [link.inner_text() for link in themed.get_by_test_id("stSidebarNavLink").all()]
    assert len(names) >= 9
    for name in names:
        themed.get_by_role("link", name=name, exact=True).click()
        check(name)
    for case in CASES:
        themed.get_by_role("button", name=case, exact=True).click()
        themed.locator(".js-plotly-plot").first.wait_for(timeout=60_000)
        check(case)
    for section in ("Doses and symptoms", "Trough metrics", "Naranjo"):
        themed.get_by_role("radio", name=section).click()
        check(f"{CASES[-1]}, {section}")
    themed.get_by_role("link", name="Record", exact=True).click()
    check("Record of a patient")
    themed.get_by_role("link", name="Weekly review", exact=True).click()
    settled(themed)
    themed.get_by_role("button", name="Filter").click()
    check("the filters")
    themed.keyboard.press("Escape")
    themed.get_by_role("button", name=re.compile("Start the meeting")).click()
    check("the meeting")
    themed.get_by_role("button", name="Answer").first.click()
    check("an answer to an alert")
    assert not wrong, "\n".join(wrong)


def test_the_pages_of_a_first_run(
    chromium: Any,
    start: Callable[..., Any],
    axe: str,
    settled: Callable[[Any], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = start("serve", "--store", str(tmp_path_factory.mktemp("empty") / "empty.duckdb"))
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(server.newest_url())
    wrong = []
    for name in ("Weekly review", "Cohort", "Dose–symptom timing", "Patient", "Record"):
        page.get_by_role("link", name=name, exact=True).click()
        settled(page)
        page.get_by_role("heading", name=name, exact=True).wait_for()
        wrong += [f"{name}: {found}" for found in findings(page, axe)]
    page.get_by_role("button", name="Upload the first files").click()
    page.get_by_role("heading", name="Upload", exact=True).wait_for()
    settled(page)
    wrong += [f"Upload: {found}" for found in findings(page, axe)]
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("themed", ["light"], indirect=True)
def test_axe_sees_what_it_should(themed: Any, axe: str) -> None:
    """A check that cannot fail is none: grey on grey, a field without a name and a heading out of order are found."""
    themed.evaluate(
        "document.querySelector('[data-testid=stMain]').insertAdjacentHTML('afterbegin',"
        '\'<p style="color:#999;background:#aaa">faint</p><input type="text"><h1>a</h1><h4>b</h4>\')'
    )
    found = " ".join(findings(themed, axe))
    assert "color-contrast" in found
    assert "label" in found
    assert "heading-order" in found


def findings(page: Any, axe: str) -> list[str]:
    """Findings that are ours, of every impact: rule, element and what is wrong with it."""
    page.evaluate(axe)
    answer = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = []
    for violation in answer["violations"]:
        for node in violation["nodes"]:
            if not _streamlits_own(page, violation["id"], node["target"]):
                found.append(f"{violation['id']} ({violation['help']}): {node['html'][:160]}")
    return found


def _streamlits_own(page: Any, rule: str, target: list[str]) -> bool:
    return any(
        rule == theirs and page.evaluate("([s, t]) => !!document.querySelector(s)?.closest(t)", [target[0], part])
        for theirs, part in STREAMLITS_OWN
    )  # fmt: skip

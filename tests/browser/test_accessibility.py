"""axe-core over every page in both themes: no serious or critical finding that is ours. axe comes with its pip package."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest

pytestmark = pytest.mark.browser

STREAMLITS_OWN = {
    # rule, and the part of the page in which Streamlit itself breaks it: why we cannot mend it
    ("list", "stSidebarNavItems"): "its navigation puts section <div>s straight into the <ul>",
    ("listitem", "stSidebarNav"): "and the <li>s of a section inside a <div>",
}
"""The one place for findings that are not ours. Anything else fails."""

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


def test_axe_sees_what_it_should(themed: Any, axe: str) -> None:
    """A check that cannot fail is none: grey on grey and a field without a name are found."""
    themed.evaluate(
        "document.querySelector('[data-testid=stMain]').insertAdjacentHTML('afterbegin',"
        '\'<p style="color:#999;background:#aaa">faint</p><input type="text">\')'
    )
    found = " ".join(findings(themed, axe))
    assert "color-contrast" in found
    assert "label" in found


def findings(page: Any, axe: str) -> list[str]:
    """Serious and critical findings that are ours: rule, element and what is wrong with it."""
    page.evaluate(axe)
    answer = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = []
    for violation in answer["violations"]:
        if violation["impact"] not in ("serious", "critical"):
            continue
        for node in violation["nodes"]:
            if not _streamlits_own(page, violation["id"], node["target"]):
                found.append(f"{violation['id']} ({violation['help']}): {node['html'][:160]}")
    return found


def _streamlits_own(page: Any, rule: str, target: list[str]) -> bool:
    return any(
        rule == theirs and page.evaluate("([s, t]) => !!document.querySelector(s)?.closest(`[data-testid=${t}]`)", [target[0], part])
        for theirs, part in STREAMLITS_OWN
    )  # fmt: skip

"""The style sheet of the list: lines instead of boxes, three sizes of screen."""

from __future__ import annotations

from dashboard.charts.palette import Theme

_STYLE = """<style>
[class*="st-key-worklist_"] { container-type: inline-size; }
[class*="st-key-worklist_line"], [class*="st-key-worklist_lead"], .tl-head {
  container-type: normal; display: grid !important; grid-template-columns: 5.1rem 11.9rem minmax(0, 1fr);
  column-gap: .7rem; row-gap: .1rem; grid-template-rows: auto 1fr; align-items: start;
  position: relative; border-bottom: 1px solid GRID; padding: .45rem .3rem .4rem; }
[class*="st-key-worklist_line"]:hover, [class*="st-key-worklist_lead"]:hover { background: PANEL; }
[class*="st-key-worklist_l"] > * { width: auto !important; min-width: 0; position: static !important; }
[class*="st-key-worklist_l"] > :first-child, [class*="st-key-worklist_l"] > :first-child > .stHtml { display: contents; }
[class*="st-key-worklist_l"] > :nth-child(2) { grid-column: 2; grid-row: 1; }
[class*="st-key-worklist_l"] > :nth-child(3) { grid-column: 3; grid-row: 1 / span 2; }
[class*="st-key-worklist_l"] .tl-sev { grid-column: 1; grid-row: 1 / span 2; }
[class*="st-key-worklist_l"] .tl-day { grid-column: 2; grid-row: 2; }
[class*="st-key-worklist_l"] button { display: block; text-align: left; padding: 0; min-height: 0; line-height: 1.25; }
[class*="st-key-worklist_l"] button * { justify-content: flex-start; text-align: left; }
[class*="st-key-worklist_l"] button p { font-size: .93rem; }
[class*="st-key-worklist_line"] button p > span { font-size: .76rem; }
[class*="st-key-worklist_l"] button small, [class*="st-key-worklist_l"] button p > span { white-space: nowrap; display: inline-block; }
[class*="st-key-worklist_l"] button::after { content: ""; position: absolute; inset: 0; z-index: 1; }
[class*="st-key-worklist_l"] button:focus-visible { box-shadow: none; outline: none; }
[class*="st-key-worklist_l"] button:focus-visible::after { outline: 2px solid FOCUS; outline-offset: -2px; }
[class*="st-key-said_"] { flex-wrap: nowrap !important; } [class*="st-key-said_"] button { white-space: nowrap; }
.tl-head { font-size: .74rem; color: MUTED; padding-top: 0; align-items: baseline; border-bottom: 1px solid RULE; }
.tl-head .tl-dose, .tl-head .tl-rev { font-size: inherit; } .tl-head .tl-grid { align-items: baseline !important; } .tl-head .tl-cell small { display: block; }
.tl-grid { display: grid; grid-template-columns: minmax(12rem, 1fr) 6rem repeat(4, 5.1rem) 4.8rem; column-gap: .8rem;
  align-items: start; font-variant-numeric: tabular-nums; }
.tl-sev { font-size: .8rem; white-space: nowrap; line-height: 1.45; } .tl-sev b { font-size: 1.05em; }
.tl-day, .tl-dose, .tl-rev { font-size: .78rem; line-height: 1.32; color: MUTED; }
.tl-day b, .tl-dose b { color: TEXT; font-weight: 600; } .tl-dose b { font-size: .95rem; }
.tl-why p { margin: 0; } .tl-reason { font-size: .93rem; line-height: 1.32; color: TEXT; }
.tl-also, .tl-note { font-size: .78rem; line-height: 1.4; color: MUTED; }
.tl-new { font-size: .74em; letter-spacing: .02em; border: 1px solid currentColor; border-radius: 3px; padding: 0 .28em; margin-right: .2em; }
.tl-muted, .tl-none { color: MUTED; font-size: .78rem; }
.tl-spark { display: block; line-height: 1; } .tl-spark img { display: block; max-width: 100%; height: auto; margin: 0; }
.tl-last { font-size: .8rem; line-height: 1.3; white-space: nowrap; } .tl-last i { font-style: normal; font-size: .68rem; color: MUTED; margin-left: .35em; font-weight: 400; }
.tl-last i small { display: block; font-size: 1em; margin: 0; } .tl-beyond { font-weight: 700; }
.tl-horizon { font-size: .95rem !important; font-weight: 600; margin: 0; padding: 1.1rem .3rem .25rem !important; border-bottom: 1px solid RULE; color: TEXT; }
.tl-horizon span { font-weight: 400; margin-left: .35rem; } .tl-horizon small { font-weight: 400; color: MUTED; margin-left: .8rem; font-size: .76rem; }
[class*="st-key-worklist_lead"] { padding: .75rem .3rem .7rem; }
[class*="st-key-worklist_lead"] .tl-reason { font-size: 1.22rem; line-height: 1.28; font-weight: 500; }
[class*="st-key-worklist_lead"] button p { font-size: 1.18rem; }
[class*="st-key-worklist_lead"] .tl-sev { font-size: .95rem; line-height: 1.6; }
@container (min-width: 861px) {
  [class*="st-key-worklist_lead"] .tl-why { display: contents; }
  [class*="st-key-worklist_lead"] .tl-reason { grid-column: 1 / -1; grid-row: 1; }
  [class*="st-key-worklist_lead"] .tl-notes { grid-column: 1; grid-row: 2; }
  [class*="st-key-worklist_lead"] .tl-grid > .tl-dose, [class*="st-key-worklist_lead"] .tl-grid > .tl-cell,
  [class*="st-key-worklist_lead"] .tl-grid > .tl-rev { grid-row: 2; }
  [class*="st-key-worklist_lead"] .tl-grid { row-gap: .3rem; }
}
@container (max-width: 1160px) {
  .tl-grid { grid-template-columns: minmax(11rem, 1fr) 4.3rem repeat(4, 4.5rem) 3.9rem; column-gap: .55rem; }
  .tl-last i { margin-left: .2em; font-size: .64rem; }
}
@container (max-width: 860px) {
  .tl-grid .tl-why { grid-column: 1 / -1; } .tl-head .tl-why { display: none; } .tl-grid { row-gap: .3rem; }
  [class*="st-key-worklist_line"], [class*="st-key-worklist_lead"], .tl-head { grid-template-columns: 5.6rem minmax(0, 1fr); }
  [class*="st-key-worklist_l"] .tl-day { grid-column: 2; } [class*="st-key-worklist_l"] .tl-day br { display: none; } .tl-day b::after { content: " · "; }
  .tl-head > .tl-sev, .tl-head > span { display: none; } .tl-head .tl-grid { grid-column: 1 / -1; }
  [class*="st-key-worklist_l"] > :nth-child(3) { grid-column: 1 / -1; grid-row: 3; }
  .tl-grid { grid-template-columns: 5.6rem repeat(4, minmax(4.6rem, 1fr)) 5rem; column-gap: .7rem; }
}
@container (max-width: 560px) {
  .tl-grid { grid-template-columns: repeat(4, minmax(3.6rem, 1fr)); }
  .tl-grid .tl-dose, .tl-grid .tl-rev { grid-column: 1 / -1; }
  .tl-grid .tl-cell { grid-row: 3; }
  .tl-head { display: none !important; }
}
</style>"""


def style(theme: Theme) -> str:
    """The style sheet in the colours of the theme."""
    colours = {
        "GRID": theme.grid, "PANEL": theme.panel, "MUTED": theme.muted, "TEXT": theme.text, "RULE": theme.rule,
        "FOCUS": theme.severity("watch").mark,
    }  # fmt: skip
    sheet = _STYLE
    for name, value in colours.items():
        sheet = sheet.replace(name, value)
    return sheet

"""English in Python source and queries: which of their literals a reader may see as words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

KEYS = {
    "alp", "before", "below", "between", "circle", "closed", "dark", "dates", "days", "information", "lead", "left", "level",
    "light", "line", "month", "none", "open", "right", "tacrolimus", "window", "year",
}  # fmt: skip
"""Single words of the program between which it chooses: looks, sides, rows, states of a window, steps of an axis."""
SHOWS = {
    "button", "caption", "checkbox", "download_button", "error", "expander", "header", "info", "markdown", "metric",
    "multiselect", "popover", "segmented_control", "selectbox", "subheader", "success", "text", "text_area", "text_input",
    "title", "toggle", "warning", "write",
}  # fmt: skip
"""What puts its first argument before a reader."""
SAYS = {"alt", "annotation_text", "empty", "help", "label", "name", "placeholder", "text", "title"}
SIDES = {"above", "below", "inside", "left", "lines", "markers", "middle", "right"}
MARKUP = re.compile(
    r"</?\w[^>]*>?|^[^<>=]*[\"']>|[\w-]+=([\"'])[^\"']*\1?|%?\{[^{}]*\}|&\w+;|:(?:gray|small)\["
)
CODE = re.compile(
    r"<style|<script|[{}]|\bSELECT [\w,. ]+ FROM\b|[\w-]+:[^\s;][^;]*;|;[\w-]+:"  # styles, scripts, queries
    r"|^\.?[\w-]+(\.\w+)+$|^[\w.-]*_[\w.-]*$|^\.[a-z]+$|^-?[a-z]+(-[a-z]+)+-?$"  # files, settings, keys and their parts
    r"|^[\w²]+(/[\w.²]+)+( m²)?$|^#[0-9A-F]{6}$|^rgba\("  # units, kinds of file, colours
    r"|^dashboard\.\w+\.$|^/\w+$|^[a-z-]+:$"
)

SQL = re.compile(
    r"\b(SELECT|INSERT|CREATE|FROM|UNION|WHERE|ORDER BY|REPLACE|EXCLUDE|JOIN|AS|AND|SET|DROP|ATTACH|DETACH|BY NAME|TO|VALUES)\b"
    r"|[$]\w"
)
TYPE = re.compile(r"\w+\[\w+\]")
PATTERN = re.compile(r"\\\w|\w\|\w")
"""What is looked for: no sentence holds a backslash, or a bar between two words."""
NAME = re.compile(r"\S*/\S*|-\S+|[:.-]\w+[:-]|utf-8|latin-1|HL7 v2|FHIR R4")
"""Of a place, an option, a part of a file's name, an encoding, a format."""


def literals(source: str) -> Iterator[str]:
    """Every text in a module that a reader may see; no docstrings, types, subscripts, comparisons, patterns, formats.

    A text of one word is a key wherever it does not stand in the place of a sentence: shown, added, chosen, a default.
    """
    tree = ast.parse(source)
    above = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    apart = {id(part) for node in ast.walk(tree) for root in _never_shown(node) for part in ast.walk(root)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            parent = above[id(node)]
            in_words = isinstance(parent, ast.JoinedStr) or not re.fullmatch(r"[\w-]+", node.value)
            if in_words or re.match(r"[A-Z][a-z]{2}", node.value) or _stands_for_words(node, parent):
                yield node.value


def _never_shown(node: ast.AST) -> Iterator[ast.AST]:
    if (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or isinstance(node, ast.Compare):
        yield node
    elif isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
        yield node.annotation
    elif isinstance(node, ast.FunctionDef) and node.returns:
        yield node.returns
    elif isinstance(node, ast.FormattedValue) and node.format_spec:
        yield node.format_spec
    elif isinstance(node, ast.keyword) and node.arg in ("key", "shortcut", "type"):
        yield node.value
    elif isinstance(node, ast.Call) and re.fullmatch(r"cast|files|re\.\w+", ast.unparse(node.func)):
        yield from node.args[:1]


def _stands_for_words(node: ast.Constant, parent: ast.AST) -> bool:
    """`late + "overdue"`, `x if y else "unknown"`, `x or "none"`, `words.get(key, "other")`, `st.caption("rows")`, `title="month"`."""
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
        if parent.func.attr in SHOWS and node in parent.args[:1]:
            return True
        chosen = parent.func.attr == "get" and node in parent.args[1:]
    elif isinstance(parent, ast.keyword):
        return parent.arg in SAYS
    else:
        chosen = isinstance(parent, ast.BoolOp) or (isinstance(parent, ast.IfExp) and node is not parent.test)
        chosen |= isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add)
    return chosen and node.value not in KEYS


def english(source: str) -> list[str]:
    """The literals that read like English: two letters together that are no markup, style, key, file, unit or side."""
    found = []
    for text in literals(source):
        bare = MARKUP.sub(" ", text)
        words = re.findall(r"[^\W\d_]{2,}", bare)
        if words and not CODE.search(re.sub(r"%?\{[^{}]*\}", " ", text)) and not set(words) <= SIDES:
            found.append(text)
    return found


def sentences(source: str) -> set[str]:
    """English that is more than one word, or part of an f-string: below the pages a single word is a key."""
    return {
        text
        for text in english(source)
        if not re.fullmatch(r"\w+", text)
        and not (SQL.search(text) or PATTERN.search(text) or TYPE.fullmatch(text) or NAME.fullmatch(text))
    }


def sentences_in_sql(source: str) -> set[str]:
    """Quoted texts of a query that are more than one word."""
    lines = [line.split("--")[0] for line in source.splitlines()]
    quoted = " ".join(lines).split("'")[1::2]
    return {text for text in quoted if " " in text and re.search("[a-z]{2}", text)}

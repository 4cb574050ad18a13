"""What the YAML parser refuses, in words that say what to change."""

from __future__ import annotations

import re
from typing import Any

from ..model import Place
from ._problem import Problem

__all__ = ["encoding_problem", "syntax_problem"]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def encoding_problem(file: str, data: bytes) -> Problem | None:
    """The first byte that is no UTF-8, or the first control character; nothing where the text can be read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = (
            before.count(b"\n") + 1,
            len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1,
        )
        return Problem(
            Place(file, line, column),
            f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file in UTF-8",
        )
    found = _CONTROL.search(text)
    if found is None:
        return None
    line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
    return Problem(
        Place(file, line, column),
        f"the control character U+{ord(found[0]):04X} is not allowed; delete it, it may be invisible in the editor",
    )


def syntax_problem(file: str, text: str, error: Any) -> Problem:
    """The place and the words for an error of the parser (`yaml.YAMLError`), in C or in Python."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Problem(Place(file, 1, 1), f"the file is not YAML ({error}); save it as plain text in UTF-8")
    lines = text.splitlines() or [""]
    number = min(mark.line, len(lines) - 1)
    line = lines[number]
    if "mapping values are not allowed" in (error.problem or "") and _lacks_colon(lines, number):
        words = "this line has neither a colon nor a dash; write `key: value`"
        before = lines[number - 1]
        return Problem(Place(file, number, len(before) - len(before.lstrip()) + 1), words)
    at = line[mark.column : mark.column + 1] if number == mark.line else ""
    context_mark = getattr(error, "context_mark", None)
    start = context_mark.line + 1 if context_mark is not None else mark.line + 1
    if context_mark is not None and "quoted" in (error.context or "") and "end of stream" in (error.problem or ""):
        place = Place(file, start, context_mark.column + 1)
        return Problem(place, "the text in quotes that starts here never ends; close the quotes")
    words = _words(error.problem or "", error.context or "", line, at, start)
    column = mark.column + 1
    if "tab" in words and "\t" in line:
        column = line.index("\t") + 1
    return Problem(Place(file, number + 1, column), words)


def _lacks_colon(lines: list[str], number: int) -> bool:
    before = lines[number - 1].strip() if number else ""
    return bool(before) and ":" not in before and before[0] not in "-#"


def _words(problem: str, context: str, line: str, at: str, start: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or at == "\t" or "tab character" in problem:
        return "a tab stands where YAML needs spaces; replace it with spaces"
    if "escape" in problem:
        return "a backslash in double quotes starts an escape that YAML does not know; write \\\\ or use single quotes"
    if "flow" in context:
        kind, closing = ("list", "]") if "sequence" in context else ("mapping", "}")
        if "node" in context:
            return "a value is missing between brackets; write it, or close the brackets in the order they were opened"
        return f"the {kind} in brackets that starts in line {start} neither goes on nor ends here; add , or {closing}"
    if line.lstrip().startswith(": "):
        return "the key before the colon is missing; write `key: value`"
    if "unexpected ':'" in problem:
        return "a colon stands here without a space behind it; write `key: value`"
    if "cannot start any token" in problem:
        return f"a value cannot start with {at}; put it in quotes"
    if "mapping values are not allowed" in problem:
        if ": " in line.strip().rstrip(":") and line.count(":") > 1:
            return "a second colon stands in one line; put the value in quotes, or the second key on a line of its own"
        return (
            "a key is not expected here; indent it like the keys beside it, and see that the line before ends in a"
            " colon or has a value of its own"
        )
    if "block collection" in context:
        return f"this line is not an item of the list that starts in line {start}; start it with - or indent it less"
    if "block mapping" in context:
        return (
            f"this line does not continue the mapping that starts in line {start}; indent it like the keys beside it,"
            " and see that the line before is complete"
        )
    return f"this is not YAML: {problem or context}; compare the line with its neighbours"

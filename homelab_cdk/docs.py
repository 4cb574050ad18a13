"""The pages of `docs/` that follow from the code: `python -m homelab_cdk.docs` writes them, a test compares them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .config import Option
    from .constructs import Component

__all__ = ["components_page", "pages", "write"]


def components_page() -> str:
    """All components by slot, each with its options."""
    from .constructs import components
    from .model import SLOTS

    lines = ["# Components", "", "Written by `make docs` from the components themselves.", ""]
    for slot in SLOTS.values():
        found = [kind for kind in components() if kind.info.slot == slot.name]
        if not found:
            continue
        takes = {
            "one": "takes one",
            "many": "takes any number, the first is the default",
            "instances": "takes instances",
        }
        lines += [f"## `{slot.name}`", "", f"{_sentence(slot.about)} It {takes[slot.takes]}.", ""]
        for kind in found:
            lines += _component(kind)
    return "\n".join(lines)


def _component(kind: type[Component]) -> Iterator[str]:
    from .config import options_of

    info = kind.info
    yield from (f"### {info.name}", "", f"[{info.title}]({info.docs}): {info.about}.", "")
    if info.ending is not None:
        yield from (f"**At its end of life:** {info.ending.reason}. Use `{info.ending.successor}` instead.", "")
    chart = "".join(f"chart `{chart.name}` {chart.version}, " for chart in info.charts)
    why = "holds data" if info.holds_data else "the cluster stops without it" if info.essential else ""
    data = f"; {why}, so nothing of it is pruned" if why else ""
    yield f"- {_first_up(f'{chart}layer')} {info.layer}, phase {info.phase}, Pod Security `{info.pod_security}`{data}"
    for words, kinds in (("Provides", info.provides), ("Requires", info.requires), ("Takes up, if there", info.uses)):
        if kinds:
            yield f"- {words}: {', '.join(item.title for item in kinds)}"
    for words, text in (
        ("Licence", info.licence),
        ("Reaches into the machines", info.host_access),
        ("May do more than look after its own", info.wide_rights),
    ):
        if text:
            yield f"- {words}: {text}"
    if info.brings:
        yield f"- Brings along: {', '.join(info.brings)}"
    options = [option for option in options_of(kind) if not option.common]
    yield ""
    if options:
        yield from _table(options)


def _table(options: Sequence[Option]) -> Iterator[str]:
    yield from ("| option | type | what it does |", "| --- | --- | --- |")
    for option in options:
        yield f"| `{option.key}` | {_type(option.schema)} | {option.description.replace('|', chr(92) + '|')} |"
    yield ""


def _type(schema: object) -> str:
    if not isinstance(schema, dict):
        return "anything"
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"] if value is not None)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            kinds = dict.fromkeys(_type(item) for item in schema[key])
            return " or ".join(kind for kind in kinds if kind != "null")
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        return " or ".join(item for item in kind if item != "null")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(kind)


def _sentence(text: str) -> str:
    return f"{_first_up(text)}."


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def pages() -> dict[str, str]:
    """Every page by its file name."""
    from .checks import RULES, rule_markdown, rules_markdown
    from .components import load_components

    load_components()
    rules = {f"rules/{code}.md": rule_markdown(rule) for code, rule in sorted(RULES.items())}
    return {"components.md": components_page(), "rules.md": rules_markdown(), **rules}


def write(folder: Path) -> None:
    """Write every page into a folder, and remove the pages of rules that there are no more."""
    written = pages()
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    for path in (folder / "rules").glob("*.md"):
        if f"rules/{path.name}" not in written:
            path.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    from ._node import use_node

    use_node()
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))

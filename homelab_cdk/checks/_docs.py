"""The page about the rules, made from the rules themselves."""

from __future__ import annotations

from ._rule import RULES

__all__ = ["rules_markdown"]

_GROUPS = {
    "HL0": "The rules themselves",
    "HL1": "Identity and references",
    "HL2": "Order",
    "HL3": "Flux and Helm",
    "HL4": "Security, credentials and data",
    "HL5": "Nothing is lost on the way",
    "HL6": "Workloads",
    "HL7": "Addresses and ports",
    "HL8": "Proof",
}

_INTRODUCTION = """\
# Rules

Written by `make docs` from the rules themselves.

`homelab-synth` and `homelab check` look at the whole lab with these rules before anything is written. An error
stops the write, a warning does not. Each rule is named for what is true when it passes.

Where a finding is right for your lab, accept it in an app's Python with a reason; an acceptance that finds
nothing any more is reported itself:

```python
from homelab_cdk.checks import accept

accept(app, "HL601", reason="the vendor's image brings its own limits")
```
"""


def rules_markdown() -> str:
    """All rules by group: code, name, level and what they look at."""
    lines = [_INTRODUCTION]
    for prefix, title in _GROUPS.items():
        rules = [rule for code, rule in sorted(RULES.items()) if code.startswith(prefix)]
        lines += [f"## {title}", "", "| code | name | level | what it says |", "| --- | --- | --- | --- |"]
        for rule in rules:
            about = " ".join(rule.about.split()).replace("|", "\\|")
            lines.append(f"| {rule.code} | `{rule.name}` | {rule.level} | {about} |")
        lines.append("")
    return "\n".join(lines)

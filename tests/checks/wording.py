"""What any finding has to say, whichever rule it is of."""

from __future__ import annotations

from homelab_cdk.model import Finding

_VAGUE = ("correct it", "correct the name", "undo it if it is not meant")
"""What somebody who reads it knows already."""

_CUT_BEFORE = tuple(",;:.)]}")
_CUT_AFTER = tuple(",;:([{")


def badly_told(finding: Finding) -> str:
    """What is wrong with the words of a finding: a half that is missing or cut at the wrong place; empty where nothing is."""
    for name, text in (("reason", finding.reason), ("fix", finding.fix)):
        if not text:
            return f"it has no {name}: {finding}"
        if text != text.strip() or text.startswith(_CUT_BEFORE) or text.endswith(_CUT_AFTER) or _stops(text):
            return f"its {name} is {text!r}: {finding}"
    ways = [way.removeprefix("or ") for way in finding.fix.split(", ")]
    return f"its fix says nothing: {finding}" if any(way in _VAGUE for way in ways) else ""


def _stops(text: str) -> bool:
    """Whether it ends like a sentence; what is too long ends with three dots."""
    return text.endswith(".") and not text.endswith("...")

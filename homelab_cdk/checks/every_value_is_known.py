"""A chart knows every value that is set."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, rule
from ._values import unknown


@rule("HL450", "every_value_is_known")
def every_value_is_known(built: Built) -> Found:
    """A chart knows every value that is set.

    A misspelt value changes nothing: Helm takes it without a word. `homelab lock` refuses one; where values were changed
    since, each path is looked up in what the chart was last seen to know on this machine: what is of another type, or is
    spelt like a value of the chart and is none, is refused. What only rendering can tell, and charts that were never seen
    here, are told of by HL802.
    """
    for construct, findings in unknown(built).items():
        for finding, certain in findings:
            if certain:
                hint = f"; {finding.suggestion}" if finding.suggestion else ""
                yield construct, finding.path, f"{finding.message}{hint}"

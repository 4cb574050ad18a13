"""A chart knows every value that is set."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, rule
from ._values import changed


@rule("HL450", "every_value_is_known")
def every_value_is_known(built: Built) -> Found:
    """A chart knows every value that is set.

    A misspelt value changes nothing: Helm takes it without a word. `homelab lock` refuses one; where values were changed
    since, each path is looked up in what the chart on this machine was last seen to know. Where it was never seen here,
    HL802 says that nothing is proven.
    """
    for release, entry, tree in changed(built):
        from ..lock import unknown_values

        for finding in unknown_values(tree, release, entry):
            hint = f"; {finding.suggestion}" if finding.suggestion else ""
            yield release.construct, finding.path, f"{finding.message}{hint}"

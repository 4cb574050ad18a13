"""Everything in the lab is free to use, to read and to change."""

from __future__ import annotations

from collections.abc import Iterator

from ..constructs import Component, components
from ..order import Built
from ._licences import closed_parts
from ._rule import Found, Hit, rule


@rule(
    "HL756",
    "every_component_is_open_source",
    level="warning",
    needs="lab",
    example={
        "apps/vault.py": """
 from homelab_cdk import Component, ComponentInfo, Lab


-class Vault(Component):
+class OpenBao(Component):
     info = ComponentInfo(
-        name="vault",
-        title="Vault",
+        name="openbao",
+        title="OpenBao",
         about="keeps secrets",
         slot="secrets",
         layer="infrastructure",
         phase=2,
-        docs="https://developer.hashicorp.com/vault/docs",
-        licence="BUSL-1.1",
+        docs="https://openbao.org/docs/",
+        licence="MPL-2.0",
     )


 def build(lab: Lab) -> None:
-    Vault(lab, "vault")
+    OpenBao(lab, "openbao")
""",
    },
    says="""
Vault: its licence BUSL-1.1 is not on the list of the Open Source Initiative; choose another answer
to `secrets` (external-secrets), or accept it and say why
""",
    see=("https://opensource.org/licenses",),
)
def every_component_is_open_source(built: Built) -> Found:
    """Everything in the lab is free to use, to read and to change.

    The software of each component has a licence of the Open Source Initiative's list. Under others (BUSL, SSPL, the
    Elastic License) it may be read, and what may be done with it can change with each release.
    """
    for chart in built.lab.unit_charts:
        if isinstance(chart, Component):
            info = chart.info
            closed = closed_parts(info.licence)
            if closed:
                whole = f" in {info.licence}" if closed != [info.licence] else ""
                others = ", ".join(_open(info.slot))
                yield Hit(
                    chart.path,
                    info.title,
                    f"its licence {', '.join(closed)}{whole} is not on the list of the Open Source Initiative",
                    f"choose another answer to `{info.slot}`{f' ({others})' if others else ''}, or accept it and say why",
                )


def _open(slot: str) -> Iterator[str]:
    """The components that answer a slot, and are open source."""
    for kind in components():
        if kind.info.slot == slot and kind.info.licence and not closed_parts(kind.info.licence):
            yield kind.info.name

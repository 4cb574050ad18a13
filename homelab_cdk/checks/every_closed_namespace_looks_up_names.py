"""Pods that are closed in may still look up names."""

from __future__ import annotations

from ..order import Built
from ._passage import at_their_machine
from ._pods import pods_of
from ._policies import closed, egress, policies
from ._read import at, maps
from ._rule import Found, rule

_DNS = 53


@rule("HL673", "every_closed_namespace_looks_up_names")
def every_closed_namespace_looks_up_names(built: Built) -> Found:
    """Pods that are closed in may still look up names.

    In each namespace whose pods are denied what no rule lets out, some rule for all of them opens port 53. Without it no pod
    finds any other by its name, and everything fails as if nothing else were there.
    """
    index = pods_of(built)
    for namespace, items in policies(built).items():
        pods = [one for one in index.by_namespace.get(namespace, ()) if not at_their_machine(one)]
        if not pods or not closed(built, namespace, "Egress"):
            continue
        opening = [
            at(item.body, "spec", "podSelector")
            for item in items
            if any(not maps(rule_.get("ports")) or _asks(rule_.get("ports")) for rule_ in egress(item))
        ]
        for one in pods:
            if not any(one.taken_by(selector) for selector in opening):
                closing = next(item for item in items if not at(item.body, "spec", "podSelector"))
                yield (
                    closing.path,
                    str(closing.key),
                    f"{one.who} may not look up names: no rule lets its pods out to port 53; make the namespace with"
                    " `add_namespace`, which opens it",
                )
                break


def _asks(ports: object) -> bool:
    return any(port.get("port") in (None, _DNS, "dns") or isinstance(port.get("endPort"), int) for port in maps(ports))

"""Small labs with a kind of their own, whose CRD is in the lab, in a folder, or in the cache."""

from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import HelmApp, Lab, UnitChart
from homelab_cdk.model import Body, ChartFacts, CrdFact, LabConfig
from tests.checks.looking import thing
from tests.labs import PIN, crd, locked

GROUP = "tea.example.com"
POTS = CrdFact(group=GROUP, kind="Pot", plural="pots", scope="Namespaced", versions=("v1",))
LOCK = locked({"tea": ChartFacts(crds=(POTS,))})
RULE = {"rule": "self.cups <= 8 || self.large", "message": "only a large pot has more than eight cups"}
SPEC = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"type": "string", "enum": ["green", "black"]},
        "cups": {"type": "integer", "minimum": 1, "default": 4},
        "large": {"type": "boolean", "default": False},
    },
    "x-kubernetes-validations": [RULE],
}


def pot_crd(**version: Any) -> Body:
    """The CRD of a Pot."""
    body = crd("Pot", GROUP)
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": SPEC}}}
    body["spec"]["versions"] = [{"name": "v1", "served": True, "storage": True, "schema": schema, **version}]
    return body


def pot(**spec: object) -> Body:
    """A Pot in the namespace `tea`."""
    return thing(f"{GROUP}/v1", "Pot", namespace="tea", spec=spec)


def lab_with_crd(*bodies: Body, definition: Body | None = None) -> Lab:
    """A lab whose own manifests bring the CRD."""
    lab = Lab(LabConfig.sample())
    owner = UnitChart(lab, "crds")
    owner.holds_data = True
    owner.protect(owner.add_manifest(definition or pot_crd()))
    app = UnitChart(lab, "tea")
    app.add_namespace()
    for body in bodies:
        app.add_manifest(body)
    return lab


def lab_with_chart(*bodies: Body) -> Lab:
    """A lab of which a chart brings the CRD; the lock has validated no Pot."""
    lab = Lab(LabConfig.sample(), lock=LOCK)
    app = HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    for body in bodies:
        app.add_manifest(body)
    return lab

"""Looking at small labs with one rule."""

from __future__ import annotations

from typing import Any

from homelab_cdk.checks import RULES, check, examine
from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.model import Body, LabConfig
from homelab_cdk.order import Built, arrange
from homelab_cdk.synth._collect import collect
from tests.labs import Plain


def built(lab: Lab) -> Built:
    charts, items = collect(lab)
    return Built(lab=lab, units=arrange(charts, items))


def found(lab: Lab, code: str) -> list[str]:
    """What one rule finds: `path: object: message`, each at the rule's level."""
    findings = [finding for finding in check(built(lab)) if finding.code == code]
    assert {finding.level for finding in findings} <= {RULES[code].level}
    return [f"{finding.where}: {finding.subject}: {finding.message}" for finding in findings]


def told(lab: Lab, code: str) -> list[str]:
    """What one rule cannot tell: `object: reason; fix`."""
    return [f"{one.subject}: {one.reason}; {one.fix}" for one in examine(built(lab)).unchecked if one.code == code]


def lab_of(*bodies: Body, nodes: int = 1) -> Lab:
    """A lab with one app `app` in a namespace of its own, and these objects in it."""
    lab = Lab(LabConfig.sample(nodes=nodes))
    app = Plain(lab, "app")
    for body in bodies:
        app.add_manifest(body)
    return lab


def app_of(lab: Lab) -> UnitChart:
    return lab.unit_charts[0]


def thing(api_version: str, kind: str, name: str = "one", *, spec: Any = None, **metadata: Any) -> Body:
    body: Body = {"apiVersion": api_version, "kind": kind, "metadata": {"name": name, **metadata}}
    return body if spec is None else {**body, "spec": spec}


def deployment(
    name: str = "web", *, labels: Body | None = None, container: Body | None = None, pod: Body | None = None
) -> Body:
    """A sound Deployment, with changes to its one container and its pod."""
    labels = labels or {"app": name}
    whole = {
        "securityContext": {"runAsNonRoot": True, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [
            {
                "name": name,
                "image": "registry.example.com/web:1.2.3",
                "ports": [{"name": "http", "containerPort": 8080}],
                "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}, "limits": {"memory": "64Mi"}},
                "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
                **(container or {}),
            }
        ],
        **(pod or {}),
    }
    template = {"metadata": {"labels": labels}, "spec": whole}
    return thing("apps/v1", "Deployment", name, spec={"selector": {"matchLabels": labels}, "template": template})


def service(name: str = "web", *, selector: Body | None = None, port: Body | None = None, **spec: Any) -> Body:
    ports = [{"name": "http", "port": 80, "targetPort": "http", **(port or {})}]
    return thing("v1", "Service", name, spec={"selector": selector or {"app": name}, "ports": ports, **spec})


GATEWAY_KINDS = ("Gateway", "HTTPRoute")


def with_crds(lab: Lab, group: str, *kinds: str) -> Lab:
    """The same lab with CRDs of some kinds, so that it can be ordered."""
    from tests.labs import crd

    app = UnitChart(lab, f"crds-{group.split('.')[0]}")
    app.holds_data = True
    for kind in kinds:
        app.protect(app.add_manifest(crd(kind, group)))
    return lab

from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of


def selecting(selector: Body) -> Body:
    body = deployment()
    return body | {"spec": body["spec"] | {"selector": selector}}


def test_labels_of_others() -> None:
    assert found(lab_of(selecting({"matchLabels": {"app": "wep"}})), "HL170") == [
        "app/deployment-web: Deployment.apps app/web: spec.selector app=wep does not take the labels of its own pods"
        " (app=web); write the same labels in both",
    ]


def test_labels_of_their_own() -> None:
    assert found(lab_of(deployment(labels={"app": "web", "tier": "front"})), "HL170") == []


def test_some_of_their_labels() -> None:
    selector = {"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "www"]}]}
    assert found(lab_of(selecting(selector)), "HL170") == []

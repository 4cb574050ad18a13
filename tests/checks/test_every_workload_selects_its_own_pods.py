from __future__ import annotations

from tests.checks.looking import deployment, found, lab_of


def test_a_selector_for_other_pods() -> None:
    body = deployment()
    body["spec"]["selector"] = {"matchLabels": {"app": "other"}}
    assert found(lab_of(body), "HL170") == [
        "app/deployment-web: Deployment.apps app/web: spec.selector app=other does not take the labels of its own pods"
        " (app=web); write the same labels in both",
    ]


def test_a_selector_with_fewer_labels_than_the_pods() -> None:
    body = deployment(labels={"app": "web", "tier": "front"})
    body["spec"]["selector"] = {"matchLabels": {"app": "web"}}
    assert found(lab_of(body), "HL170") == []


def test_a_workload_without_a_selector_is_for_the_schema() -> None:
    body = deployment()
    del body["spec"]["selector"]
    assert found(lab_of(body), "HL170") == []

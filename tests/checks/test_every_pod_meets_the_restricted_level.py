from __future__ import annotations

from tests.checks.looking import deployment, found, lab_of


def test_a_pod_without_any_security_context() -> None:
    lab = lab_of(deployment(container={"securityContext": None}, pod={"securityContext": None}))
    assert found(lab, "HL403") == [
        "app/deployment-web: Deployment.apps app/web: the namespace app enforces restricted, and its pods need"
        " allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile.type: RuntimeDefault,"
        " capabilities.drop: [ALL] in the container web; set that, or give the namespace another level",
    ]


def test_a_root_user_and_a_capability() -> None:
    capabilities = {"drop": ["ALL"], "add": ["CHOWN"]}
    context = {"allowPrivilegeEscalation": False, "runAsUser": 0, "capabilities": capabilities}
    assert found(lab_of(deployment(container={"securityContext": context})), "HL403") == [
        "app/deployment-web: Deployment.apps app/web: the namespace app enforces restricted, and its pods need"
        " runAsUser other than 0, no added capabilities but NET_BIND_SERVICE (it adds CHOWN) in the container web;"
        " set that, or give the namespace another level",
    ]


def test_a_volume_of_a_refused_kind() -> None:
    volumes = [{"name": "share", "nfs": {"server": "nas", "path": "/"}}]
    assert found(lab_of(deployment(pod={"volumes": volumes})), "HL403") == [
        "app/deployment-web: Deployment.apps app/web: the namespace app enforces restricted, and its pods need no"
        " volume of the kind nfs (share); set that, or give the namespace another level",
    ]


def test_a_pod_that_meets_it() -> None:
    assert found(lab_of(deployment(pod={"initContainers": []})), "HL403") == []

from __future__ import annotations

from homelab_cdk.model import Body, ChartFacts, ObjectKey
from tests.checks.looking import deployment, found, lab_of, thing
from tests.checks.releases import lab_of_release

RBAC = "rbac.authorization.k8s.io"


def binding(role: str, account: str = "web", *, kind: str = "Role") -> Body:
    return {
        **thing(f"{RBAC}/v1", "RoleBinding"),
        "roleRef": {"apiGroup": RBAC, "kind": kind, "name": role},
        "subjects": [{"kind": "ServiceAccount", "name": account, "namespace": "app"}],
    }


ACCOUNT = thing("v1", "ServiceAccount", "web")
ROLE = {**thing(f"{RBAC}/v1", "Role", "reader"), "rules": []}


def test_pods_that_run_as_nobody() -> None:
    assert found(lab_of(deployment(pod={"serviceAccountName": "wbe"}), ACCOUNT), "HL174") == [
        "app/deployment-web: Deployment.apps app/web: serviceAccountName names ServiceAccount app/wbe, which nothing in this"
        " lab makes; correct the name, or add it",
    ]


def test_a_role_that_is_bound_and_not_there() -> None:
    assert found(lab_of(binding("raeder"), ACCOUNT, ROLE), "HL174") == [
        "app/rolebinding-one: RoleBinding.rbac.authorization.k8s.io app/one: roleRef names Role raeder, which nothing in this"
        " lab makes; correct the name, or add it",
    ]


def test_a_binding_for_an_account_that_is_not_there() -> None:
    assert found(lab_of(binding("reader", "wbe"), ACCOUNT, ROLE), "HL174") == [
        "app/rolebinding-one: RoleBinding.rbac.authorization.k8s.io app/one: subjects[0] names ServiceAccount app/wbe, which"
        " nothing in this lab makes; correct the name, or add it",
    ]


def test_what_is_there() -> None:
    lab = lab_of(deployment(pod={"serviceAccountName": "web"}), binding("reader"), ACCOUNT, ROLE)
    assert found(lab, "HL174") == []


def test_what_every_cluster_has() -> None:
    lab = lab_of(deployment(pod={"serviceAccountName": "default"}), binding("view", kind="ClusterRole"), ACCOUNT)
    assert found(lab, "HL174") == []


def test_an_account_of_a_chart() -> None:
    facts = ChartFacts(objects=(ObjectKey("", "ServiceAccount", "tea", "pot"),))
    lab = lab_of_release(facts)
    lab.unit_charts[0].add_manifest(deployment(pod={"serviceAccountName": "pot"}))
    assert found(lab, "HL174") == []

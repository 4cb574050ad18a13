"""Which pods rules know of where an operator makes them."""

from __future__ import annotations

import pytest

from homelab_cdk.checks._pods import PodIndex, pods_of
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body, ContainerFact, PortFact, WorkloadFact
from tests.checks.looking import app_of, built, lab_of, thing, with_crds
from tests.labs import six_systems

CLUSTER: Body = thing("postgresql.cnpg.io/v1", "Cluster", "db", namespace="app", spec={"instances": 1})


def index(lab: Lab) -> PodIndex:
    return pods_of(built(lab))


def by_hand() -> Lab:
    return with_crds(lab_of(CLUSTER), "postgresql.cnpg.io", "Cluster")


def test_the_servers_of_postgresql_are_those_that_it_declares() -> None:
    found = index(six_systems())
    [pods] = found.by_namespace["postgresql-main"]
    assert pods.labels == {"cnpg.io/cluster": "postgresql-main", "cnpg.io/podRole": "instance"}
    assert pods.ports == {5432, 8000, 9187}
    assert not found.is_open("postgresql-main")


def test_children_may_carry_labels_that_nobody_declared() -> None:
    lab = lab_of()
    labels = (("app", "web"),)
    ports = (PortFact(name="http", number=8080),)
    app_of(lab).children.append(
        WorkloadFact(
            kind="Deployment",
            namespace="app",
            name="web",
            labels=labels,
            containers=(ContainerFact(name="web", image="", ports=ports),),
        )
    )
    found = index(lab)
    [pods] = found.find("app", {"matchLabels": {"app": "web", "pod-template-hash": "1"}})
    assert (pods.loose, pods.ports, pods.who) == (True, {8080}, "Deployment app/web")
    assert found.find("app", {"matchLabels": {"app": "other"}}) == []


def test_a_cluster_whose_pods_nobody_declares_may_have_any() -> None:
    assert index(by_hand()).is_open("app")


def test_a_cluster_whose_pods_are_declared_has_those_alone() -> None:
    lab = by_hand()
    app_of(lab).children.append(WorkloadFact(kind="Pod", namespace="app", name="db"))
    assert not index(lab).is_open("app")


@pytest.mark.parametrize(
    ("group", "kind"),
    [
        ("monitoring.coreos.com", "PodMonitor"),
        ("monitoring.coreos.com", "PrometheusRule"),
        ("velero.io", "Schedule"),
        ("barmancloud.cnpg.io", "ObjectStore"),
    ],
)
def test_what_controllers_only_read_makes_no_pods(group: str, kind: str) -> None:
    """THEN a namespace with monitors or backups is not taken for one in which anything may be."""
    lab = with_crds(lab_of(thing(f"{group}/v1", kind, namespace="app")), group, kind)
    assert not index(lab).is_open("app")


def test_what_is_a_kind_of_a_known_group_may_still_make_pods() -> None:
    lab = with_crds(
        lab_of(thing("monitoring.coreos.com/v1", "Prometheus", namespace="app")), "monitoring.coreos.com", "Prometheus"
    )
    assert index(lab).is_open("app")


def test_nobody_knows_all_that_runs_in_the_namespace_of_the_cluster_itself() -> None:
    assert index(lab_of()).is_open("kube-system")
    assert not index(lab_of()).is_open("app")


def test_of_an_upgrade_come_pods_and_nothing_else() -> None:
    plan = thing("upgrade.cattle.io/v1", "Plan", namespace="app")
    found = index(with_crds(lab_of(plan), "upgrade.cattle.io", "Plan"))
    assert found.is_open("app")
    assert not found.is_open_to_others("app")

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from homelab_cdk.constructs import Cni, Lab
from homelab_cdk.model import Body, ContainerFact, LabConfig, PortFact, WorkloadFact
from tests.checks.looking import app_of, deployment, found, lab_of, service, thing
from tests.labs import Plain


def daemon(name: str, port: int, **pod: Any) -> Body:
    template = deployment(name, container={"ports": [{"containerPort": 1, "hostPort": port}]}, pod=pod)["spec"][
        "template"
    ]
    return thing("apps/v1", "DaemonSet", name, spec={"template": template})


def balanced(lab: Lab) -> Lab:
    """The same lab with a load balancer of its own, so that k3s' takes no ports."""
    from homelab_cdk.constructs import LoadBalancer

    app_of(lab).provide(LoadBalancer(name="balancer"))
    return lab


@pytest.mark.parametrize(
    ("port", "owner"),
    [
        (22, "the machine's SSH server"),
        (6443, "the API server"),
        (10250, "the kubelet"),
        (10257, "kube-controller-manager"),
    ],
)
def test_a_port_of_kubernetes_and_the_machine(port: int, owner: str) -> None:
    assert found(lab_of(daemon("web", port)), "HL653") == [
        f"app/daemonset-web: DaemonSet.apps app/web: it takes the port {port}/tcp of its machine, which {owner} has on each"
        " machine; choose another port, or other machines by a node selector",
    ]


@pytest.mark.parametrize(("port", "count"), [(10250, 1), (10257, 0), (10258, 0), (10259, 0)])
def test_only_servers_run_the_control_plane(port: int, count: int) -> None:
    agent = {"node-role.kubernetes.io/worker": "true"}
    config = LabConfig.sample(nodes=2)
    first, second = config.nodes
    nodes = (first, replace(second, roles=("agent",), labels=tuple(agent.items())))
    lab = Lab(replace(config, nodes=nodes))
    Plain(lab, "app").add_manifest(daemon("web", port, nodeSelector=agent))
    assert len(found(lab, "HL653")) == count


def test_etcd_takes_its_ports_where_there_are_several_servers() -> None:
    assert found(lab_of(daemon("web", 2379)), "HL653") == []
    assert len(found(lab_of(daemon("web", 2379), nodes=3), "HL653")) == 1


def test_two_that_run_everywhere() -> None:
    assert found(lab_of(daemon("a", 9100), daemon("b", 9100)), "HL653") == [
        "app/daemonset-b: DaemonSet.apps app/b: it takes the port 9100/tcp of its machine, which DaemonSet.apps app/a has on"
        " each machine; choose another port, or other machines by a node selector",
    ]


def test_two_that_run_on_different_machines() -> None:
    one = daemon("a", 9100, nodeSelector={"kubernetes.io/hostname": "node-1"})
    two = daemon("b", 9100, nodeSelector={"kubernetes.io/hostname": "node-2"})
    assert found(lab_of(one, two, nodes=2), "HL653") == []


def test_one_port_for_each_protocol_and_address() -> None:
    udp = daemon("b", 9100)
    udp["spec"]["template"]["spec"]["containers"][0]["ports"][0]["protocol"] = "UDP"
    local = [daemon("c", 9200), daemon("d", 9200)]
    for number, body in enumerate(local, 1):
        body["spec"]["template"]["spec"]["containers"][0]["ports"][0]["hostIP"] = f"127.0.0.{number}"
    assert found(lab_of(daemon("a", 9100), udp, *local), "HL653") == []


def test_more_pods_than_machines() -> None:
    body = deployment(container={"ports": [{"containerPort": 80, "hostPort": 8080}]})
    body["spec"]["replicas"] = 3
    assert found(lab_of(body, nodes=2), "HL653") == [
        "app/deployment-web: Deployment.apps app/web: each of its 3 pods takes the port 8080/tcp of its machine, and 2"
        " machines may run them; lower the replicas, or leave the host port out",
    ]
    body["spec"]["replicas"] = 2
    assert found(lab_of(body, nodes=2), "HL653") == []


def test_pods_with_the_network_of_their_machine() -> None:
    assert (
        len(
            found(
                lab_of(deployment(container={"ports": [{"containerPort": 10250}]}, pod={"hostNetwork": True})), "HL653"
            )
        )
        == 1
    )


def test_what_the_pod_network_takes() -> None:
    assert (
        len(
            found(
                lab_of(deployment(container={"ports": [{"containerPort": 1, "hostPort": 8472, "protocol": "UDP"}]})),
                "HL653",
            )
        )
        == 1
    )
    lab = lab_of(daemon("web", 179))
    app_of(lab).provide(Cni(name="calico", ports=[PortFact(name="BGP", number=179)]))
    assert found(lab, "HL653") == [
        "app/daemonset-web: DaemonSet.apps app/web: it takes the port 179/tcp of its machine, which BGP of calico has on each"
        " machine; choose another port, or other machines by a node selector",
    ]


def test_pods_of_operators() -> None:
    lab = lab_of(daemon("web", 5473))
    container = ContainerFact(name="a", image="a", ports=(PortFact(number=5473),))
    app_of(lab).children.append(
        WorkloadFact(
            kind="DaemonSet", namespace="app", name="typha", replicas=0, containers=(container,), host_network=True
        )
    )
    assert len(found(lab, "HL653")) == 1


def test_services_of_the_load_balancer_of_k3s() -> None:
    body = service(type="LoadBalancer", port={"port": 443})
    assert found(lab_of(daemon("web", 443), body), "HL653") == [
        "app/service-web: Service app/web by k3s' load balancer: it takes the port 443/tcp of its machine, which"
        " DaemonSet.apps app/web has on each machine; choose another port, or other machines by a node selector",
    ]
    assert found(balanced(lab_of(daemon("web", 443), body)), "HL653") == []

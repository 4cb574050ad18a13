"""The few commands between bare machines and a cluster that Flux keeps."""

from __future__ import annotations

from dataclasses import replace

from homelab_cdk.bootstrap import WORKSTATION, Step, bootstrap_steps
from homelab_cdk.constructs import Lab
from homelab_cdk.model import LabConfig
from tests.bootstrap.labs import built, config_of, lab_with_cni
from tests.labs import six_systems


def commands(steps: tuple[Step, ...]) -> list[str]:
    return [line for step in steps for line in step.commands]


def position(lines: list[str], start: str) -> int:
    """Where the one command stands that starts like this."""
    [found] = [number for number, line in enumerate(lines) if line.startswith(start)]
    return found


def test_the_first_server_comes_first_and_agents_last() -> None:
    config = LabConfig.sample(nodes=3)
    first, second, third = config.nodes
    nodes = (replace(first, roles=("agent",)), second, third)
    steps = bootstrap_steps(built(Lab(replace(config, nodes=nodes))))
    assert [step.where for step in steps if step.where != WORKSTATION] == ["node-2", "node-3", "node-1"]
    assert steps[0].commands == ("sudo sh generated/hosts/node-2/install.sh",)


def test_flux_is_handed_the_cluster_after_k3s_has_let_go() -> None:
    lines = commands(bootstrap_steps(built(lab_with_cni())))
    annotate = "kubectl --namespace kube-system annotate --overwrite helmcharts.helm.cattle.io"
    complete = "kubectl --namespace kube-system wait --for=condition=Complete"
    order = [
        "sudo sh generated/hosts/node-1/install.sh",
        f"{complete} job/helm-install-cni.crds job/helm-install-cni-operator",
        "kubectl wait --for=condition=Ready nodes",
        f"{annotate} cni.crds cni-operator helmcharts.helm.cattle.io/unmanaged=true",
        "kubectl apply --filename flux/namespace-flux-system.yaml",
        "kubectl apply --filename flux/helmchart-flux-operator.yaml",
        f"{complete} job/helm-install-flux-operator",
        f"{annotate} flux-operator helmcharts.helm.cattle.io/unmanaged=true",
        "kubectl apply --filename flux/fluxinstance-flux.yaml",
        "kubectl --namespace flux-system wait --for=condition=Ready kustomizations --all",
    ]
    found = [position(lines, start) for start in order]
    assert found == sorted(found)


def test_what_is_stuck_is_healed_by_forgetting_the_attempt() -> None:
    [step] = [
        step for step in bootstrap_steps(built(lab_with_cni())) if step.title == "Wait for what comes before Flux"
    ]
    for name in ("cni.crds", "cni-operator"):
        assert f"`kubectl --namespace cni-system delete secret --selector owner=helm,name={name}`" in step.stuck


def test_a_lab_with_the_network_of_k3s_waits_for_its_machines_alone() -> None:
    lines = commands(bootstrap_steps(built(Lab())))
    assert "kubectl wait --for=condition=Ready nodes --all --timeout=15m" in lines
    assert sum("annotate" in line for line in lines) == 1


def test_the_key_leads_to_the_address_of_the_api() -> None:
    [line] = [line for line in commands(bootstrap_steps(built(Lab()))) if "k3s.yaml" in line]
    assert line == (
        "ssh 192.168.1.11 sudo cat /etc/rancher/k3s/k3s.yaml"
        " | sed 's#https://127.0.0.1:6443#https://192.168.1.11:6443#' > ~/.kube/homelab.yaml"
    )


def test_a_repository_that_anybody_reads_needs_no_secret() -> None:
    assert not any("create secret" in line for line in commands(bootstrap_steps(built(Lab()))))


def test_a_repository_with_credentials() -> None:
    https = commands(bootstrap_steps(built(Lab(config_of(secret="git")))))
    assert (
        "kubectl --namespace flux-system create secret generic git --from-literal=username=… --from-literal=password=…"
        in (https)
    )
    ssh = commands(bootstrap_steps(built(Lab(config_of(secret="git", url="ssh://git@git.example.com/lab")))))
    assert (
        "kubectl --namespace flux-system create secret generic git --from-file=identity=… --from-file=known_hosts=…"
        in ssh
    )


def test_generated_credentials_are_nobody_s_work() -> None:
    titles = [step.title for step in bootstrap_steps(built(six_systems()))]
    assert "Provide the credentials that only you have" not in titles


def test_kubeadm_installs_with_helm() -> None:
    lines = commands(bootstrap_steps(built(lab_with_cni(config_of("kubeadm")))))
    assert lines[:3] == [
        "kubectl apply --filename flux/namespace-cni-system.yaml",
        "helm upgrade --install cni.crds cni.crds --repo https://charts.example.com/cni --version v1.2.3"
        " --namespace cni-system --create-namespace",
        "helm upgrade --install cni-operator cni-operator --repo https://charts.example.com/cni --version v1.2.3"
        " --namespace cni-system --create-namespace --values flux/values-cni-operator.yaml",
    ]
    assert not any("helmchart" in line.lower() for line in lines)

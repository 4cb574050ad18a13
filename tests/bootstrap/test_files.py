"""File names that k3s accepts."""

from __future__ import annotations

import re

from homelab_cdk.bootstrap import bootstrap_set, file_of, machine_files
from tests.bootstrap.labs import built, config_of, lab_with_cni


def test_the_machine_reads_its_files_in_order() -> None:
    bootstrap = bootstrap_set(built(lab_with_cni()))
    files = machine_files(bootstrap)
    assert list(files) == sorted(files)
    assert list(files.values()) == [item.body for item in bootstrap.machine]


def test_k3s_makes_an_addon_of_each_file() -> None:
    """Its name is that of the file up to the first dot, and has to be one of Kubernetes."""
    addons = [name.partition(".")[0] for name in machine_files(bootstrap_set(built(lab_with_cni())))]
    assert addons == [
        "homelab-01-namespace-cni-system",
        "homelab-02-helmchart-cni-crds",
        "homelab-03-helmchart-cni-operator",
    ]
    assert all(re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", name) for name in addons)


def test_helm_reads_values_from_a_file_of_the_release() -> None:
    names = [file_of(item) for item in bootstrap_set(built(lab_with_cni(config_of("kubeadm")))).flux]
    assert names == [
        "namespace-cni-system.yaml",
        "values-cni.crds.yaml",
        "values-cni-operator.yaml",
        "namespace-flux-system.yaml",
        "values-flux-operator.yaml",
        "fluxinstance-flux.yaml",
    ]

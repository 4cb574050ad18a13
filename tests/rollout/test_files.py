"""Reading a repository's files."""

from __future__ import annotations

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.rollout import Machines, folders_of, machines_of

OBJECT = "apiVersion: v1\nkind: Namespace\nmetadata: {name: tea}\n"
MANY = f"{OBJECT}---\n{OBJECT.replace('tea', 'pots')}"


def test_what_a_folder_lists() -> None:
    files = {
        "generated/tea/kustomization.yaml": "resources: [namespace.yaml, below]\n",
        "generated/tea/namespace.yaml": MANY,
        "generated/tea/unlisted.yaml": OBJECT,
        "generated/tea/below/kustomization.yaml": "resources: [../../cups/one.yaml]\n",
        "generated/cups/one.yaml": OBJECT.replace("tea", "cups"),
    }
    names = {path: [body["metadata"]["name"] for body in bodies] for path, bodies in folders_of(files).items()}
    assert names == {"generated/tea": ["tea", "pots", "cups"], "generated/tea/below": ["cups"]}


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(
        BuildError, match=r"^generated/tea/kustomization.yaml lists a.yaml, and there is no generated/tea/a"
    ):
        folders_of({"generated/tea/kustomization.yaml": "resources: [a.yaml]\n"})


def test_what_k3s_brings_along() -> None:
    server = "cluster-cidr: 10.42.0.0/16\ndisable: [servicelb, local-storage]\n"
    files = {"generated/hosts/a/config.yaml": server, "generated/hosts/b/config.yaml": "node-name: b\n"}
    assert machines_of(files) == Machines(packaged=frozenset({"coredns", "metrics-server", "traefik"}))
    assert machines_of({"generated/hosts/a/config.yaml": "flannel-backend: none\n"}) == Machines(network=False)
    assert machines_of({"generated/hosts/a/registries.yaml": "flannel-backend: none\n"}) is None

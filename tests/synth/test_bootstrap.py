"""What `flux/` holds for a person to apply."""

from __future__ import annotations

import re

import yaml

from homelab_cdk.bootstrap import bootstrap_set, bootstrap_steps
from homelab_cdk.constructs import Lab
from homelab_cdk.synth._bootstrap import render_bootstrap
from tests.bootstrap.labs import VALUES, built, config_of, lab_with_cni


def test_every_object_that_is_applied_is_a_file() -> None:
    lab = built(lab_with_cni())
    files = render_bootstrap(lab)
    read = [yaml.safe_load(file.content) for path, file in sorted(files.items()) if path.endswith(".yaml")]
    assert sorted(map(str, read)) == sorted(str(item.body) for item in bootstrap_set(lab).flux)


def test_every_file_that_a_command_reads_is_there() -> None:
    for distribution in ("k3s", "kubeadm"):
        lab = built(lab_with_cni(config_of(distribution)))
        named = {
            path
            for step in bootstrap_steps(lab)
            for line in step.commands
            for path in re.findall(r"flux/[\w.-]+", line)
        }
        assert named == set(render_bootstrap(lab)) - {"flux/README.md"}


def test_the_page_has_every_command_in_order() -> None:
    lab = built(lab_with_cni(config_of(nodes=3, secret="git")))
    page = render_bootstrap(lab)["flux/README.md"].content
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    assert [block.splitlines() for block in blocks] == [list(step.commands) for step in bootstrap_steps(lab)]


def test_helm_is_given_the_values_of_the_tree() -> None:
    files = render_bootstrap(built(lab_with_cni(config_of("kubeadm"))))
    assert yaml.safe_load(files["flux/values-cni-operator.yaml"].content) == VALUES
    assert "flux/values-cni.crds.yaml" not in files


def test_kubeadm_is_told_nothing_of_k3s() -> None:
    for file in render_bootstrap(built(lab_with_cni(config_of("kubeadm")))).values():
        assert "k3s" not in file.content
        assert "helm.cattle.io" not in file.content


def test_no_file_holds_a_secret() -> None:
    files = render_bootstrap(built(Lab(config_of(secret="git"))))
    assert not any(
        yaml.safe_load(file.content)["kind"] == "Secret" for path, file in files.items() if path.endswith("yaml")
    )
    assert "--from-literal=password=…" in files["flux/README.md"].content

"""Of each part that a distribution brings along it is known what of a lab takes its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from homelab_cdk import constructs
from homelab_cdk.constructs import Lab, left_to_the_distribution, replaced_by_the_lab
from homelab_cdk.model import PACKAGED, LabConfig, Packaged, Replacement


def provide(lab: Lab, name: Replacement) -> None:
    kind: Any = getattr(constructs, name)
    one = kind.__new__(kind)
    one.name, one.provider = "one", None
    lab.surroundings.capabilities.provide(one)


@pytest.mark.parametrize("name", get_args(Replacement))
def test_a_capability_takes_the_place_of_the_part_that_names_it(name: Replacement) -> None:
    lab = Lab(LabConfig.sample())
    assert replaced_by_the_lab(lab.surroundings) == []
    provide(lab, name)
    replaced = [part for part in PACKAGED["k3s"] if name in part.replaced_by]
    assert len(replaced) == 1
    assert replaced_by_the_lab(lab.surroundings) == replaced
    assert left_to_the_distribution(lab.surroundings) == [part for part in PACKAGED["k3s"] if part not in replaced]


def test_kubeadm_brings_the_same_whatever_the_lab_has() -> None:
    sample = LabConfig.sample()
    lab = Lab(replace(sample, cluster=replace(sample.cluster, distribution="kubeadm")))
    for name in get_args(Replacement):
        provide(lab, name)
    assert left_to_the_distribution(lab.surroundings) == list(PACKAGED["kubeadm"])


@pytest.mark.parametrize("part", [part for parts in PACKAGED.values() for part in parts], ids=lambda part: part.name)
def test_what_makes_volumes_has_a_pod_that_does(part: Packaged) -> None:
    assert part.workloads or not part.storage_classes

from __future__ import annotations

from dataclasses import replace

import pytest

from homelab_cdk.checks import examine
from homelab_cdk.model import K3S_RELEASES, ChartFacts, LabConfig
from tests.checks.looking import built, found
from tests.checks.releases import lab_of_release, of_another_minor
from tests.labs import PIN, locked


def findings(constraint: str) -> list[str]:
    facts = ChartFacts(kube_version=constraint)
    return found(lab_of_release(facts, lock=of_another_minor(facts)), "HL452")


def test_a_chart_for_older_versions() -> None:
    assert findings(">=1.20.0-0 <1.36.0-0") == [
        "tea: the chart operator 1.2.3: it supports Kubernetes >=1.20.0-0 <1.36.0-0, and the lab has 1.36.3; choose another"
        " version of the chart (`version`), or Kubernetes 1.35 for the lab (`cluster.kubernetes`)",
    ]


def test_a_constraint_that_nobody_can_read() -> None:
    [finding] = findings("newer than 1.20")
    assert finding.startswith("tea: the chart operator 1.2.3: its kubeVersion is none that Helm could read: ")
    assert finding.endswith("; choose another version of the chart (`version`)")


def test_of_another_version_of_the_chart_nothing_follows_for_this_one() -> None:
    # GIVEN the chart at the version that supports the lab's Kubernetes, before `homelab lock` has seen it
    facts = ChartFacts(kube_version="<1.36.0-0")
    older = replace(PIN, version="1.2.2")
    lab = lab_of_release(facts, lock=locked({"tea": facts}, pin=older))
    # THEN it does not stop the write
    report = examine(built(lab))
    assert [finding for finding in report.findings if finding.code == "HL452"] == []
    assert [f"{item.subject}: {item.reason}" for item in report.unchecked if item.code == "HL452"] == [
        "the chart operator 1.2.3: what Kubernetes it supports is not known; of operator 1.2.2, which was seen last: it"
        " supports Kubernetes <1.36.0-0, and the lab has 1.36.3"
    ]


@pytest.mark.parametrize("constraint", [">=1.25.0-0", ">=1.36.2", ""])
def test_one_that_supports_it(constraint: str) -> None:
    assert findings(constraint) == []


def test_an_older_patch_of_k3s_than_the_chart_supports() -> None:
    # GIVEN a chart that was proven with the release of k3s that the library pins
    facts = ChartFacts(kube_version=">=1.36.2")
    assert found(lab_of_release(facts), "HL452") == []
    # WHEN the machines are given an older one, for which the facts still hold
    sample = LabConfig.sample()
    older = replace(sample, cluster=replace(sample.cluster, k3s="v1.36.1+k3s1"))
    # THEN it is found, for Helm would refuse the chart
    assert found(lab_of_release(facts, config=older), "HL452") == [
        "tea: the chart operator 1.2.3: it supports Kubernetes >=1.36.2, and the lab has 1.36.1; choose another version of"
        f" the chart (`version`), or k3s {K3S_RELEASES['1.36']} for the lab (`cluster.k3sVersion`)"
    ]


def test_a_minor_counts_as_its_first_release_where_the_machines_decide() -> None:
    sample = LabConfig.sample()
    kubeadm = replace(sample, cluster=replace(sample.cluster, distribution="kubeadm"))
    assert found(lab_of_release(ChartFacts(kube_version=">=1.36.0-0"), config=kubeadm), "HL452") == []
    [finding] = found(lab_of_release(ChartFacts(kube_version=">=1.36.2"), config=kubeadm), "HL452")
    assert finding.endswith(", and the lab has 1.36; choose another version of the chart (`version`)")

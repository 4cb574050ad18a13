from __future__ import annotations

from dataclasses import replace

import pytest

from homelab_cdk.checks import examine
from homelab_cdk.model import ChartFacts
from tests.checks.looking import built, found
from tests.checks.releases import lab_of_release, of_another_minor
from tests.labs import PIN, locked


def findings(constraint: str) -> list[str]:
    facts = ChartFacts(kube_version=constraint)
    return found(lab_of_release(facts, lock=of_another_minor(facts)), "HL452")


def test_a_chart_for_older_versions() -> None:
    assert findings(">=1.20.0-0 <1.36.0-0") == [
        "tea: the chart operator 1.2.3: it supports Kubernetes >=1.20.0-0 <1.36.0-0, and the lab has 1.36; choose another"
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
        " supports Kubernetes <1.36.0-0, and the lab has 1.36"
    ]


@pytest.mark.parametrize("constraint", [">=1.25.0-0", ""])
def test_one_that_supports_it(constraint: str) -> None:
    assert findings(constraint) == []


def test_nothing_is_asked_of_a_chart_that_helm_has_rendered_for_it() -> None:
    assert found(lab_of_release(ChartFacts(kube_version="<1.0")), "HL452") == []

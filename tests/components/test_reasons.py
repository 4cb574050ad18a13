"""Why components reach into machines and may do more than look after their own."""

from __future__ import annotations

import pytest

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Component, components, shipped_entry
from homelab_cdk.model import ChartFacts

load_components()
INSTALLING = [kind for kind in components() if kind.info.charts]


def facts_of(kind: type[Component]) -> list[ChartFacts]:
    entries = [shipped_entry(chart.name) for chart in kind.info.charts]
    return [entry.facts for entry in entries if entry is not None]


@pytest.mark.parametrize("kind", INSTALLING, ids=lambda kind: kind.info.name)
def test_a_reason_stands_just_where_pods_of_the_chart_reach_into_their_machine(kind: type[Component]) -> None:
    reaching = {
        f"{workload.name}: {', '.join(workload.reaches)}"
        for facts in facts_of(kind)
        for workload in facts.workloads
        if workload.reaches
    }
    assert bool(kind.info.host_access) == bool(reaching), reaching or "no pods do any more; remove host_access"


@pytest.mark.parametrize("kind", INSTALLING, ids=lambda kind: kind.info.name)
def test_a_reason_stands_just_where_the_chart_grants_wide_rights(kind: type[Component]) -> None:
    granted = {f"{fact.binding}: {', '.join(fact.powers)}" for facts in facts_of(kind) for fact in facts.rights}
    assert bool(kind.info.wide_rights) == bool(granted), granted or "it grants none any more; remove wide_rights"


@pytest.mark.parametrize("kind", INSTALLING, ids=lambda kind: kind.info.name)
def test_the_facts_tell_how_strict_a_level_each_pod_bears(kind: type[Component]) -> None:
    workloads = [workload for facts in facts_of(kind) for workload in facts.workloads]
    assert [workload.name for workload in workloads if not workload.pod_security] == []

"""What facts are worth where they were read with other values."""

from __future__ import annotations

from homelab_cdk.constructs import FactBook
from homelab_cdk.model import ChartFacts, Lock, LockEntry, Release, VolumeFact, WorkloadFact, fingerprint
from tests.labs import PIN


def _book(storage_class: str) -> FactBook:
    volume = VolumeFact(name="data", size=1, storage_class=storage_class)
    workload = WorkloadFact(kind="StatefulSet", namespace="operator", name="operator", volumes=(volume,))
    entry = LockEntry(
        chart=PIN,
        origin="package",
        digest="sha256:0",
        kubernetes="1.36",
        values=fingerprint({"storageClass": storage_class}),
        resources="",
        facts=ChartFacts(workloads=(workload,)),
    )
    return FactBook(Lock(entries={"operator": entry}))


def _class_of(values: dict[str, object]) -> tuple[str, str]:
    release = Release(construct="operator", chart=PIN, name="operator", namespace="operator", values=values)
    known = _book("longhorn").of(release)
    return known.standing, known.facts.workloads[0].volumes[0].storage_class


def test_the_class_of_a_volume_is_a_fact_with_the_very_values() -> None:
    assert _class_of({"storageClass": "longhorn"}) == ("proven", "longhorn")


def test_a_class_that_the_values_still_name_is_assumed() -> None:
    assert _class_of({"storageClass": "longhorn", "size": "20Gi"}) == ("assumed", "longhorn")


def test_a_class_that_the_values_no_longer_name_gives_way_to_the_default() -> None:
    assert _class_of({"size": "20Gi"}) == ("assumed", "")

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk._errors import LockError
from homelab_cdk.model import (
    ChartFacts,
    ChartPin,
    ContainerFact,
    CrdFact,
    Lock,
    LockEntry,
    ObjectKey,
    PathCounts,
    PortFact,
    ServiceFact,
    WebhookFact,
    WebhookRule,
    WorkloadFact,
    read_lock,
    write_lock,
)

FACTS = ChartFacts(
    crds=(CrdFact(group="a.b", kind="C", plural="cs", scope="Cluster", versions=("v1", "v2"), kept=True),),
    webhooks=(
        WebhookFact(
            name="w",
            kind="mutating",
            blocks=True,
            rules=(WebhookRule(groups=("*",), resources=("cs",), operations=("CREATE",)),),
        ),
    ),
    workloads=(
        WorkloadFact(
            kind="Deployment",
            namespace="n",
            name="w",
            labels=(("app", "w"), ("b", "c")),
            containers=(ContainerFact(name="m", image="i:1", ports=(PortFact(name="http", number=80),)),),
        ),
    ),
    services=(
        ServiceFact(
            namespace="n",
            name="w",
            selector=(("app", "w"),),
            ports=(PortFact(number=80, target="http"), PortFact(number=81, target=81)),
        ),
    ),
    objects=(ObjectKey("", "ConfigMap", "n", "c"),),
)
ENTRY = LockEntry(
    chart=ChartPin(name="c", version="1.0.0", repository="https://charts.example.com"),
    origin="package",
    digest="sha256:1",
    kubernetes="1.36.0",
    values="sha256:2",
    resources="sha256:3",
    paths=PathCounts(known=2, open=("a.b",)),
    facts=FACTS,
)
LOCK = Lock(entries={"b": ENTRY, "a": ENTRY})


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "homelab.lock").write_text(write_lock(LOCK))
    assert read_lock(tmp_path / "homelab.lock") == LOCK


def test_entries_come_sorted_and_the_text_is_stable() -> None:
    text = write_lock(LOCK)
    assert text.index('"a": {') < text.index('"b": {')
    assert text == write_lock(Lock(entries={"a": ENTRY, "b": ENTRY}))


def test_a_fact_is_a_line() -> None:
    lines = [line.strip().rstrip(",") for line in write_lock(Lock(entries={"a": ENTRY})).splitlines()]
    assert (
        '{"group": "a.b", "kind": "C", "plural": "cs", "scope": "Cluster", "versions": ["v1", "v2"], "kept": true}'
        in lines
    )
    assert '{"group": "", "kind": "ConfigMap", "namespace": "n", "name": "c"}' in lines


def test_an_absent_file_is_an_empty_lock(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "homelab.lock") == Lock()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<<<<<<< HEAD\n", "homelab.lock is not JSON"),
        ("[]", "homelab.lock has version None, this library reads version 1"),
        ('{"version": 2}', "homelab.lock has version 2, this library reads version 1"),
        ('{"version": 1, "charts": {"a": {}}}', "homelab.lock is damaged"),
        ('{"version": 1, "charts": {"a": 1}}', "homelab.lock is damaged: LockEntry is written as a mapping, got 1"),
        ('{"version": 1, "charts": []}', "homelab.lock is damaged: [] is no mapping"),
        (b"\xff\xfe", "homelab.lock is not JSON"),
    ],
)
def test_a_damaged_lock_is_refused_with_the_way_out(tmp_path: Path, text: str | bytes, message: str) -> None:
    path = tmp_path / "homelab.lock"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(LockError, match="make it anew with `homelab lock`") as caught:
        read_lock(path)
    assert str(caught.value).startswith(message)

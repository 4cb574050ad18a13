"""`homelab check --ledger`: who has which address, port and host name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands._lab import Run


@pytest.fixture
def rows(run: Run, lab_repository: Path) -> list[dict[str, str]]:
    result = run("check", "--ledger", "--json", "-C", lab_repository)
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, str]] = json.loads(result.stdout)["ledger"]
    return found


def test_addresses_of_the_file(rows: list[dict[str, str]]) -> None:
    taken = {row["taken_by"]: row["value"] for row in rows if row["sort"] == "address"}
    assert taken["the pod network (networks.pod)"] == "10.42.0.0-10.42.255.255"


def test_ports_of_kubernetes(rows: list[dict[str, str]]) -> None:
    assert {
        "sort": "machine port",
        "value": "10250/tcp",
        "taken_by": "the kubelet on every machine",
        "where": "lab",
    } in rows


def test_people_read_it_by_sort(run: Run, lab_repository: Path) -> None:
    text = run("check", "--ledger", "-C", lab_repository).stdout
    assert text.startswith("Addresses\n  10.42.0.0-10.42.255.255 ")
    assert "\n\nPorts of the machines\n" in text
